/// What a filter lets pass, with its corners (half power in one pass) in hertz.
public enum FilterBand: Hashable, Sendable {
    case lowPass(Double)
    case highPass(Double)
    case bandPass(Double, Double)

    /// The band usual for surface EMG, 20 to 450 hertz.
    public static let surfaceEMG = FilterBand.bandPass(20, 450)

    fileprivate var corners: [Double] {
        switch self {
        case .lowPass(let corner), .highPass(let corner): [corner]
        case .bandPass(let low, let high): [low, high]
        }
    }
}

extension SectionCascade {
    /// A Butterworth filter as second-order sections, by the bilinear transform with prewarped corners.
    ///
    /// Equals `scipy.signal.butter(order, corners, output='sos')` in coefficients and in the order of sections.
    /// Butterworth S. *Wireless Engineer* 1930;7:536-541.
    ///
    /// - Parameters:
    ///   - order: 1 to 16; a band-pass has twice as many poles.
    ///   - band: The band with its corners, each above 0 and below half the rate.
    ///   - rate: The sampling rate.
    /// - Returns: One section for each pair of poles.
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` when an order or a corner is out of range.
    public static func butterworth(
        order: Int, _ band: FilterBand, rate: SamplingRate
    ) throws(SignalError) -> SectionCascade {
        let order = try SignalError.checked(order, "order", in: 1...16)
        var warped: [Double] = []
        for corner in band.corners {
            guard corner > 0, corner < rate.nyquist else {
                throw .invalid(
                    field: "corner", value: "\(corner)", reason: "is not between 0 and half the rate \(rate.nyquist)")
            }
            warped.append(4 * tangent(corner * 2 / rate.hertz))
        }
        let prototype = ZeroPoleGain.butterworth(order: order)
        switch band {
        case .lowPass: return try SectionCascade(sections: prototype.lowPass(corner: warped[0]).digital.sections)
        case .highPass: return try SectionCascade(sections: prototype.highPass(corner: warped[0]).digital.sections)
        case .bandPass(let low, let high):
            guard low < high else {
                throw .invalid(field: "corner", value: "\(high)", reason: "is not above the lower corner \(low)")
            }
            let analogue = prototype.bandPass(
                centre: (warped[0] * warped[1]).squareRoot(), width: warped[1] - warped[0])
            return try SectionCascade(sections: analogue.digital.sections)
        }
    }
}
