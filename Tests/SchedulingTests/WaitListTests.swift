import Foundation
import Scheduling
import Testing

@Suite struct WaitListTests {
    private typealias Entry = WaitListEntry<String, String>

    private let slot: Period
    private let now: Moment
    private let rules: WaitListRules

    init() throws {
        // Wednesday, 16:00 to 17:00 in Berlin.
        slot = try period("2026-06-10T14:00:00Z", "2026-06-10T15:00:00Z")
        now = try moment("2026-06-09T09:00:00Z")
        rules = try WaitListRules(
            zone: try zone("Europe/Berlin"), offerMinutes: 120, noticeMinutes: 180, shortestOfferMinutes: 30,
            quietHours: QuietHours(zone: try zone("Europe/Berlin"), from: 1260, until: 420))
    }

    private func entry(
        _ id: String, since: String = "2026-06-01", services: Set<String> = ["first visit"], wanted: [WantedTime] = [],
        firstDay: String? = nil, lastDay: String? = nil
    ) throws -> Entry {
        Entry(
            id: id, services: services, wanted: wanted, firstDay: try firstDay.map(day), lastDay: try lastDay.map(day),
            since: try moment(since + "T00:00:00Z"))
    }

    private func step(
        _ entries: [Entry], _ offers: [WaitListOffer<String>] = [], at moment: Moment? = nil
    ) -> WaitListStep<String> {
        rules.step(for: slot, of: "first visit", entries: entries, offers: offers, now: moment ?? now)
    }

    @Test func `whoever has waited longest is asked first`() throws {
        let entries = try [
            entry("b", since: "2026-06-02"), entry("a"), entry("c"), entry("other", since: "2026-05-01", services: []),
        ]
        #expect(step(entries) == .offer(to: "a", expires: now.adding(minutes: 120)))
    }

    @Test func `the next is asked when an offer expires or is declined`() throws {
        let entries = try [entry("a"), entry("b"), entry("c")]
        let open = WaitListOffer(entry: "a", slot: slot, expires: now.adding(minutes: 60))
        #expect(step(entries, [open]) == .waiting(for: "a", until: open.expires))
        #expect(step(entries, [open], at: open.expires) == .offer(to: "b", expires: open.expires.adding(minutes: 120)))
        let declined = WaitListOffer(entry: "a", slot: slot, expires: open.expires, answer: .declined)
        #expect(step(entries, [declined]) == .offer(to: "b", expires: now.adding(minutes: 120)))
        let accepted = WaitListOffer(entry: "b", slot: slot, expires: open.expires, answer: .accepted)
        #expect(step(entries, [declined, accepted]) == .taken(by: "b"))
        let all = entries.map { WaitListOffer(entry: $0.id, slot: slot, expires: now) }
        #expect(step(entries, all) == .nobody)
    }

    @Test func `nobody has two open offers`() throws {
        let elsewhere = try period("2026-06-11T14:00:00Z", "2026-06-11T15:00:00Z")
        let open = WaitListOffer(entry: "a", slot: elsewhere, expires: now.adding(minutes: 1))
        #expect(step(try [entry("a")], [open]) == .nobody)
        #expect(step(try [entry("a"), entry("b")], [open]) == .offer(to: "b", expires: now.adding(minutes: 120)))
        let over = WaitListOffer(entry: "a", slot: elsewhere, expires: now)
        #expect(step(try [entry("a")], [over]) == .offer(to: "a", expires: now.adding(minutes: 120)))
    }

    @Test(arguments: [
        ([Weekday.wednesday], 960, 1020, true), ([.wednesday], 961, 1020, false), ([.wednesday], 900, 1019, false),
        ([.tuesday, .thursday], 0, 1440, false), ([.monday, .wednesday], 0, 1440, true),
    ])
    func `the whole appointment must fit the wanted time on the wall`(
        weekdays: [Weekday], from: Int, until: Int, fits: Bool
    ) throws {
        let wanted = WantedTime(weekdays: Set(weekdays), hours: try OpenHours(from: from, until: until))
        let step = step(try [entry("a", wanted: [wanted])])
        #expect(step == (fits ? .offer(to: "a", expires: now.adding(minutes: 120)) : .nobody))
    }

    @Test func `days outside of the wish are passed over`() throws {
        #expect(step(try [entry("a", firstDay: "2026-06-11")]) == .nobody)
        #expect(step(try [entry("a", lastDay: "2026-06-09")]) == .nobody)
        #expect(step(try [entry("a", firstDay: "2026-06-10", lastDay: "2026-06-10")]) != .nobody)
    }

    @Test func `an offer ends before the notice, and none is made too late`() throws {
        let entries = try [entry("a")]
        let last = slot.start.adding(minutes: -180)
        #expect(step(entries, at: last.adding(minutes: -60)) == .offer(to: "a", expires: last))
        #expect(step(entries, at: last.adding(minutes: -30)) == .offer(to: "a", expires: last))
        #expect(step(entries, at: last.adding(minutes: -29)) == .nobody)
        #expect(step(entries, at: slot.end) == .nobody)
    }

    @Test func `at night nobody is asked, and no offer ends`() throws {
        let entries = try [entry("a")]
        let morning = try moment("2026-06-10T05:00:00Z")
        #expect(step(entries, at: try moment("2026-06-09T22:00:00Z")) == .pause(until: morning))
        // 20:30 and two hours would be 22:30.
        #expect(step(entries, at: try moment("2026-06-09T18:30:00Z")) == .offer(to: "a", expires: morning))
    }
}
