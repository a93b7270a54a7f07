import Foundation
import Recordings
import Testing

@Suite struct EDFReaderTests {
    /// A fixture with some octets replaced.
    private func changed(_ name: String, _ offset: Int, _ text: String) throws -> [UInt8] {
        var bytes = try fixture(name)
        bytes.replaceSubrange(offset..<(offset + text.utf8.count), with: Array(text.utf8))
        return bytes
    }

    private func refused(_ bytes: [UInt8], _ damage: RecordingOptions.Damage = .refuse) -> String {
        var options = RecordingOptions()
        options.damage = damage
        return refusal { () throws(RecordingError) in try Recording(bytes: bytes, name: "a.edf", options: options) }
    }

    // plain.edf has 3 signals: 256 octets, then 16, 80, 8, 8, 8, 8, 8, 80, 8, 32 for each.
    @Test(arguments: [
        (252, "0   ", "a.edf, byte 252: number of signals '0' is not within 1 to 1024."),
        (252, "-3  ", "a.edf, byte 252: number of signals '-3' is not within 1 to 1024."),
        (252, "9999", "a.edf, byte 252: number of signals '9999' is not within 1 to 1024."),
        (252, "x   ", "a.edf, byte 252: number of signals 'x' is no whole number."),
        (184, "1025    ", "a.edf, byte 184: header size '1025' is not 1024, as 3 signals need."),
        (236, "0       ", "a.edf, byte 236: number of data records '0' is not above 0."),
        (236, "1e3     ", "a.edf, byte 236: number of data records '1e3' is no whole number."),
        (
            236, "99999999",
            "a.edf, byte 2264: data records '2' are whole and can be read (2.0 s), of 99999999 in the header."
        ),
        (
            236, "-1      ",
            "a.edf, byte 2264: data records '2' are whole and can be read (2.0 s), of an unknown number in the header."
        ),
        (236, "1       ", "a.edf, byte 1644: length '2264' has 620 octets after the last data record."),
        (244, "0       ", "a.edf, byte 244: length of a data record '0' is 0 though there are signals."),
        (244, "nan     ", "a.edf, byte 244: length of a data record 'nan' is no number."),
        (244, "-1      ", "a.edf, byte 244: length of a data record '-1' is not within 0 to 2678400.0 s."),
        (
            244, "0.000001",
            "a.edf, byte 904: samples per data record of signal 1 '200' in 1e-06 s are no rate within 0.0001...1000000.0 Hz."
        ),
        (904, "0       ", "a.edf, byte 904: samples per data record of signal 1 '0' are not within 1 to 33554432."),
        (912, "500000  ", "a.edf, byte 2264: data records '0' can be read; the file ends in the first one."),
        (568, "inf     ", "a.edf, byte 568: physical minimum of signal 1 'inf' is no number."),
        (
            592, "-500    ",
            "a.edf, byte 592: physical maximum of signal 1 '-500' leaves no usable step from the minimum -500.0."
        ),
        (616, "-32769  ", "a.edf, byte 616: digital minimum of signal 1 '-32769' is not within -32768...32767."),
        (
            640, "-32768  ",
            "a.edf, byte 640: digital maximum of signal 1 '-32768' is not above the minimum -32768 and up to 32767."
        ),
        (640, "4e4     ", "a.edf, byte 640: digital maximum of signal 1 '4e4' is no whole number."),
        (192, "EDF+X", "a.edf, byte 192: reserved field 'EDF+X' is neither EDF+C nor EDF+D."),
        (192, "EDF+D", "a.edf, byte 192: reserved field 'D' states gaps, but no signal keeps the time."),
    ])
    func `a wrong header is refused with offset, field and value`(offset: Int, text: String, words: String) throws {
        #expect(try refused(changed("plain.edf", offset, text)) == words)
    }

    @Test func `a file that is cut anywhere is refused, and its whole records are read when asked for`() throws {
        let whole = try fixture("continuous.edf")
        let record = (whole.count - 1_280) / 2
        for length in [0, 1, 100, 255, 256, 700, 1_279, 1_280, 1_280 + record - 1] {
            #expect(!refused(Array(whole[..<length]), .readWhatIsWhole).isEmpty)
        }
        let cut = Array(whole[..<(whole.count - 1)])
        #expect(refused(cut).hasSuffix("data records '1' are whole and can be read (1.0 s), of 2 in the header."))
        var options = RecordingOptions()
        options.damage = .readWhatIsWhole
        let recording = try Recording(bytes: cut, options: options)
        #expect(recording.duration == 1 && recording.channels[0].sampleCount == 200)
        #expect(recording.notes.count == 1)
        #expect(try all(recording) == Array(all(Recording(bytes: whole)).prefix(200)))
    }

