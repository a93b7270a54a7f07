/// A small list of entries with several folded names each, searched by the beginning of any word.
struct WordList: Sendable {
    /// Names one after another: 0 ends one, 1 the last one of an entry.
    private var bytes: [UInt8] = []

    /// Adds the next entry.
    mutating func append(_ names: [[UInt8]]) {
        for name in names {
            bytes += name
            bytes.append(0)
        }
        bytes.append(1)
    }

    /// The numbers of the entries that have a word from which on a name begins with the folded text, ascending.
    ///
    /// - Complexity: O(*b*) for a list of *b* bytes.
    func entries(beginningWith folded: [UInt8]) -> [Int] {
        guard let first = folded.first else { return [] }
        return bytes.withUnsafeBufferPointer { list in
            var found: [Int] = []
            var entry = 0
            var before: UInt8 = 0
            for index in list.indices {
                let byte = list[index]
                if byte == first, before <= 0x20, found.last != entry, folded.count <= list.count - index,
                    folded.indices.allSatisfy({ list[index + $0] == folded[$0] })
                {
                    found.append(entry)
                }
                if byte == 1 { entry += 1 }
                before = byte
            }
            return found
        }
    }
}
