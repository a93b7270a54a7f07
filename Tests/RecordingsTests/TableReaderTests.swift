import Recordings
import Testing

@Suite struct TableReaderTests {
    @Test(arguments: [
        "0.5,1\n-2,3e2\n", "0.5;1\n-2;3e2\n", "0,5;1\n-2;3e2\n", "0.5\t1\n-2\t3e2", "0,5\t1\t\r\n-2\t3e2\t\r\n",
        "0.5 1\n  -2   3e2\n", "\"0.5\",\"1\"\n-2,300\n", "\u{feff}0.5,1\n\n-2,3e2\n\n",
        "# made by hand\n0.5,1\n-2,3E+2\n",
        "0,5 1\n-2 3e2\n",
    ])
    func `delimiter and decimal mark are found out`(text: String) throws {
        let recording = try table(text, rate: 100, unit: .millivolts)
        #expect(recording.channels.map(\.label) == ["column 1", "column 2"])
        #expect(try all(recording, 0) == [0.5, -2] && all(recording, 1) == [1, 300])
        #expect(recording.duration == 0.02)
    }

    @Test(arguments: [
        ("EMG (mV),B [\u{b5}V]\n1,2\n3,4\n", ["EMG", "B"], [SignalUnit.millivolts, .microvolts]),
        ("EMG_mV;Kraft\n1,5;2\n3;4\n", ["EMG", "Kraft"], [.millivolts, .volts]),
        ("a\tb\nuV\tmV\n1\t2\n3\t4\n", ["a", "b"], [.microvolts, .millivolts]),
        ("\"left, arm (V)\",b\n1,2\n3,4\n", ["left, arm", "b"], [.volts, .volts]),
        ("index,EMG (mV)\n0,2\n1,4\n", ["EMG"], [.millivolts]),
        ("Force (N)\n1\n2\n", ["Force"], [.other("N")]),
    ])
    func `names and units are read from the header`(text: String, labels: [String], units: [SignalUnit]) throws {
        let declared: SignalUnit? = units.contains(.volts) ? .volts : nil
        let recording = try table(text, rate: 100, unit: declared)
        #expect(recording.channels.map(\.label) == labels && recording.channels.map(\.unit) == units)
        // A unit in the file goes before the declared one, and a note says so.
        #expect(recording.notes.contains { $0.text.contains("is not used") } == (text.hasPrefix("EMG_mV")))
    }

