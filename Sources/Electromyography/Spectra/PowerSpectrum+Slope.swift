import Foundation

extension PowerSpectrum {
    /// How fast power falls with frequency: the line through log₁₀ power over log₁₀ frequency.
    ///
    /// Neighbouring bins of a windowed spectrum depend on one another; ask the line for its interval with allowance.
    ///
    /// - Parameter band: In hertz, both ends included; bins at 0 hertz and bins without power are left out.
    /// - Returns: The line; its slope is in decades of power per decade of frequency.
    /// - Throws: ``SignalError`` when fewer than three bins are left.
    public func slope(in band: ClosedRange<Double>) throws(SignalError) -> LineFit {
        let used = bins(in: band).filter { $0 > 0 && power[$0] > 0 }
        return try LineFit(
            x: used.map { log10(Double($0) * binWidth) }, y: used.map { log10(power[$0]) })
    }
}
