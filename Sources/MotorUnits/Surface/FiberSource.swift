import Foundation

/// The current of an action potential on its way along a muscle fibre, as three points.
///
/// Rosenfalck's profile of the membrane potential, V(z) = 96·z³·exp(−z) − 90 mV with z in mm behind the front (Acta
/// Physiol Scand Suppl 1969;321), gives the current per length σᵢ·πa²·V″. V″ changes sign at z = 3 ∓ √3; each of its
/// three lobes is put as a point at its own centroid. The three currents sum to zero and so does their first moment,
/// as in the profile. Simulations of surface EMG have long used this tripole (Merletti, Lo Conte, Avignone &
/// Guglielminotti, IEEE Trans Biomed Eng 1999;46:810–820; memory, not re-read).
public enum FiberSource {
    /// One point of the source.
    public struct Pole: Hashable, Sendable {
        /// The distance behind the front, in mm.
        public let distance: Double

        /// The lobe's integral of V″, in mV/mm.
        public let strength: Double
    }

    /// The three poles, front first.
    public static let poles: [Pole] = {
        let first = 3 - 3.0.squareRoot()
        let second = 3 + 3.0.squareRoot()
        return [(0, first), (first, second), (second, Double.infinity)].map { from, to in
            let strength = slope(to) - slope(from)
            return Pole(distance: (moment(to) - moment(from)) / strength, strength: strength)
        }
    }()

    // V′(z), in mV/mm.
    private static func slope(_ z: Double) -> Double {
        z.isFinite ? 96 * exp(-z) * z * z * (3 - z) : 0
    }

    // z·V′(z) − V(z): the integral of z·V″.
    private static func moment(_ z: Double) -> Double {
        z.isFinite ? z * slope(z) - 96 * z * z * z * exp(-z) : 0
    }
}
