import Foundation

/// A pool of motor units in the order of recruitment, smallest first.
///
/// Unit *i* of *n* has the threshold RR^(i/n), the twitch force RP^(i/n) and the contraction time
/// T·P^(−ln RT ÷ ln RP); its peak rate falls from the first to the last unit in step with the threshold (Fuglevand,
/// Winter & Patla 1993, equations 1 to 6, 12 to 14).
public struct MotorUnitPool: Hashable, Sendable {
    /// The parameters the pool was made from.
    public let parameters: PoolParameters

    /// The units, in the order of recruitment.
    public let units: [MotorUnit]

    /// Creates the pool of the parameters.
    public init(_ parameters: PoolParameters = .standard) {
        self.parameters = parameters
        let count = Double(parameters.unitCount)
        let exponent = log(parameters.contractionTimeRange) / log(parameters.twitchRange)
        units = (1...parameters.unitCount).map { index in
            let share = Double(index) / count
            let threshold = exp(log(parameters.recruitmentRange) * share)
            let twitch = exp(log(parameters.twitchRange) * share)
            let fall = (parameters.firstPeakRate - parameters.lastPeakRate) * threshold / parameters.recruitmentRange
            return MotorUnit(
                threshold: threshold, minimumRate: parameters.minimumRate, peakRate: parameters.firstPeakRate - fall,
                rateGain: parameters.rateGain, twitchForce: twitch,
                contractionTime: parameters.longestContractionTime * exp(-exponent * log(twitch)))
        }
    }

    /// The excitation at which the last unit reaches its peak rate: the full drive, 1 on the scale 0...1.
    public var maximumExcitation: Double {
        parameters.recruitmentRange + (parameters.lastPeakRate - parameters.minimumRate) / parameters.rateGain
    }

    /// The share of the full drive at which the last unit is recruited, 0...1.
    public var fullRecruitment: Double { parameters.recruitmentRange / maximumExcitation }

    /// The discharge rates at a drive of 0...1, in hertz, in the order of recruitment.
    public func rates(atDrive drive: Double) -> [Double] {
        let excitation = drive * maximumExcitation
        return units.map { $0.rate(at: excitation) }
    }

    /// The number of units active at a drive of 0...1.
    ///
    /// - Complexity: O(log *n*).
    public func recruitedCount(atDrive drive: Double) -> Int {
        let excitation = drive * maximumExcitation
        var low = 0
        var high = units.count
        while low < high {
            let middle = (low + high) / 2
            if units[middle].threshold <= excitation { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The mean force at a constant drive of 0...1 with even intervals, in units of the pool's force.
    public func meanForce(atDrive drive: Double) -> Double {
        let excitation = drive * maximumExcitation
        return units.reduce(0) { $0 + $1.meanForce(rate: $1.rate(at: excitation)) }
    }

    /// The mean force at full drive, the scale of "percent of maximum".
    public var maximumForce: Double { meanForce(atDrive: 1) }

    /// The drive that gives a share of the maximum force, to 1e-9.
    ///
    /// - Parameter share: The share of ``maximumForce``, 0...1; values outside are clamped.
    /// - Returns: The drive, 0...1: the lowest one that reaches the share.
    public func drive(forForce share: Double) -> Double {
        let target = min(max(share, 0), 1) * maximumForce
        var low = 0.0
        var high = 1.0
        while high - low > 1e-9 {
            let middle = (low + high) / 2
            if meanForce(atDrive: middle) < target { low = middle } else { high = middle }
        }
        return high
    }
}
