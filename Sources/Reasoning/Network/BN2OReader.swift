/// The words of a BN2O text, one after the other, with the line each of them stands on.
///
/// It works on bytes: hostile text may hold any Unicode, and only ASCII separates words here.
struct BN2OReader {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    /// The line of the last word, which is the one that an error is about.
    private var wordLine = 1

    init(_ text: String) { bytes = Array(text.utf8) }

    var byteCount: Int { bytes.count }

    /// The next word.
    ///
    /// - Throws: ``BN2OFile/ReadingError`` at the end of the text.
    mutating func word(_ field: @autoclosure () -> String) throws(BN2OFile.ReadingError) -> String {
        skipSpace()
        wordLine = line
        guard position < bytes.count else { throw error(field(), "the file ends here", value: "") }
        let start = position
        while position < bytes.count, !Self.isSpace(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    mutating func keyword(_ keyword: String, field: String) throws(BN2OFile.ReadingError) {
        let word = try word(field)
        guard word == keyword else { throw error(field, "'\(keyword)' belongs here", value: word) }
    }

    /// A number of things to come that take `wordsEach` words or more each.
    mutating func count(_ field: String, wordsEach: Int) throws(BN2OFile.ReadingError) -> Int {
        let word = try word(field)
        guard let count = Int(word), count >= 0 else {
            throw error(field, "not a whole number from 0", value: word)
        }
        // A word takes two bytes with its separator; the last one may lack it.
        let most = (bytes.count - position + 1) / (2 * wordsEach)
        guard count <= most else { throw error(field, "the file is too short for so many", value: word) }
        return count
    }

    mutating func index(
        _ field: @autoclosure () -> String, below bound: Int
    ) throws(BN2OFile.ReadingError) -> Int {
        let word = try word(field())
        guard let index = Int(word) else { throw error(field(), "not a whole number", value: word) }
        guard (0..<bound).contains(index) else {
            throw error(field(), "outside 0 up to, not including, \(bound)", value: word)
        }
        return index
    }

    mutating func indices(
        _ field: String, count: Int, below bound: Int
    ) throws(BN2OFile.ReadingError) -> [Int] {
        var indices: [Int] = []
        indices.reserveCapacity(count)
        for _ in 0..<count { indices.append(try index(field, below: bound)) }
        return indices
    }

    mutating func probability(_ field: @autoclosure () -> String) throws(BN2OFile.ReadingError) -> Double {
        let word = try word(field())
        guard let number = Double(word) else { throw error(field(), "not a number", value: word) }
        guard (0...1).contains(number) else { throw error(field(), "outside 0 to 1", value: word) }
        return number
    }

    mutating func probabilities(_ field: String, count: Int) throws(BN2OFile.ReadingError) -> [Double] {
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        for index in 0..<count { numbers.append(try probability("\(field) \(index)")) }
        return numbers
    }

    mutating func end() throws(BN2OFile.ReadingError) {
        skipSpace()
        guard position < bytes.count else { return }
        let rest = try word("end")
        throw error("end of file", "nothing more belongs here", value: rest)
    }

    func error(_ field: String, _ problem: String, value: String) -> BN2OFile.ReadingError {
        BN2OFile.ReadingError(line: wordLine, field: field, value: String(value.prefix(60)), problem: problem)
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) {
            if bytes[position] == 0x0A { line += 1 }
            position += 1
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
