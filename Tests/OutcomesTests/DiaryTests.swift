import Outcomes
import Testing

@Suite struct DiaryTests {
    @Test func `rows may come unsorted and days may be missing`() throws {
        let diary = try Diary(text: "date,pain,sport\n2025-01-04,3,no\n2025-01-01,0,yes\n2025-01-02,,\n")
        #expect(diary.pain == [0, nil, nil, 3])
        #expect(diary.exposures.first?.values == [1, nil, nil, 0])
        #expect(diary.firstDay.description == "2025-01-01")
    }

    @Test func `quotes, byte-order mark, CR LF and semicolons are read`() throws {
        let text = "\u{FEFF}\"date\";pain;\"desk; hours, \"\"at\"\" work\"\r\n2025-01-01;2,5;\"7,5\"\r\n"
        let diary = try Diary(text: text)
        #expect(diary.exposures.map(\.name) == ["desk; hours, \"at\" work"])
        #expect(diary.pain == [2.5])
        #expect(diary.exposures.first?.values == [7.5])
    }

    @Test(arguments: [
        ("", DiaryError(.noHeader, line: 1)),
        ("day,pain\n", DiaryError(.noDateColumn, line: 1, value: "day")),
        ("date,ache\n", DiaryError(.noPainColumn, line: 1)),
        ("date,pain\n", DiaryError(.noDays)),
        ("date,pain,a,a\n", DiaryError(.repeatedColumn, line: 1, field: "a")),
        ("date,pain,PAIN\n", DiaryError(.repeatedColumn, line: 1, field: "pain")),
        ("date,pain,\n", DiaryError(.emptyColumnName, line: 1)),
        ("date,pain\n2025-02-30,1\n", DiaryError(.badDate, line: 2, field: "date", value: "2025-02-30")),
        ("date,pain\n\n2025-02-03,11\n", DiaryError(.outOfScale, line: 3, field: "pain", value: "11")),
        ("date,pain\n2025-02-03,nan\n", DiaryError(.notFinite, line: 2, field: "pain", value: "nan")),
        ("date,pain\n2025-02-03,1e999\n", DiaryError(.notFinite, line: 2, field: "pain", value: "1e999")),
        ("date,pain,x\n2025-02-03,1,1e10\n", DiaryError(.tooLarge, line: 2, field: "x", value: "1e10")),
        ("date,pain,x\n2025-02-03,1,0x1F\n", DiaryError(.notANumber, line: 2, field: "x", value: "0x1F")),
        ("date,pain,x\n2025-02-03,1,much\n", DiaryError(.notANumber, line: 2, field: "x", value: "much")),
        ("date,pain,x\n2025-02-03,1\n", DiaryError(.wrongCellCount, line: 2, field: "row", value: "2")),
        (
            "date,pain\n2025-02-03,1\n2025-02-03,1\n",
            DiaryError(.repeatedDay, line: 3, field: "date", value: "2025-02-03")
        ),
        ("date,pain\n2025-02-03,\"1\n", DiaryError(.openQuote, line: 2, value: "1\n")),
        ("date,pain\n2025-02-03,\"1\"2\n", DiaryError(.textAfterQuote, line: 2, value: "1")),
        ("date,pain\n0001-01-01,1\n9999-12-31,1\n", DiaryError(.tooManyDays, field: "date", value: "9999-12-31")),
    ])
    func `what is wrong is named by line, field and value`(text: String, error: DiaryError) {
        #expect(throws: error) { try Diary(text: text) }
    }

    @Test func `two hundred exposures are the limit`() {
        let names = (0...Diary.maximumExposures).map { "x\($0)" }.joined(separator: ",")
        #expect(throws: DiaryError(.tooManyExposures, line: 1, value: "201")) {
            try Diary(text: "date,pain,\(names)\n")
        }
    }

    @Test func `writing and reading gives the same diary back`() throws {
        for seed in 0..<20 {
            let diary = try SyntheticDiaries.withoutCause.client(seed: UInt64(seed)).diary
            #expect(try Diary(text: diary.text) == diary)
        }
    }

    @Test func `bytes at random give an error or a diary, never a crash`() {
        var random = SeededRandom(seed: 11)
        let alphabet = Array("date,pain;x\n\r\"0123456789-.eNA é".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<random.below(80)).map { _ in alphabet[random.below(alphabet.count)] }
            _ = try? Diary(text: "date,pain,x\n" + String(decoding: bytes, as: UTF8.self))
            _ = try? Diary(text: String(decoding: bytes, as: UTF8.self))
        }
    }
}