    @Test func `gaps are pieces with their own times`() throws {
        let recording = try Recording(path: fixturePath("gaps.edf"))
        #expect(recording.gaps == [1..<4.5] && recording.duration == 5.5)
        #expect(try recording.time(ofSample: 199, channel: 0) == 0.995)
        #expect(try recording.time(ofSample: 200, channel: 0) == 4.5)
        #expect(try recording.ranges(in: 0.9..<4.6, channel: 0) == [180..<200, 200..<220])
        #expect(try recording.ranges(in: 1.5..<4, channel: 0).isEmpty)
        #expect(recording.notes.isEmpty)
    }

    @Test func `a jump in a file that states none is a gap and a note`() throws {
        let recording = try Recording(bytes: changed("gaps.edf", 192, "EDF+C"))
        #expect(recording.gaps == [1..<4.5])
        #expect(
            recording.notes.map(\.description) == [
                "Byte 192: The header states no gaps, but the data records show 1 of them."
            ])
    }

    @Test func `data records that go back in time are refused`() throws {
        let bytes = try fixture("gaps.edf")
        let at = try #require(
            String(decoding: bytes, as: UTF8.self).utf8.count > 0 ? bytes.firstRange(of: Array("+4.5".utf8)) : nil)
        let words = try refused(changed("gaps.edf", at.lowerBound, "+0.5"))
        #expect(words.hasSuffix("time of data record 2 '0.5' is before the end of the record before it, 1.0."))
    }

    @Test(arguments: [
        ("*0\u{14}\u{14}\0", "annotation onset '*0' is no number of seconds with its sign."),
        ("+0\u{14}x", "annotation '+0?x"),
        ("+0\u{15}-1\u{14}\u{14}\0", "annotation duration '-1' is no number of seconds."),
        ("+1e9\u{14}\u{14}\0", "annotation onset '+1e9' is no number of seconds with its sign."),
    ])
    func `an annotation that can't be read is refused with its offset, or noted`(text: String, words: String) throws {
        let whole = try fixture("continuous.edf")
        let at = try #require(whole.firstRange(of: Array("+0\u{14}\u{14}".utf8)))
        var bytes = whole
        for offset in at.lowerBound..<(at.lowerBound + 60) where text.hasSuffix("x") {
            bytes[offset] = UInt8(ascii: "x")
        }
        bytes.replaceSubrange(at.lowerBound..<(at.lowerBound + text.utf8.count), with: Array(text.utf8))
        let refusal = refused(bytes)
        #expect(refusal.contains("byte \(at.lowerBound): \(words)"), "\(refusal)")
        var options = RecordingOptions()
        options.damage = .readWhatIsWhole
        let recording = try Recording(bytes: bytes, options: options)
        #expect(recording.notes.count == 1)
        #expect(try all(recording) == all(Recording(bytes: whole)))
    }

    @Test func `the start of EDF+ has the whole year, and nonsense is no start but a note`() throws {
        let old = try Recording(bytes: changed("plain.edf", 168, "02.08.85"))
        #expect(old.start?.description == "1985-08-02T09:30:15")
        let full = try Recording(bytes: changed("continuous.edf", 88, "Startdate 02-MAR-1951 X X X X   "))
        #expect(full.start?.description == "1951-03-02T09:30:15")
        let none = try Recording(bytes: changed("plain.edf", 168, "30.02.20"))
        #expect(none.start == nil)
        #expect(none.notes.map(\.description) == ["Byte 168: The start '30.02.20 09.30.15' is no date and time."])
    }

    @Test func `an inverted range and a latin-1 unit are read`() throws {
        var bytes = try fixture("plain.edf")
        // The unit of the first signal.
        bytes.replaceSubrange(544..<552, with: [0xb5, 0x56, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20])
        let recording = try Recording(bytes: bytes)
        #expect(recording.channels[0].unit == .microvolts)
        let inverted = recording.channels[1]
        #expect(inverted.physicalRange == -1.5...1.5 && (inverted.step ?? 1) < 0)
    }

    @Test func `a file with remarks alone is a recording without channels`() throws {
        func field(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: width - text.utf8.count)
        }
        let head = [
            field("0", 8), field("X X X X", 80), field("Startdate X X X X", 80), "01.01.85", "00.00.00",
            field("512", 8), field("EDF+C", 44), field("1", 8), field("0", 8), field("1", 4),
        ]
        let signal = [
            field("EDF Annotations", 16), field("", 88), field("-1", 8), field("1", 8), field("-32768", 8),
            field("32767", 8), field("", 80), field("20", 8), field("", 32),
        ]
        var bytes = Array((head + signal).joined().utf8) + Array("+0\u{14}\u{14}\0+7.5\u{15}2\u{14}hold\u{14}\0".utf8)
        bytes += [UInt8](repeating: 0, count: 512 + 40 - bytes.count)
        let recording = try Recording(bytes: bytes)
        #expect(recording.channels.isEmpty && recording.duration == 0)
        #expect(recording.annotations == [RecordingAnnotation(onset: 7.5, duration: 2, text: "hold")])
        #expect(try recording.quality().channels.isEmpty)
        #expect(throws: RecordingError.self) { try EDFPlusWriter.bytes(of: recording) }
    }
}
