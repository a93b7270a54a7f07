/// All names and their words, in the order of the folded text: finds what begins with some letters.
struct NameTable: Sendable {
    /// How many words there are.
    let count: Int

    private let file: GazetteerFile
    private let folding: Folding
    private let base: Int
    /// Where the names of each place begin, and the end of all.
    private let starts: [UInt32]
    /// The place at each 32nd byte of the names.
    private let blocks: [UInt32]

    /// Checks that each place has names and that each word lies in one.
    ///
    /// - Throws: ``PlacesError/badFile(problem:offset:)``.
    init(_ file: GazetteerFile, _ folding: Folding) throws(PlacesError) {
        let names = file[.names]
        let (starts, blocks) = file.bytes.withUnsafeBufferPointer { Self.scan($0[names], first: names.lowerBound) }
        guard starts.count == file.count + 1, starts.last.map(Int.init) == names.count else {
            throw .badFile(problem: "there are names of \(starts.count - 1) places", offset: names.lowerBound)
        }
        count = file[.words].count / 3
        let lost = file.bytes.withUnsafeBufferPointer { bytes in
            (0..<file[.words].count / 3).first { index in
                let entry = file[.words].lowerBound + 3 * index
                let word = Int(bytes[entry]) | Int(bytes[entry + 1]) << 8 | Int(bytes[entry + 2]) << 16
                return word >= names.count || bytes[names.lowerBound + word] < 0x20
            }
        }
        if let lost {
            throw .badFile(problem: "word \(lost) lies in no name", offset: file[.words].lowerBound + 3 * lost)
        }
        self.file = file
        self.folding = folding
        self.base = names.lowerBound
        self.starts = starts
        self.blocks = blocks
    }

    private static func scan(
        _ names: Slice<UnsafeBufferPointer<UInt8>>, first: Int
    ) -> (starts: [UInt32], blocks: [UInt32]) {
        var starts: [UInt32] = [0]
        var blocks: [UInt32] = []
        for index in names.indices {
            if (index - first) & 31 == 0 { blocks.append(UInt32(starts.count - 1)) }
            if names[index] == 1 { starts.append(UInt32(index - first + 1)) }
        }
        return (starts, blocks)
    }

    /// Where the word at this rank begins in the names.
    func word(_ rank: Int) -> Int { file.number(.words, rank, width: 3) }

    /// The place that a position in the names belongs to.
    func place(at offset: Int) -> Int {
        var place = Int(blocks[offset >> 5])
        while starts[place + 1] <= offset { place += 1 }
        return place
    }

    /// The names of a place, its main name first.
    func names(of place: Int) -> [String] {
        var range = Int(starts[place])..<Int(starts[place + 1])
        var names: [String] = []
        while !range.isEmpty {
            let end = nameEnd(range.lowerBound)
            names.append(text(range.lowerBound..<end))
            range = min(end + 1, range.upperBound)..<range.upperBound
        }
        return names
    }

    /// The main name of a place.
    func mainName(of place: Int) -> String {
        text(Int(starts[place])..<nameEnd(Int(starts[place])))
    }

    /// Whether a position lies in the main name of its place.
    func isMain(_ offset: Int, of place: Int) -> Bool { nameStart(offset) == Int(starts[place]) }

    /// The whole name around a position.
    func name(at offset: Int) -> String { text(nameStart(offset)..<nameEnd(offset)) }

    /// Whether the whole name around a position is folded to these bytes.
    func isWhole(_ folded: [UInt8], at offset: Int) -> Bool {
        relation(ofNameAt: nameStart(offset), to: folded) == .equal
    }

    /// The ranks of the words from which on a name begins with the folded text; the first of them, up to `equalEnd`,
    /// go no further than it.
    ///
    /// - Complexity: O(*l* log *n*) for *n* words and a text of *l* bytes.
    func words(beginningWith folded: [UInt8]) -> (all: Range<Int>, equalEnd: Int) {
        let start = partition(0..<count) { $0 == .before }
        let end = partition(start..<count) { $0 != .after }
        return (start..<end, partition(start..<end) { $0 == .equal })

        func partition(_ range: Range<Int>, while isBefore: (Relation) -> Bool) -> Int {
            var (low, high) = (range.lowerBound, range.upperBound)
            while low < high {
                let middle = low + (high - low) / 2
                if isBefore(relation(ofNameAt: word(middle), to: folded)) { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    private enum Relation { case before, equal, longer, after }

    private func relation(ofNameAt offset: Int, to folded: [UInt8]) -> Relation {
        var reader = FoldedReader(folding, file.bytes, at: base + offset)
        for wanted in folded {
            guard let byte = reader.next() else { return .before }
            if byte != wanted { return byte < wanted ? .before : .after }
        }
        return reader.next() == nil ? .equal : .longer
    }

    private func nameStart(_ offset: Int) -> Int {
        var start = offset
        while start > 0, file.bytes[base + start - 1] >= 0x20 { start -= 1 }
        return start
    }

    private func nameEnd(_ offset: Int) -> Int {
        var end = offset
        while file.bytes[base + end] >= 0x20 { end += 1 }
        return end
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: file.bytes[base + range.lowerBound..<base + range.upperBound], as: UTF8.self)
    }
}
