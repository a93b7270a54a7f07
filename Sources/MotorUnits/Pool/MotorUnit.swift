/// One motor unit of a pool: its threshold, its rates and its twitch.
public struct MotorUnit: Hashable, Sendable {
    /// The excitation at which the unit is recruited, on the scale of the pool.
    public let threshold: Double

    /// The discharge rate at recruitment, in hertz.
    public let minimumRate: Double

    /// The highest discharge rate, in hertz.
    public let peakRate: Double

    /// The rise of the rate above threshold, in hertz per unit of excitation.
    public let rateGain: Double

    /// The peak force of one twitch, in units of the pool's force.
    public let twitchForce: Double

    /// The time from the start of a twitch to its peak, in seconds.
    public let contractionTime: Double

    /// The discharge rate at an excitation on the scale of the pool, in hertz: 0 below the threshold.
    public func rate(at excitation: Double) -> Double {
        guard excitation >= threshold else { return 0 }
        return min(minimumRate + rateGain * (excitation - threshold), peakRate)
    }

    /// The gain of a twitch that follows its forerunner after the interval, in seconds.
    ///
    /// Force rises with rate as a sigmoid in (contraction time ÷ interval); the gain is its chord, 1 up to the ratio
    /// 0.4, where twitches do not yet meet a stiffer muscle (Fuglevand 1993, equations 16 to 18).
    public func gain(afterInterval interval: Double) -> Double { ForceGain.value(contractionTime / interval) }

    /// The mean force at an even rate, in units of the pool's force.
    ///
    /// A critically damped twitch of peak P and contraction time T has the area e·P·T.
    public func meanForce(rate: Double) -> Double {
        guard rate > 0 else { return 0 }
        return ForceGain.value(contractionTime * rate) * twitchForce * contractionTime * ForceGain.e * rate
    }
}
