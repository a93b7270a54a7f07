import Clinic
import Figures
import Foundation
import Outcomes
import Records
import Testing
import Treatment

@Suite struct StruckOutTests {
    let start = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `a struck-out hold, finding or measurement is in no note, change, course or statistics`() throws {
        let sample = SessionDraftTests()
        let whole = try sample.record()
        let struck = try whole.current.filter { $0.body.kind.canBeStruck }.map { entry in
            try #require(
                try Strike(.strike, reason: "Wrong client").version(
                    after: entry, at: start.addingTimeInterval(60), by: nil))
        }
        let record = ClientRecord(whole.current + struck)
        let draft = SessionDraft(of: sample.visit, in: record, product: try SessionDraftTests.product.get())
        let said = draft.subjective + draft.objective + draft.assessment + draft.plan
        for word in ["infraspinatus", "6 →", "120", "Measured again", "Pressure held", "Treated by pressure"] {
            #expect(!said.contains(word))
        }
        #expect(record.measurements(of: sample.visit).isEmpty && record.holds(of: sample.visit).isEmpty)
        #expect(record.struck(of: sample.visit).count == 5)
        let words = ChartWords(try SessionDraftTests.product.get())
        let course = ComplaintCourse(of: sample.complaint, in: record, title: "x", names: [:], words: words)
        #expect(course.timeLine.movements.isEmpty && course.timeLine.treatments.map(\.holds) == [0])
    }

    @Test func `a strike-out changes nothing of the body and is written once`() throws {
        let entry = try RecordEntry(
            client: .init(), complaint: .init(), visit: .init(), at: start, author: nil,
            body: .finding(KeptFinding(finding: "palpation:soleus:taut_band", side: "left")))
        let strike = try Strike(.strike, reason: " Wrong side ")
        let struck = try #require(try strike.version(after: entry, at: start, by: nil))
        #expect(struck.body == entry.body && struck.reason == "Wrong side" && struck.version == 2)
        #expect(try strike.version(after: struck, at: start, by: nil) == nil)
        #expect(try Strike(.restore, reason: "x").version(after: entry, at: start, by: nil) == nil)
        #expect(throws: RecordsError.stale(current: 2)) {
            try Strike(.restore, reason: "x", seen: 1).version(after: struck, at: start, by: nil)
        }
    }
}
