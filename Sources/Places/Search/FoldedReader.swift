/// Reads the folded form of a name byte by byte, without storing it.
struct FoldedReader {
    private let folding: Folding
    private let bytes: [UInt8]
    private var offset: Int
    /// What is left of the current letter: in the name itself or in the texts of the table.
    private var piece = 0..<0
    private var pieceIsFolded = false
    private var lowers = false
    private var gap = false
    private var begun = false

    /// A reader of the name that begins at `offset` and goes on to the first byte below 32.
    init(_ folding: Folding, _ bytes: [UInt8], at offset: Int) {
        self.folding = folding
        self.bytes = bytes
        self.offset = offset
    }

    /// The next byte, or `nil` at the end of the name.
    mutating func next() -> UInt8? {
        if piece.isEmpty {
            guard findLetter() else { return nil }
            if gap, begun {
                gap = false
                return 0x20
            }
            gap = false
            begun = true
        }
        let byte = pieceIsFolded ? folding.byte(piece.lowerBound) : bytes[piece.lowerBound]
        piece = piece.lowerBound + 1..<piece.upperBound
        return lowers ? byte | 0x20 : byte
    }

    /// Goes to the next scalar that is folded to a letter or digit; notes when there was a separator before it.
    private mutating func findLetter() -> Bool {
        while offset < bytes.count, bytes[offset] >= 0x20 {
            let first = bytes[offset]
            if first < 0x80 {
                let isUpper = (0x41...0x5a).contains(first)
                if isUpper || (0x61...0x7a).contains(first) || (0x30...0x39).contains(first) {
                    take(offset..<offset + 1, folded: false, lower: isUpper)
                    offset += 1
                    return true
                }
                gap = true
                offset += 1
                continue
            }
            let (scalar, length) = scalar(first)
            let range = offset..<offset + length
            offset += length
            guard let entry = scalar.map(folding.entry) else {
                gap = true
                continue
            }
            guard let entry else {
                take(range, folded: false, lower: false)
                return true
            }
            if entry.count == 1, folding.byte(entry.lowerBound) == 0x20 {
                gap = true
            } else if !entry.isEmpty {
                take(entry, folded: true, lower: false)
                return true
            }
        }
        return false
    }

    private mutating func take(_ range: Range<Int>, folded: Bool, lower: Bool) {
        piece = range
        pieceIsFolded = folded
        lowers = lower
    }

    /// The scalar at the offset with its length in bytes; `nil` and 1 where the bytes are not UTF-8.
    private func scalar(_ first: UInt8) -> (scalar: Int?, length: Int) {
        let length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
        guard first >= 0xc2, first <= 0xf4, offset + length <= bytes.count else { return (nil, 1) }
        var value = Int(first) & (0x7f >> length)
        for index in 1..<length {
            guard bytes[offset + index] & 0xc0 == 0x80 else { return (nil, 1) }
            value = value << 6 | Int(bytes[offset + index]) & 0x3f
        }
        return (value, length)
    }
}
