import Clinic
import Foundation
import Outcomes
import Records
import Testing
import Treatment

@Suite struct PointReturnsTests {
    static let product = Result { try Product.load() }
    private let client = Client.ID()
    private let complaint = RecordEntry.ID()
    private let start = Date(timeIntervalSince1970: 1_767_268_800)  // 2026-01-01 12:00 UTC

    /// One day of the record: what was found on pressing, and which points were held.
    private struct Session {
        let day: Int
        var findings: [(String, String)] = []
        var holds: [(point: Int, pains: [Double], moments: [PressureHold.Moment.Kind])] = []
    }

    private func record(_ sessions: [Session]) throws -> ClientRecord {
        var entries = [
            try RecordEntry(
                id: complaint, client: client, at: start, author: nil, body: .complaint(Complaint(title: "Shoulder")))
        ]
        for session in sessions {
            let at = start.addingTimeInterval(Double(session.day) * 86_400)
            let visit = RecordEntry.ID()
            func add(_ body: EntryBody, id: RecordEntry.ID = .init(), inVisit: Bool = true) throws {
                entries.append(
                    try RecordEntry(
                        id: id, client: client, complaint: complaint, visit: inVisit ? visit : nil, at: at, author: nil,
                        body: body))
            }
            try add(.visit(Visit(started: at, zone: "UTC")), id: visit, inVisit: false)
            for (sign, side) in session.findings {
                try add(.finding(KeptFinding(finding: "palpation:infraspinatus:\(sign)", side: side)))
            }
            for hold in session.holds {
                let pains = hold.pains.enumerated().map {
                    PressureHold.Moment(
                        kind: .pain, at: at.addingTimeInterval(Double($0.offset) + 1), value: $0.element)
                }
                let others = hold.moments.map { PressureHold.Moment(kind: $0, at: at.addingTimeInterval(20)) }
                try add(
                    .hold(
                        PressureHold(
                            source: "muscle:infraspinatus", side: "right", point: hold.point,
                            moments: [.init(kind: .start, at: at), .init(kind: .end, at: at.addingTimeInterval(70))]
                                + pains + others)))
            }
        }
        return ClientRecord(entries)
    }

    private func returns(_ sessions: [Session]) throws -> PointReturns {
        PointReturns(of: complaint, in: try record(sessions), words: ChartWords(try Self.product.get()))
    }

    @Test func `a point held, not tender twice, and found again has returned once`() throws {
        let points = try returns([
            Session(day: 0, findings: [("familiar_pain", "right")], holds: [(1, [7, 3], [.familiar])]),
            Session(day: 14, findings: [("no_tenderness", "right")]),
            Session(day: 50, findings: [("no_tenderness", "right")]),
            Session(day: 80, findings: [("familiar_pain", "right")], holds: [(1, [6, 5], [])]),
        ])
        let row = try #require(points.rows.first)
        #expect(points.rows.count == 1)
        #expect(row.name.hasSuffix("right, point 1"))
        #expect(row.firstFound == "2026-01-01")
        #expect(row.treated == "2 times, last on 2026-03-22")
        #expect(row.returns == 1)
        #expect(row.returnedOn == "2026-03-22")
        #expect(row.lasted == "36 to 80 days")
        #expect(row.state == "active")
        #expect(row.free.isEmpty)
        #expect(row.sentence.contains("returned on 2026-03-22 after 36 to 80 days free"))
        #expect(points.summary.first == "1 point: 1 returned, 0 free at the last examination.")
        #expect(points.rule.contains("30 or more days"))
        #expect(points.rule.contains("unverified"))
        #expect(PointReturns.cells(of: row).count == PointReturns.headers.count)
    }

    @Test func `a point stays apart from its neighbour, and not tender counts for both`() throws {
        let points = try returns([
            Session(day: 0, holds: [(1, [6, 2], []), (2, [5, 4], [])]),
            Session(day: 10, findings: [("no_tenderness", "right")]),
            Session(day: 60, findings: [("tender_spot", "right")], holds: [(2, [5], [])]),
        ])
        #expect(points.rows.map(\.history.state) == [.tender, .free])
        #expect(points.rows.map(\.returns) == [1, 0])
        #expect(points.rows[1].free == "since between 2026-01-01 and 2026-01-11, examined once")
    }

    @Test func `a finding without a hold belongs to the only known point, another side to itself`() throws {
        let points = try returns([
            Session(day: 0, holds: [(1, [6, 6], [])]), Session(day: 10, findings: [("tender_spot", "right")]),
            Session(day: 20, findings: [("referred_pain", "left")]),
            Session(day: 30, findings: [("taut_band", "left")]),
        ])
        #expect(points.rows.count == 2)
        let left = try #require(points.rows.first { $0.name.hasSuffix("left") })
        #expect(left.history.lastSeen?.description == "2026-01-21")
        #expect(left.treated == "not yet")
    }

    @Test func `what let go under the hold is named until it is examined again`() throws {
        let points = try returns([Session(day: 0, holds: [(1, [8, 4], [])])])
        #expect(points.rows.first?.history.state == .released)
        #expect(points.summary.last?.hasPrefix("Let go under the hold and not examined on a later day") == true)
    }

    @Test func `a complaint without points says so`() throws {
        let points = try returns([Session(day: 0, findings: [("no_tenderness", "right")])])
        #expect(points.isEmpty)
        #expect(points.summary == ["No point has been found or held in this complaint yet."])
    }
}
