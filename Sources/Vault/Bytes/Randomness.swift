import Foundation

/// Bytes from the system's cryptographic generator (`getrandom` on Linux).
enum Randomness {
    static func bytes(_ count: Int) -> Data {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
