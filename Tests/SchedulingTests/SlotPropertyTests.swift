import Foundation
import Scheduling
import Testing

/// Finds slots by looking at each minute, without sharing code with the finder.
private struct MinuteOracle {
    let zone: TimeZone
    let rules: [WeeklyRule]
    let exceptions: [DayException]
    let service: ServiceTerms
    let busy: [BusyTime]

    private func minuteOfDay(_ minute: Int) -> (day: Int, minute: Int) {
        let wall = minute + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute) * 60)) / 60
        return (wall / 1440, wall % 1440)
    }

    private func isOpen(_ day: Int, _ minute: Int) -> Bool {
        let special = exceptions.filter { $0.day.number == day }
        if !special.isEmpty {
            return special.allSatisfy { !$0.hours.isEmpty }
                && special.contains { $0.hours.contains { $0.from <= minute && minute < $0.until } }
        }
        return rules.contains { rule in
            guard let wallDay = WallDay(number: day), wallDay.weekday == rule.weekday, rule.hours.from <= minute,
                minute < rule.hours.until, rule.validFrom.map({ $0.number <= day }) ?? true,
                rule.validUntil.map({ day <= $0.number }) ?? true
            else { return false }
            guard let first = rule.validFrom else { return true }
            // Monday of a week has a number of the form 7n + 4.
            return ((day + 3) / 7 - (first.number + 3) / 7) % rule.everyWeeks == 0
        }
    }

    /// For each open minute of a day the minute at which its block of hours begins.
    private func blocks(of day: Int) -> [Int: Int] {
        var blocks: [Int: Int] = [:]
        for minute in 0..<1440 where isOpen(day, minute) { blocks[minute] = blocks[minute - 1] ?? minute }
        return blocks
    }

    func starts(from: Int, until: Int, now: Int) -> [Int] {
        let today = minuteOfDay(now).day
        // What the clock shows, and whether that is open, from three hours before to a day after.
        let first = from - 180
        let shown = (first..<until + 1440).map(minuteOfDay)
        let days = Dictionary(uniqueKeysWithValues: Set(shown.map(\.day)).map { ($0, blocks(of: $0)) })
        let open = shown.map { days[$0.day]?[$0.minute] != nil }
        return (from..<until).filter { start in
            let (day, minute) = shown[start - first]
            guard let block = days[day]?[minute], start >= now + service.noticeMinutes,
                day <= today + service.horizonDays, (minute - block) % service.gridMinutes == 0
            else { return false }
            // The first pass only.
            guard !shown[start - 180 - first..<start - first].contains(where: { $0 == (day, minute) }),
                open[start - first..<start + service.durationMinutes - first].allSatisfy({ $0 })
            else { return false }
            return !busy.contains { time in
                time.blocked.start.seconds < (start + service.durationMinutes + service.bufferAfter) * 60
                    && (start - service.bufferBefore) * 60 < time.blocked.end.seconds
            }
        }
    }
}

@Suite struct SlotPropertyTests {
    private static let changes: [(String, String)] = [
        ("Europe/Berlin", "2026-03-28"), ("Europe/Berlin", "2026-10-24"), ("America/New_York", "2026-03-07"),
        ("America/New_York", "2026-10-31"), ("Australia/Lord_Howe", "2026-04-04"),
        ("Australia/Lord_Howe", "2026-10-03"), ("Africa/Cairo", "2026-04-23"), ("Asia/Kolkata", "2026-06-01"),
        ("Pacific/Apia", "2011-12-28"), ("America/St_Johns", "2006-10-27"),
    ]

    private func hours(_ random: inout SeededRandom) throws -> OpenHours {
        let from = random.below(280) * 5
        return try OpenHours(from: from, until: min(from + 30 + random.below(60) * 10, 1440))
    }

