import Foundation

/// The weights of the samples of a segment before its transform.
public enum SpectralWindow: String, CaseIterable, Sendable {
    case hann, hamming, boxcar

    /// The periodic weights; `scipy.signal.get_window(name, count)`.
    ///
    /// - Parameter count: 1 or more.
    /// - Returns: `count` weights, none when `count` is below 1.
    public func weights(_ count: Int) -> [Double] {
        guard count > 1 else { return count == 1 ? [1] : [] }
        let share: Double =
            switch self {
            case .hann: 0.5
            case .hamming: 0.54
            case .boxcar: 1
            }
        return (0..<count).map { share - (1 - share) * cos(2 * Double.pi * Double($0) / Double(count)) }
    }
}
