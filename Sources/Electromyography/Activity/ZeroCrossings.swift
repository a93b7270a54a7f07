/// How often a signal changes sign.
public enum ZeroCrossings {
    /// Counts changes of sign between neighbouring samples whose step is at least a threshold, which keeps noise out.
    ///
    /// Hudgins B et al. *IEEE Trans Biomed Eng* 1993;40:82-94, doi 10.1109/10.204774.
    ///
    /// - Parameters:
    ///   - samples: Any unit.
    ///   - threshold: In the same unit, 0 or more.
    /// - Returns: The number of crossings; a sample of exactly 0 has the sign of what came before it.
    /// - Complexity: O(*n*).
    public static func count(_ samples: [Double], threshold: Double = 0) -> Int {
        var crossings = 0
        var before = 0.0
        for sample in samples where sample != 0 {
            if before * sample < 0 || (before < 0) != (sample < 0) && before != 0, abs(sample - before) >= threshold {
                crossings += 1
            }
            before = sample
        }
        return crossings
    }
}