    @Test func `one column with a decimal comma is told from two columns by its name`() throws {
        #expect(try all(table("EMG (mV)\n1,5\n2,5\n", rate: 100)) == [1.5, 2.5])
        let words = refusal { () throws(RecordingError) in try table("1,5\n2,5\n", rate: 100, unit: .millivolts) }
        #expect(
            words
                == "table.csv, line 1: row '1,5' may be two numbers or one with a decimal comma; declare the delimiter."
        )
        let declared = try table("1,5\n2,5\n", rate: 100, unit: .millivolts) {
            $0.table.delimiter = UInt8(ascii: ";")
            $0.table.decimalMark = UInt8(ascii: ",")
        }
        #expect(try all(declared) == [1.5, 2.5])
    }

    @Test func `rate and unit are never assumed`() throws {
        func words(_ text: String, _ rate: Double?, _ unit: SignalUnit?) -> String {
            refusal { () throws(RecordingError) in try table(text, rate: rate, unit: unit) }
        }
        #expect(
            words("1,2.5\n3,4\n", nil, .millivolts)
                == "table.csv, line 1: sampling rate is not in the file; declare it, or add a column of times.")
        #expect(
            words("a,b\n1,2\n", 100, nil)
                == "table.csv, line 1: unit of column 1 is neither in the header, as in 'EMG (mV)', nor declared."
        )
        #expect(
            words("Time,a (mV)\n0,1\n0.5,2\n", nil, nil)
                == "table.csv, line 1: unit of time is not in the header; with seconds the rate would be about 2.0 Hz; declare the rate."
        )
        #expect(
            words("Time,a (mV)\n0,1\n0.5,2\n", 100, nil)
                == "table.csv, line 1: time '0.5' between rows fits the declared 100.0 Hz in no unit.")
        #expect(
            words("Time (s),a (mV)\n0,1\n0.5,2\n", 100, nil)
                == "table.csv, line 1: sampling rate '2.0' of the times is not the declared 100.0 Hz.")
        #expect(
            words("a (mV)\n1\n", 1e7, nil)
                == "table.csv: declared rate '10000000.0' is not within 0.0001...1000000.0 Hz.")
    }

    @Test(arguments: [("Time (s)", 1.0), ("t [ms]", 1_000), ("time (\u{b5}s)", 1e6), ("ms", 1_000)])
    func `a column of times with its unit gives the rate`(name: String, scale: Double) throws {
        let rows = (0..<50).map { "\(Double($0) * scale / 2_000),\($0)" }
        let recording = try table("\(name),a (mV)\n\(rows.joined(separator: "\n"))\n")
        #expect(recording.channels.count == 1 && recording.channels[0].rate == 2_000)
        #expect(recording.notes.isEmpty && recording.segments.count == 1)
    }

    @Test func `times that are rounded still give the rate`() throws {
        // Half of the rows show the same millisecond as the row before.
        let rows = (0..<4_000).map { "\(Double($0 / 2) / 1_000),\($0)" }
        let recording = try table("Time (s),a (mV)\n" + rows.joined(separator: "\n"), rate: 2_000)
        #expect(recording.channels[0].rate == 2_000 && recording.segments.count == 1)
    }

    @Test func `gaps and jitter of the times are found`() throws {
        var rows: [String] = []
        for row in 0..<300 { rows.append("\(10 + Double(row) / 1_000 + (row >= 100 ? 0.25 : 0)),\(row)") }
        let recording = try table("Time (s),a (mV)\n" + rows.joined(separator: "\n"))
        #expect(recording.channels[0].rate == 1_000)
        #expect(recording.segments.map(\.start) == [0, 0.35] || abs(recording.segments[1].start - 0.35) < 1e-9)
        #expect(try abs(recording.time(ofSample: 100, channel: 0) - 0.35) < 1e-9)
        let uneven = (0..<300).map { "\(Double($0) / 1_000 + ($0 % 7 == 0 ? 0.0003 : 0)),\($0)" }
        let jittery = try table("Time (s),a (mV)\n" + uneven.joined(separator: "\n"))
        #expect(jittery.notes.count == 1 && jittery.segments.count == 1)
        let words = refusal { () throws(RecordingError) in try table("Time (s),a (mV)\n0,1\n1,2\n2,3\n1.5,4\n") }
        #expect(words == "table.csv, line 5: time '1.5' is not above the time before it.")
    }

    @Test(arguments: [
        ("nan", "'nan' is not a finite number"), ("-Inf", "'-Inf' is not a finite number"), ("", "is missing"),
        ("1e999", "'1e999' is not a finite number"), ("0x1p3", "'0x1p3' is no number"),
        ("1.2.3", "'1.2.3' is no number"),
        ("--1", "'--1' is no number"), ("NA", "'NA' is not a finite number"), ("1e", "'1e' is no number"),
    ])
    func `what is no finite number is refused with its line when it is read`(field: String, words: String) throws {
        var rows = (0..<5_000).map { "\($0),1" }
        rows[4_321] = "7,\(field)"
        let recording = try table("a (mV),b (mV)\n" + rows.joined(separator: "\n"), rate: 1_000)
        #expect(try recording.samples(channel: 1, range: 0..<4_321).count == 4_321)
        #expect(try all(recording, 0).count == 5_000)
        do throws(RecordingError) {
            _ = try all(recording, 1)
            Issue.record("read")
        } catch {
            #expect(error.description == "table.csv, line 4323: field 2 \(words).")
            #expect(error.kind == (words.hasSuffix("no number") ? .invalid : .notFinite))
        }
    }

    @Test func `missing numbers are kept as such when asked for, infinite ones are refused`() throws {
        let text = "a (mV),b (mV)\n1,2\nNULL,3\n,4\nnan,5\n6,inf\n7,8\n9,10\n"
        let recording = try table(text, rate: 10) { $0.missing = .keep }
        let samples = try all(recording, 0)
        #expect(samples.map(\.isNaN) == [false, true, true, true, false, false, false])
        #expect(throws: RecordingError.self) { try all(recording, 1) }
        let report = try recording.quality(channels: [0])
        #expect(report.channels[0].missingSamples == 3)
    }

    @Test func `rows with more or fewer fields are refused with their line`() throws {
        let rows = (0..<300).map { "\($0),1\n" }
        for (bad, words) in [("1\n", "'1' are fewer than the 2"), ("1,2,3\n", "are more than the 2")] {
            let recording = try table("a (mV),b (mV)\n" + rows.joined() + bad + "1,2\n", rate: 1_000)
            do throws(RecordingError) {
                _ = try all(recording)
                Issue.record("read")
            } catch {
                #expect(error.description == "table.csv, line 302: fields \(words) of the first row.")
            }
        }
    }

    @Test func `a last line that ends early is refused, or left out when asked for`() throws {
        let text = "a (mV),b (mV)\n1,2\n3,4\n5,6\n7,8\n9"
        let words = refusal { () throws(RecordingError) in try table(text, rate: 10) }
        #expect(words == "table.csv, line 6: rows '4' are whole and can be read; the last line ends early.")
        let recording = try table(text, rate: 10) { $0.damage = .readWhatIsWhole }
        #expect(try all(recording, 1) == [2, 4, 6, 8] && recording.notes.count == 1)
    }

    @Test(arguments: [
        ("no numbers here\n", "recording: file is no EDF, BDF, WFDB header, OpenSignals text or table of numbers."),
        (
            "a\nb\nc\n1\n2\n",
            "recording, line 3: header '3' lines come before the first row of numbers; declare lines to skip."
        ),
        ("a,b\n1,2,3\n", "recording, line 1: names '2' are not as many as the 3 columns."),
        (
            "1 x\n2 y\n",
            "recording, line 1: table has no even rows of numbers; declare delimiter, decimal mark or lines to skip."
        ),
        ("1\r2\r3\r", "recording, line 1: line end is a carriage return alone."),
        ("MATLAB 5.0 MAT-file", "recording: file is a MATLAB file, which is not read."),
    ])
    func `what is no table is refused`(text: String, words: String) {
        var options = RecordingOptions()
        options.rate = 10
        options.unit = .millivolts
        #expect(
            refusal { () throws(RecordingError) in try Recording(bytes: Array(text.utf8), options: options) } == words)
    }

    @Test func `lines before the table are skipped when declared`() throws {
        let recording = try table("Device: X\nOwner; none\na (mV)\n1\n2\n", rate: 10) { $0.table.skippedLines = 2 }
        #expect(try all(recording) == [1, 2])
    }

    @Test func `numbers are read to the nearest value`() throws {
        var random = SeededRandom(seed: 3)
        var numbers: [Double] = [0.1, 1e22, 1e23, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -0.0]
        for _ in 0..<3_000 {
            let bits = Double(bitPattern: random.next())
            if bits.isFinite { numbers.append(bits) }
            numbers.append(Double(random.below(2_000_000) - 1_000_000) / 1_000)
        }
        let recording = try table("a (mV)\n" + numbers.map(\.description).joined(separator: "\n"), rate: 10)
        #expect(try all(recording).map(\.bitPattern) == numbers.map(\.bitPattern))
        // Between two values: to the even one, and above it to the next.
        let halves = try table(
            "a (mV)\n9007199254740993\n9007199254740993.000001\n0000000000000000000000.5\n", rate: 10)
        #expect(try all(halves) == [9_007_199_254_740_992, 9_007_199_254_740_994, 0.5])
    }

    @Test func `pieces never reach into each other where the declared rate is a little low`() throws {
        let rows = (0..<4_000).map { "\(Double($0) / 1_000 + ($0 >= 2_000 ? 0.002 : 0)),1" }
        let recording = try table("Time (s),a (mV)\n" + rows.joined(separator: "\n"), rate: 995)
        #expect(recording.segments.count == 2 && recording.segments[1].start >= recording.segments[0].end)
        #expect(recording.notes.count == 1)
    }
}
