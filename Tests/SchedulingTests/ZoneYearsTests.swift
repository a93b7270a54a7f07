import Foundation
import Scheduling
import Testing

/// Two years in every zone.
@Suite struct ZoneYearsTests {
    /// Every zone and alias of the machine's tz database, and those that the system names.
    private static var zones: [String] {
        let table = (try? String(contentsOfFile: "/usr/share/zoneinfo/tzdata.zi", encoding: .utf8)) ?? ""
        // `Z name ...` begins a zone, `L target name` a link.
        let listed = table.split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ")
            switch words.first {
            case "Z" where words.count > 1: return String(words[1])
            case "L" where words.count > 2: return String(words[2])
            default: return nil
            }
        }
        return Set(listed + TimeZone.knownTimeZoneIdentifiers).filter { TimeZone(identifier: $0) != nil }.sorted()
    }

    @Test func `in two years no zone has a slot outside of its wall times, a slot twice, or a day with one too few`()
        throws
    {
        // Half an hour past midnight to half past three: where nearly all clocks change.
        let hours = try OpenHours(from: 30, until: 210)
        let rules = try Weekday.allCases.map { try WeeklyRule(weekday: $0, hours: hours) }
        let service = try ServiceTerms(durationMinutes: 60, horizonDays: 730, gridMinutes: 60)
        let first = try #require(WallDay("2026-01-01")).number
        let start = try #require(Moment(seconds: first * 86_400))
        let names = Self.zones
        var (slotCount, outside, twice, wrongDays, changes) = (0, 0, 0, 0, 0)
        for name in names {
            let zone = try #require(TimeZone(identifier: name))
            let finder = SlotFinder(opening: try OpeningHours(zone: zone, rules: rules), service: service, busy: [])
            var byDay: [Int: Int] = [:]
            var last: Moment?
            for month in 0..<24 {
                let asked = try #require(
                    Period(
                        start: start.adding(seconds: month * 30 * 86_400),
                        end: start.adding(seconds: (month + 1) * 30 * 86_400)))
                for slot in try finder.slots(in: asked, now: start) {
                    slotCount += 1
                    if let last, slot.start <= last { twice += 1 }
                    last = slot.start
                    let from = slot.start.seconds + zone.secondsFromGMT(for: slot.start.date)
                    let end = slot.end.adding(seconds: -60)
                    let until = end.seconds + zone.secondsFromGMT(for: end.date)
                    let minutes = [from, until].map { ($0 % 86_400) / 60 }
                    if !minutes.allSatisfy({ (30..<210).contains($0) }) || slot.seconds != 3_600 { outside += 1 }
                    byDay[from / 86_400, default: 0] += 1
                }
            }
            // The first and last days are cut by the zone's own midnight.
            for day in first + 2..<first + 716 {
                let noon = Date(timeIntervalSince1970: Double(day) * 86_400)
                let offsets = [-1.5, -1, -0.5, 0, 0.5, 1, 1.5].map { zone.secondsFromGMT(for: noon + $0 * 86_400) }
                if Set(offsets).count > 1 {
                    changes += 1
                } else if byDay[day] != 3 {
                    wrongDays += 1
                }
            }
        }
        #expect(names.count > 400 && changes > 500 && slotCount > names.count * 2_000)
        #expect(outside == 0 && twice == 0 && wrongDays == 0)
    }
}
