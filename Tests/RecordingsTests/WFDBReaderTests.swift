import Recordings
import Testing

@Suite struct WFDBReaderTests {
    private func open(
        _ header: String, _ files: [String: [UInt8]] = ["a.dat": [1, 0, 2, 0, 3, 0, 4, 0]],
        _ damage: RecordingOptions.Damage = .refuse
    ) throws(RecordingError) -> Recording {
        var options = RecordingOptions()
        options.damage = damage
        return try Recording(bytes: Array(header.utf8), name: "a.hea", companions: files, options: options)
    }

    @Test(arguments: [
        ("a", "a.hea, line 1: record line 'a' has no number of signals."),
        ("", "a.hea: file is empty."), ("#x\n", "a.hea, line 1: record line is missing."),
        ("a 0\n", "a.hea, line 1: number of signals '0' is not within 1 to 1024."),
        ("a 2 100\na.dat 16\n", "a.hea, line 1: number of signals '2' is above the 1 lines that follow."),
        (
            "a/2 1 100\nb 10\n",
            "a.hea, line 1: record name 'a/2' has several segments; open the header of each one."
        ),
        ("a 1 0\na.dat 16\n", "a.hea, line 1: sampling rate '0' is not within 0.0001...1000000.0 Hz."),
        ("a 1 x\na.dat 16\n", "a.hea, line 1: sampling rate 'x' is no number."),
        ("a 1 1e9\na.dat 16\n", "a.hea, line 1: sampling rate '1e9' is not within 0.0001...1000000.0 Hz."),
        ("a 1 100 -4\na.dat 16\n", "a.hea, line 1: number of samples '-4' is not within 0 to 1099511627776."),
        ("#c\na 1 100\na.dat 310\n", "a.hea, line 3: format of signal 1 '310' is not read; 16, 24, 32 and 212 are."),
        ("a 1 100\na.dat 17\n", "a.hea, line 2: format of signal 1 '17' is no format of signal(5)."),
        ("a 1 100\na.dat 16x0\n", "a.hea, line 2: samples per frame of signal 1 '0' is not within 1 to 100000."),
        (
            "a 1 100\na.dat 16!\n",
            "a.hea, line 2: format of signal 1 '16!' is not of the form format[xN][:skew][+offset]."
        ),
        ("a 1 100\na.dat 16 x/mV\n", "a.hea, line 2: gain of signal 1 'x' is no number."),
        ("a 1 100\na.dat 16 200(3/mV\n", "a.hea, line 2: baseline of signal 1 '200(3/mV' has no closing bracket."),
        ("a 1 100\na.dat\n", "a.hea, line 2: line of signal 1 'a.dat' has no format."),
        ("a 1 100\nb.dat 16\n", "b.dat: file is missing."),
        ("a 1 100\n../a.dat 16\n", "../a.dat: file is no file beside the header."),
        ("a 1 100\na.dat 16+9\n", "a.dat, byte 8: offset of signal 1 '9' is beyond the end of the file."),
        ("a 1 100\na.dat 16+7\n", "a.dat, byte 8: samples '0' can be read."),
        ("a 1 100 5\na.dat 16\n", "a.dat, byte 8: frames '4' are whole and can be read (0.04 s), of 5 in the header."),
        (
            "a 2 100\na.dat 16\na.dat 24\n",
            "a.hea: format of signal 2 '24' differs from the signal before it in the same file."
        ),
    ])
    func `a wrong header is refused with line, field and value`(header: String, words: String) {
        #expect(refusal { () throws(RecordingError) in try open(header) } == words)
    }

    @Test func `gain, baseline and unit become physical values, and the smallest number is a missing sample`() throws {
        let files: [String: [UInt8]] = ["a.dat": [10, 0, 0, 0x80, 0xf6, 0xff, 0, 1]]
        let recording = try open("a 1 100\na.dat 16 2(-10)/uV 12 0 0 0 0 left  arm\n", files)
        #expect(recording.channels[0].label == "left arm" && recording.channels[0].unit == .microvolts)
        let samples = try all(recording)
        #expect(samples[0] == 10 && samples[1].isNaN && samples[2] == 0 && samples[3] == 133)
    }

    @Test func `a signal without gain is counts, and a gain without unit means millivolts`() throws {
        let recording = try open("a 2 100\na.dat 16\na.dat 16 100\n")
        #expect(recording.channels.map(\.unit) == [.counts, .millivolts])
        #expect(try all(recording, 0) == [1, 3] && all(recording, 1) == [0.02, 0.04])
        #expect(recording.notes.map(\.text) == ["Signal 1 has no gain; its samples are counts."])
    }

    @Test func `twelve bits in pairs end with a single one too`() throws {
        // 1, -1, 2047, -2047, 5: the last in two octets.
        let bytes: [UInt8] = [0x01, 0xf0, 0xff, 0xff, 0x87, 0x01, 0x05, 0x00]
        let recording = try open("a 1 100\na.dat 212 1/mV\n", ["a.dat": bytes])
        #expect(try all(recording) == [1, -1, 2047, -2047, 5])
    }

    @Test func `a signal file that is cut is read as far as it goes when asked for`() throws {
        let recording = try open("a 1 100 5\na.dat 16 1/mV\n", ["a.dat": [1, 0, 2, 0, 3]], .readWhatIsWhole)
        #expect(try all(recording) == [1, 2])
        #expect(recording.notes.count == 1)
    }
}
