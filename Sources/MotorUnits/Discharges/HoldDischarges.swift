/// The discharges of separated units before, during and after a hold.
public struct HoldDischarges: Sendable {
    /// One unit in the three parts.
    public struct Unit: Hashable, Sendable, Codable {
        /// The place of the unit in the list it came from.
        public let index: Int

        /// Before the hold.
        public let before: DischargeStatistics

        /// During the hold.
        public let during: DischargeStatistics

        /// After the hold.
        public let after: DischargeStatistics

        /// Whether the unit discharged in all three parts, so that its rates can be compared.
        public var isComparable: Bool {
            before.meanRate != nil && during.meanRate != nil && after.meanRate != nil
        }
    }

    /// The three parts of all units together.
    public struct Part: Hashable, Sendable, Codable {
        /// Units with at least one rate in the part.
        public let activeUnits: Int

        /// The mean of the units' mean rates, in hertz; `nil` without one.
        public let meanRate: Double?

        /// Discharges of all units per second.
        public let dischargesPerSecond: Double
    }

    /// Each unit.
    public let units: [Unit]

    /// All units before, during and after.
    public let before: Part

    /// During the hold.
    public let during: Part

    /// After the hold.
    public let after: Part

    /// The mean, over the units that can be compared, of the change of rate from before to during, in hertz.
    ///
    /// The same units are compared with themselves, so that units that fall silent don't look like a change of rate.
    public let pairedChangeDuring: Double?

    /// The same from before to after, in hertz.
    public let pairedChangeAfter: Double?

    /// Divides discharge trains at a hold.
    ///
    /// - Parameters:
    ///   - trains: The rising times of each unit, in seconds.
    ///   - hold: The hold, in seconds.
    ///   - start: Where the part before begins, in seconds.
    ///   - end: Where the part after ends, in seconds.
    ///   - pause: Intervals longer than this, in seconds, are pauses and not part of a rate.
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` when a time is not finite or the hold doesn't lie
    ///   between start and end.
    public init(
        trains: [[Double]], hold: ClosedRange<Double>, start: Double, end: Double, pause: Double = 0.25
    ) throws(MotorUnitError) {
        let borders = [start, hold.lowerBound, hold.upperBound, end]
        guard borders.allSatisfy(\.isFinite), start < hold.lowerBound, hold.lowerBound < hold.upperBound,
            hold.upperBound < end
        else {
            throw .invalid(
                field: "hold", value: "\(hold.lowerBound)-\(hold.upperBound)",
                reason: "does not lie between \(start) and \(end)")
        }
        func statistics(_ times: [Double], _ part: Int) -> DischargeStatistics {
            DischargeStatistics(
                times: times.filter { $0 >= borders[part] && $0 < borders[part + 1] }, pause: pause)
        }
        let units = trains.enumerated().map { index, times in
            Unit(
                index: index, before: statistics(times, 0), during: statistics(times, 1), after: statistics(times, 2))
        }
        func part(_ key: KeyPath<Unit, DischargeStatistics>, _ number: Int) -> Part {
            let rates = units.compactMap { $0[keyPath: key].meanRate }
            return Part(
                activeUnits: rates.count, meanRate: Self.mean(rates),
                dischargesPerSecond: Double(units.reduce(0) { $0 + $1[keyPath: key].count })
                    / (borders[number + 1] - borders[number]))
        }
        self.units = units
        before = part(\.before, 0)
        during = part(\.during, 1)
        after = part(\.after, 2)
        func change(_ key: KeyPath<Unit, DischargeStatistics>) -> Double? {
            Self.mean(
                units.compactMap { unit in
                    guard unit.isComparable, let now = unit[keyPath: key].meanRate, let was = unit.before.meanRate
                    else { return nil }
                    return now - was
                })
        }
        pairedChangeDuring = change(\.during)
        pairedChangeAfter = change(\.after)
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
