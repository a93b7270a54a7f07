/// The file formats that are read, told apart by their content.
public enum RecordingFormat: String, CaseIterable, Sendable {
    /// European Data Format with 16 bits (Kemp et al. 1992, doi:10.1016/0013-4694(92)90009-7).
    case edf

    /// EDF+ (Kemp & Olivan 2003, doi:10.1016/s1388-2457(03)00123-8), with or without gaps.
    case edfPlus

    /// BDF, the variant of EDF with 24 bits.
    case bdf

    /// BDF+, the variant of EDF+ with 24 bits.
    case bdfPlus

    /// The header and signal files of PhysioNet's WFDB library (`header(5)`, `signal(5)`).
    case wfdb

    /// A table of numbers with columns for the channels.
    case delimited

    /// The text format of the program OpenSignals.
    case openSignals

    /// The format that the content shows.
    ///
    /// - Parameters:
    ///   - head: The first octets of the file; 4,096 are enough.
    ///   - name: The name of the file, which decides only where the content leaves it open.
    /// - Returns: The format; `nil` when the content shows none.
    static func detected(in head: [UInt8], name: String) -> RecordingFormat? {
        let isPlus = Self.field(head, 192, 4)
        if head.starts(with: "0       ".utf8) { return isPlus == "EDF+" ? .edfPlus : .edf }
        if head.starts(with: [0xff] + Array("BIOSEMI".utf8)) { return isPlus == "BDF+" ? .bdfPlus : .bdf }
        let text = head.starts(with: [0xef, 0xbb, 0xbf]) ? head.dropFirst(3) : head[...]
        if text.starts(with: "# OpenSignals".utf8) { return .openSignals }
        if WFDBHeader.looksLike(Array(text)) || name.hasSuffix(".hea") { return .wfdb }
        for (suffix, format) in [(".edf", edf), (".bdf", bdf)] where name.lowercased().hasSuffix(suffix) {
            return format
        }
        guard !text.contains(0), text.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        return .delimited
    }

    /// The name of a format that is not read but often met.
    static func foreign(_ head: [UInt8]) -> String? {
        let names: [([UInt8], String)] = [
            (Array("MATLAB 5.0".utf8), "a MATLAB file"), ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
            ([0x50, 0x4b, 3, 4], "a ZIP archive"), ([0x1f, 0x8b], "a gzip archive"),
            (Array("%PDF".utf8), "a PDF document"), ([0xd0, 0xcf, 0x11, 0xe0], "an old Office document"),
        ]
        return names.first { head.starts(with: $0.0) }?.1
    }

    private static func field(_ head: [UInt8], _ start: Int, _ count: Int) -> String {
        guard head.count >= start + count else { return "" }
        return ASCIIText.decoded(head[start..<(start + count)])
    }
}
