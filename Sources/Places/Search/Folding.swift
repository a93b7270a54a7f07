/// Lower case, no accents, one space between words: what is compared when names are searched.
///
/// The table comes with the file, so that the order of the words and the search agree to the byte.
struct Folding: Sendable {
    /// For each scalar below 65,536: 0 when it stands for itself, else 1 + the index of its entry.
    private var entryOf = [UInt16](repeating: 0, count: 0x1_0000)
    private var texts: [Range<Int32>] = []
    private var bytes: [UInt8] = []

    /// Reads the table.
    ///
    /// - Throws: ``PlacesError/badFile(problem:offset:)``.
    init(_ file: GazetteerFile) throws(PlacesError) {
        let end = file[.folding].upperBound
        var offset = file[.folding].lowerBound
        while offset < end {
            guard end - offset >= 4, end - offset - 4 >= Int(file.bytes[offset + 3]), texts.count < 0xffff else {
                throw .badFile(problem: "the table of letters ends within an entry", offset: offset)
            }
            let scalar = file.bytes.number(at: offset, width: 3)
            guard (0x80..<0x1_0000).contains(scalar) else {
                throw .badFile(problem: "the table of letters holds scalar \(scalar)", offset: offset)
            }
            let start = Int32(bytes.count)
            bytes += file.bytes[offset + 4..<offset + 4 + Int(file.bytes[offset + 3])]
            texts.append(start..<Int32(bytes.count))
            entryOf[scalar] = UInt16(texts.count)
            offset += 4 + Int(file.bytes[offset + 3])
        }
    }

    /// What a scalar is folded to, as a range of ``byte(_:)``; `nil` when it stands for itself.
    func entry(_ scalar: Int) -> Range<Int>? {
        guard scalar < entryOf.count, entryOf[scalar] > 0 else { return nil }
        let text = texts[Int(entryOf[scalar]) - 1]
        return Int(text.lowerBound)..<Int(text.upperBound)
    }

    /// A byte of the folded texts.
    func byte(_ index: Int) -> UInt8 { bytes[index] }

    /// The folded form of a text; only the first 120 scalars count, however long it is.
    func folded(_ text: some StringProtocol) -> [UInt8] {
        var raw: [UInt8] = []
        for scalar in text.unicodeScalars.prefix(120) {
            if scalar.value >= 0x20, let encoded = UTF8.encode(scalar) {
                raw.append(contentsOf: encoded)
            } else {
                raw.append(0x20)
            }
        }
        raw.append(0)
        var reader = FoldedReader(self, raw, at: 0)
        var folded: [UInt8] = []
        while let byte = reader.next() { folded.append(byte) }
        return folded
    }
}
