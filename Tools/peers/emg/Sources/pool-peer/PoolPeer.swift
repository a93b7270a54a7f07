import Foundation
import MotorUnits

/// Times the pool of motor units, for `pool_numpy.py --program` to compare.
///
///     pool-peer ramp|constant DRIVE REPEATS
///
/// Simulates 10 s of the standard pool and prints the median time as JSON.
@main
struct PoolPeer {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 4, ["ramp", "constant"].contains(words[1]), let drive = Double(words[2]),
            let repeats = Int(words[3])
        else {
            FileHandle.standardError.write(Data("pool-peer ramp|constant DRIVE REPEATS\n".utf8))
            exit(2)
        }
        let profile: ExcitationProfile =
            words[1] == "ramp" ? .ramp(from: 0, to: drive, seconds: 10) : .constant(drive, seconds: 10)
        let timing = try PoolTiming(of: MotorUnitPool(), under: profile, repeats: repeats)
        print(String(decoding: try JSONEncoder().encode(timing), as: UTF8.self))
    }
}
