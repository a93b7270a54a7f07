import Access
import Foundation
import Records
import Storage
import Testing

@Suite struct QuestionTests {
    typealias Desk = EntryTests.Desk

    static func peg(_ values: [Double]) -> MeasuredValue {
        MeasuredValue(measure: .peg, phase: .before, values: values)
    }

    static func psfs(_ values: [Double], _ labels: [String] = ["Hang up washing", "Sleep on the side"]) -> MeasuredValue
    {
        MeasuredValue(measure: .psfs, phase: .before, values: values, labels: labels)
    }

    @Test(arguments: Backend.allCases)
    func `what is due is offered, kept as told at home, and corrected on the same day alone`(_ backend: Backend)
        async throws
    {
        let desk = try await Desk(backend)
        let office = desk.test.office
        let token = try await office.diaryLink(client: desk.client.id, complaint: desk.complaint, by: desk.author).token
        #expect(try await office.questions(token: token).questions.map(\.measure) == [.psfs, .peg])
        try await office.answer([Self.psfs([3, 5]), Self.peg([6, 5, 4])], token: token)
        // Sent twice, as by a second press.
        try await office.answer([Self.psfs([3, 5]), Self.peg([6, 5, 4])], token: token)
        try await office.answer([Self.peg([6, 6, 6])], token: token)
        var record = try await desk.record()
        let told = record.current.filter { $0.body.kind == .measurement }
        #expect(told.count == 2 && told.allSatisfy { $0.author == nil && $0.visit == nil })
        let peg = try #require(
            told.first { if case .measurement(let one) = $0.body { one.measure == .peg } else { false } })
        guard case .measurement(let value) = peg.body else { throw RecordsError.notFound }
        #expect(value.source == .clientAtHome && value.values == [6, 6, 6])
        #expect(
            value.day == CalendarDay(desk.test.clock.now, in: try #require(.init(identifier: "Europe/Berlin"))).text)
        #expect(
            record.history(of: peg.id).map(\.reason) == ["", "corrected by the client on the same day"])
        let sheet = try await office.questions(token: token)
        #expect(sheet.question(.peg)?.answer?.values == [6, 6, 6])
        // The next day nothing is asked, and nothing can be changed any more.
        desk.test.clock.pass(seconds: 86_400)
        #expect(try await office.questions(token: token).questions.isEmpty)
        await #expect(throws: RecordsError.invalid(field: "peg", value: "", reason: "is not asked today")) {
            try await office.answer([Self.peg([1, 1, 1])], token: token)
        }
        // A week later they are due again, about the same activities, and now the overall change with them.
        desk.test.clock.pass(seconds: 6 * 86_400)
        let second = try await office.questions(token: token)
        #expect(second.questions.map(\.measure) == [.psfs, .peg, .pgic])
        #expect(second.question(.psfs)?.labels == ["Hang up washing", "Sleep on the side"])
        try await office.answer(
            [Self.psfs([5, 7], ["Something", "Else"]), .init(measure: .pgic, phase: .before, values: [2])], token: token
        )
        record = try await desk.record()
        #expect(
            record.questionnaires(of: desk.complaint, in: .gmt).map(\.value.measure.rawValue).sorted() == [
                "peg", "pgic", "psfs", "psfs",
            ])
        let labels = record.questionnaires(of: desk.complaint, in: .gmt).filter { $0.value.measure == .psfs }.map(
            \.value.labels)
        #expect(Set(labels).count == 1)
        let trail = try await desk.test.store.entries(before: nil, limit: 50, for: desk.author)
        #expect(
            trail.contains {
                $0.action == "link_used" && $0.detail == "answers 2" && $0.object.contains(desk.client.id.text)
            })
    }

    @Test(arguments: Backend.allCases)
    func `the therapist chooses the rhythm and asks once more; a complaint that is over asks nothing`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let office = desk.test.office
        let token = try await office.diaryLink(client: desk.client.id, complaint: desk.complaint, by: desk.author).token
        var complaint = Complaint(title: "Right shoulder", questions: HomeQuestions(psfs: 0, peg: 14, pgic: 0))
        func set(_ version: Int) async throws {
            try await desk.add(.complaint(complaint), id: desk.complaint, version: version, complaint: nil)
        }
        try await set(2)
        #expect(try await office.questions(token: token).questions.map(\.measure) == [.peg])
        try await office.answer([Self.peg([6, 6, 6])], token: token)
        desk.test.clock.pass(seconds: 8 * 86_400)
        #expect(try await office.questions(token: token).questions.isEmpty)
        complaint.questions?.askedOn = CalendarDay(desk.test.clock.now, in: .gmt).text
        try await set(3)
        #expect(try await office.questions(token: token).questions.map(\.measure) == [.peg])
        try await office.answer([Self.peg([4, 4, 4])], token: token)
        desk.test.clock.pass(seconds: 86_400)
        #expect(try await office.questions(token: token).questions.isEmpty)
        desk.test.clock.pass(seconds: 30 * 86_400)
        #expect(try await office.questions(token: token).questions.map(\.measure) == [.peg])
        complaint.isClosed = true
        try await set(4)
        #expect(try await office.questions(token: token).questions.isEmpty)
    }

    @Test(arguments: Backend.allCases)
    func `a struck-out answer is not offered again to be changed; the next one is an entry of its own`(
        _ backend: Backend
    ) async throws {
        let desk = try await Desk(backend)
        let office = desk.test.office
        let token = try await office.diaryLink(client: desk.client.id, complaint: desk.complaint, by: desk.author).token
        try await office.answer([Self.peg([6, 6, 6])], token: token)
        let entry = try #require(try await desk.record().current.last { $0.body.kind == .measurement })
        _ = try await desk.test.store.strike(
            entry.id, Strike(.strike, reason: "Wrong client"), of: desk.client.id, by: desk.author)
        #expect(try await office.questions(token: token).question(.peg)?.answer == nil)
        try await office.answer([Self.peg([2, 2, 2])], token: token)
        let record = try await desk.record()
        #expect(record.struck.map(\.id) == [entry.id])
        #expect(record.questionnaires(of: desk.complaint, in: .gmt).map(\.value.values) == [[2, 2, 2]])
    }

    @Test(arguments: Backend.allCases)
    func `values out of range and foreign links change nothing, and an assistant makes no link`(_ backend: Backend)
        async throws
    {
        let desk = try await Desk(backend)
        let office = desk.test.office
        let token = try await office.diaryLink(client: desk.client.id, complaint: desk.complaint, by: desk.author).token
        for wrong in [Self.peg([11, 1, 1]), Self.peg([1, 1]), Self.psfs([-1, 2])] {
            await #expect(throws: RecordsError.self) { try await office.answer([wrong], token: token) }
        }
        let pain = MeasuredValue(measure: .pain, phase: .before, target: "x", values: [1])
        await #expect(throws: RecordsError.self) {
            try await office.answer([Self.peg([1, 1, 1]), pain], token: token)
        }
        let other = try await office.holdLink(client: desk.client.id, visit: desk.visit, by: desk.author).token
        for foreign in [other, token + "x", ""] {
            await #expect(throws: RecordsError.notFound) { try await office.questions(token: foreign) }
            await #expect(throws: RecordsError.notFound) {
                try await office.answer([Self.peg([1, 1, 1])], token: foreign)
            }
        }
        #expect(try await desk.record().current.allSatisfy { $0.body.kind != .measurement })
        let assistant = try await desk.test.member(.assistant, "a@example.org", of: desk.owner)
        await #expect(throws: RecordsError.notFound) {
            try await office.diaryLink(client: desk.client.id, complaint: desk.complaint, by: Author(assistant))
        }
    }

    @Test(arguments: Backend.allCases)
    func `two devices that answer at once leave one entry of the day`(_ backend: Backend) async throws {
        let desk = try await Desk(backend)
        let office = desk.test.office
        let token = try await office.diaryLink(client: desk.client.id, complaint: desk.complaint, by: desk.author).token
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...6 {
                group.addTask { try await office.answer([Self.peg([Double(number), 1, 1])], token: token) }
            }
            try await group.waitForAll()
        }
        let entries = try await desk.record().current.filter { $0.body.kind == .measurement }
        #expect(entries.count == 1 && entries.first?.version == 6)
    }
}