    @Test(arguments: 0..<60)
    func `the slots are those that looking at each minute finds`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let (name, first) = Self.changes[seed % Self.changes.count]
        let day = try day(first)
        let zone = try zone(name)
        let rules = try (0..<3 + random.below(12)).map { _ in
            try WeeklyRule(
                weekday: try #require(Weekday(rawValue: 1 + random.below(7))), hours: hours(&random),
                validFrom: random.below(2) == 0 ? nil : day.adding(random.below(20) - 18), everyWeeks: 1)
        }
        let biweekly = try WeeklyRule(
            weekday: day.weekday, hours: hours(&random), validFrom: day.adding(-7 * random.below(6) - random.below(5)),
            validUntil: day.adding(random.below(3)), everyWeeks: 2)
        let exceptions = try (0..<random.below(3)).map { _ in
            DayException(
                day: try #require(day.adding(random.below(4))),
                hours: try (0..<random.below(3)).map { _ in try hours(&random) })
        }
        let service = try ServiceTerms(
            durationMinutes: 5 + random.below(30) * 5, bufferBefore: random.below(4) * 5,
            bufferAfter: random.below(4) * 5, noticeMinutes: random.below(3) * 300, horizonDays: 2 + random.below(3),
            gridMinutes: 5 + random.below(12) * 5)
        let start = try moment(first + "T00:00:00Z")
        let busy = try (0..<random.below(8)).map { _ in
            BusyTime(
                try #require(BusyTime.Kind.allCases.randomElement(using: &random)),
                try #require(
                    Period(start: start.adding(minutes: random.below(4 * 1440)), minutes: 1 + random.below(200))),
                bufferBefore: random.below(3) * 10, bufferAfter: random.below(3) * 10)
        }
        let now = start.adding(minutes: random.below(600))
        let asked = try #require(Period(start: start, minutes: 4 * 1440))
        let finder = SlotFinder(
            opening: try OpeningHours(zone: zone, rules: rules + [biweekly], exceptions: exceptions),
            service: service, busy: busy)
        let slots = try finder.slots(in: asked, now: now)
        let oracle = MinuteOracle(
            zone: zone, rules: rules + [biweekly], exceptions: exceptions, service: service, busy: busy)
        let expected = oracle.starts(
            from: asked.start.seconds / 60, until: asked.end.seconds / 60, now: now.seconds / 60)
        #expect(slots.map { $0.start.seconds / 60 } == expected)
        #expect(slots.allSatisfy { $0.seconds == service.durationMinutes * 60 })
        #expect(finder.nextSlot(notBefore: asked.start, now: now) == slots.first || slots.isEmpty)

        // A single start is judged as the list says.
        let offered = Set(slots.map(\.start))
        let some = slots.prefix(20).map(\.start)
        for moment in some + (0..<60).map({ _ in asked.start.adding(minutes: random.below(4 * 288) * 5) }) {
            #expect((finder.refusal(of: moment, now: now) == nil) == offered.contains(moment))
        }

        // Two halves give the whole.
        let middle = asked.start.adding(minutes: 1 + random.below(4 * 1440 - 2))
        let parts = try [Period(start: asked.start, end: middle), Period(start: middle, end: asked.end)].flatMap {
            try finder.slots(in: try #require($0), now: now)
        }
        #expect(parts == slots)
    }

    @Test func `in every zone, each time on the wall is offered exactly once around changes of the clock`() throws {
        let rules = try daily(0, 1440)
        let service = try ServiceTerms(durationMinutes: 30, horizonDays: 730, gridMinutes: 30)
        let start = try moment("2026-01-01T00:00:00Z")
        var changes = 0
        for name in TimeZone.knownTimeZoneIdentifiers {
            let zone = try zone(name)
            let finder = SlotFinder(opening: try OpeningHours(zone: zone, rules: rules), service: service, busy: [])
            var offset = zone.secondsFromGMT(for: start.date)
            for number in 1..<730 {
                let next = zone.secondsFromGMT(for: start.adding(seconds: number * 86_400).date)
                defer { offset = next }
                guard next != offset else { continue }
                changes += 1
                let asked = try #require(
                    Period(
                        start: start.adding(seconds: (number - 2) * 86_400), end: start.adding(seconds: number * 86_400)
                    ))
                let shown = stride(from: asked.start.seconds, to: asked.end.seconds, by: 900).compactMap {
                    seconds -> Int? in
                    let wall = seconds + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
                    return wall % 1800 == 0 ? wall : nil
                }
                let offered = try finder.slots(in: asked, now: start).map {
                    $0.start.seconds + zone.secondsFromGMT(for: $0.start.date)
                }
                #expect(Set(offered).count == offered.count, "\(name) offers a time twice")
                #expect(Set(offered) == Set(shown), "\(name) around day \(number)")
            }
        }
        #expect(changes > 300)
    }
}
