import Recordings
import Testing

@Suite struct OpenSignalsTests {
    private func text(
        _ device: String = "bitalino_rev", sensors: String = "[\"EMG\", \"ECG\"]",
        resolution: String = "[4, 1, 10, 10]",
        rows: [String] = ["0\t0\t512\t1", "1\t0\t1023\t2", "2\t0\t0\t3"], extra: String = ""
    ) -> String {
        """
        # OpenSignals Text File Format
        # {"20:16:07:18:15:11": {"sensor": \(sensors), "device name": "x", "column": ["nSeq", "I1", "A1", "A2"], \
        "time": "9:30:5.25", "channels": [1, 2], "date": "2026-11-26", "device": "\(device)", "sampling rate": 1000, \
        "label": ["A1", "A2"], "resolution": \(resolution)\(extra)}}
        # EndOfHeader

        """ + rows.map { $0 + "\t\n" }.joined()
    }

    private func open(
        _ text: String, _ transfer: RecordingOptions.Transfer? = nil
    ) throws(RecordingError) -> Recording {
        var options = RecordingOptions()
        options.transfer = transfer
        return try Recording(bytes: Array(text.utf8), name: "o.txt", options: options)
    }

    @Test(arguments: [
        ("bitalino_rev", "EMG", 3.3 / 1.009), ("biosignalsplux", "EMG", 3.0), ("bitalino", "EMGBITREV", 3.3 / 1.009),
    ])
    func `counts of a known EMG sensor become millivolts`(device: String, sensor: String, span: Double) throws {
        let recording = try open(text(device, sensors: "[\"\(sensor)\", \"ECG\"]"))
        #expect(recording.channels.map(\.unit) == [.millivolts, .counts])
        let samples = try all(recording)
        // Half of the counts is 0, the ends are half of the supply over the gain.
        #expect(samples[0] == 0 && abs(samples[2] + span / 2) < 1e-12)
        #expect(abs(samples[1] - span * (1023.0 / 1024 - 0.5)) < 1e-12)
        #expect(try all(recording, 1) == [1, 2, 3])
        #expect(recording.start?.description == "2026-11-26T09:30:05.25")
        #expect(recording.channels[0].label == "\(sensor) A1")
    }

    @Test func `counts of an unknown EMG sensor stay counts unless it is declared`() throws {
        let recording = try open(text("bitalino"))
        #expect(recording.channels[0].unit == .counts && recording.notes.count == 1)
        #expect(try all(recording) == [512, 1023, 0])
        let declared = try open(text("bitalino"), RecordingOptions.Transfer(supply: 3.3, gain: 1_000))
        #expect(declared.channels[0].unit == .millivolts)
        #expect(try abs(all(declared)[2] + 1.65) < 1e-12)
    }

    @Test func `lost samples show in the sequence numbers as gaps`() throws {
        let rows = [14, 15, 0, 1, 4, 5].map { "\($0)\t0\t5\t5" }
        let recording = try open(text(rows: rows))
        #expect(recording.segments.map(\.start) == [0, 0.006])
        #expect(
            recording.notes.map(\.description) == [
                "Line 8: Sequence numbers show 1 gaps with 2 samples lost in all, or by multiples of 16 more."
            ])
    }

    @Test(arguments: [
        ("# EndOfHeader", "# End", "line 4: header has no line '# EndOfHeader'"),
        ("1000", "0", "line 2: sampling rate '0.0' is not within 0.0001...1000000.0 Hz"),
        ("1000", "1e300", "line 2: sampling rate '1e+300' is not within 0.0001...1000000.0 Hz"),
        (
            "\"sensor\"", "\"sensors\"",
            "line 2: JSON header does not give sensor, column, resolution and sampling rate for each device"
        ),
        ("[4, 1, 10, 10]", "[10]", "line 2: columns '4' do not go with 2 sensors and 1 resolutions"),
        ("[4, 1, 10, 10]", "[4, 1, 0, 10]", "line 2: resolution '0' is not within 1 to 24 bits"),
        ("{\"20", "x{\"20", "line 3: header has no JSON object"),
        ("0\t0\t512", "a\t0\t512", "line 4: nSeq 'a' is no sequence number"),
        (
            "}}", ", \"convertedValues\": 1}}",
            "line 2: convertedValues '1' says that the numbers are converted; read them as a table with a declared unit"
        ),
    ])
    func `a wrong header is refused with its line`(part: String, other: String, words: String) {
        let changed = text().replacing(part, with: other)
        #expect(refusal { () throws(RecordingError) in try open(changed) } == "o.txt, \(words).")
    }

    @Test(arguments: [
        ("1024", "line 5: field 3 '1024' is no whole number from 0 to 1023"),
        ("0.5", "line 5: field 3 '0.5' is no whole number from 0 to 1023"),
        ("nan", "line 5: field 3 'nan' is not a finite number"),
    ])
    func `counts beyond the resolution are refused with their line`(field: String, words: String) throws {
        let recording = try open(text(rows: ["0\t0\t1\t1", "1\t0\t\(field)\t1"]))
        #expect(throws: RecordingError.self) { try all(recording) }
        #expect(
            refusal { () throws(RecordingError) in
                _ = try all(recording)
                return recording
            } == "o.txt, \(words).")
    }
}
