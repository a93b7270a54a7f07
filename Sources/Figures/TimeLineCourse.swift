/// A time line put in order: sorted by day, one value a day, everything within its scale and within the shown days.
struct TimeLineCourse {
    /// A movement whose readings are in order.
    struct Motion {
        let name: String
        let norm: Double?
        let readings: [TimeLine.Reading]
    }

    /// An exposure whose readings are shares of the full strip.
    struct Strip {
        let name: String
        let scale: String
        let isUnderTest: Bool
        let shares: [TimeLine.Reading]
    }

    /// A stretch with so many treated causes.
    struct Phase {
        let days: ClosedRange<Int>
        let treated: Int
    }

    static let mostMovements = 6
    static let mostStrips = 12

    let first: Int
    let last: Int
    let pain: [TimeLine.Reading]
    let threshold: Double?
    let painFree: [ClosedRange<Int>]
    let events: [(event: TimeLine.Event, label: String)]
    let motions: [Motion]
    let treatments: [TimeLine.Treatment]
    let strips: [Strip]
    let changes: [TimeLine.Change]
    let phases: [Phase]
    /// How many movements and exposures there was no room for.
    let omitted: (movements: Int, exposures: Int)

    var count: Int { last - first + 1 }
    var isEmpty: Bool {
        pain.isEmpty && events.isEmpty && motions.isEmpty && treatments.isEmpty && strips.isEmpty && changes.isEmpty
    }

    init(_ line: TimeLine) {
        let limit = -TimeLineDays.furthest...TimeLineDays.furthest
        let known =
            line.pain.filter { !$0.value.isNaN }.map(\.day) + line.events.map(\.day) + line.treatments.map(\.day)
            + line.changes.map(\.day) + line.movements.flatMap { $0.readings.map(\.day) }
            + line.exposures.flatMap { $0.readings.map(\.day) }
        let within = known.filter(limit.contains)
        let shown = line.days?.clamped(to: limit) ?? (within.min() ?? 0)...(within.max() ?? 0)
        first = shown.lowerBound
        last = shown.upperBound

        pain = Self.ordered(line.pain, in: shown, to: 0...10)
        threshold = line.threshold.flatMap { $0.isNaN ? nil : min(max($0, 0), 10) }
        painFree = Self.stretches(line.painFree, pain, in: shown)

        var returns = 0
        let sorted = line.events.filter { shown.contains($0.day) }.sorted {
            ($0.day, $0.kind.rawValue, $0.label ?? "") < ($1.day, $1.kind.rawValue, $1.label ?? "")
        }
        var labelled: [(event: TimeLine.Event, label: String)] = []
        for event in sorted {
            if event.kind == .return { returns += 1 }
            labelled.append((event, event.label ?? (event.kind == .return ? "R\(returns)" : "")))
        }
        events = labelled

        let moving = line.movements.map { movement in
            Motion(
                name: movement.name,
                norm: movement.norm.flatMap { $0.isNaN ? nil : min(max($0, -360), 360) },
                readings: Self.ordered(movement.readings, in: shown, to: -360...360)
            )
        }.filter { !$0.readings.isEmpty }
        motions = Array(moving.prefix(Self.mostMovements))

        var sessions: [Int: Int] = [:]
        for treatment in line.treatments where shown.contains(treatment.day) {
            sessions[treatment.day] = min(sessions[treatment.day, default: 0] + min(max(treatment.holds, 0), 999), 999)
        }
        treatments = sessions.sorted { $0.key < $1.key }.map { TimeLine.Treatment(day: $0.key, holds: $0.value) }

        var rows = line.exposures.prefix(Self.mostStrips)
        if let tested = line.exposures.first(where: \.isUnderTest), !rows.contains(where: \.isUnderTest) {
            rows = rows.dropLast() + [tested]
        }
        strips = rows.map { Self.strip($0, in: shown) }
        omitted = (moving.count - motions.count, line.exposures.count - rows.count)

        changes = line.changes.filter { shown.contains($0.day) }.sorted {
            ($0.day, $0.kind.rawValue, $0.label) < ($1.day, $1.kind.rawValue, $1.label)
        }
        phases = Self.phases(line.changes, in: shown)
    }

    private static func ordered(
        _ readings: [TimeLine.Reading], in days: ClosedRange<Int>, to scale: ClosedRange<Double>
    ) -> [TimeLine.Reading] {
        var values: [Int: Double] = [:]
        for reading in readings where days.contains(reading.day) && !reading.value.isNaN {
            values[reading.day] = min(max(reading.value, scale.lowerBound), scale.upperBound)
        }
        return values.sorted { $0.key < $1.key }.map { TimeLine.Reading(day: $0.key, value: $0.value) }
    }

    /// Told stretches, joined where they touch, or stretches of seven recorded zeros and more.
    private static func stretches(
        _ told: [ClosedRange<Int>]?, _ pain: [TimeLine.Reading], in days: ClosedRange<Int>
    ) -> [ClosedRange<Int>] {
        let ranges = told ?? pain.filter { $0.value == 0 }.map { $0.day...$0.day }
        var joined: [ClosedRange<Int>] = []
        for range in ranges.filter({ $0.overlaps(days) }).map({ $0.clamped(to: days) })
            .sorted(by: { $0.lowerBound < $1.lowerBound })
        {
            if let before = joined.last, range.lowerBound <= before.upperBound + 1 {
                joined[joined.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return told == nil ? joined.filter { $0.count >= 7 } : joined
    }

    private static func strip(_ exposure: TimeLine.Exposure, in days: ClosedRange<Int>) -> Strip {
        let readings = ordered(exposure.readings, in: days, to: 0...1_000_000)
        let told = exposure.most.flatMap { $0.isNaN || $0 <= 0 ? nil : min($0, 1_000_000) }
        let largest = readings.map(\.value).max() ?? 0
        let most = told ?? (largest > 0 ? largest : 1)
        let unit = exposure.unit.isEmpty ? "" : " " + exposure.unit
        return Strip(
            name: exposure.name,
            scale: exposure.unit.isEmpty && most == 1 ? "no–yes" : "0–\(number(most))\(unit)",
            isUnderTest: exposure.isUnderTest,
            shares: readings.map { TimeLine.Reading(day: $0.day, value: min($0.value / most, 1)) }
        )
    }

    /// Stretches between treated and returning causes; none when no cause was treated.
    ///
    /// What happened before the shown days counts.
    private static func phases(_ changes: [TimeLine.Change], in days: ClosedRange<Int>) -> [Phase] {
        let causes = changes.filter { $0.kind != .change && $0.day <= days.upperBound }.sorted { $0.day < $1.day }
        guard causes.contains(where: { $0.kind == .causeTreated }) else { return [] }
        var phases: [Phase] = []
        var start = days.lowerBound
        var treated = 0
        for cause in causes {
            if cause.day > start {
                phases.append(Phase(days: start...(cause.day - 1), treated: treated))
                start = cause.day
            }
            treated = max(treated + (cause.kind == .causeTreated ? 1 : -1), 0)
        }
        phases.append(Phase(days: start...days.upperBound, treated: treated))
        return phases
    }
}
