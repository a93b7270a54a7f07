/// A network with cases in the BN2O text format.
///
/// ```
/// BN2O 1
/// <causes> <effects> <links>
/// <priors>
/// <leaks>
/// <cause> <effect> <q>        one line a link
/// CASES <k>
/// <id> <kind> <painted> <negative>
/// <painted effects>
/// <negative effects>
/// ```
public struct BN2OFile: Sendable {
    /// One case: what is present and what is absent.
    public struct Case: Sendable {
        public let id: String
        public let kind: String
        public let evidence: NetworkEvidence
    }

    /// What is wrong with a file: line (from 1), field and value.
    public struct ReadingError: Error, Hashable, Sendable, CustomStringConvertible {
        public let line: Int
        public let field: String
        public let value: String
        public let problem: String

        public var description: String {
            "line \(line): \(field): \(problem)" + (value.isEmpty ? "" : " (value: \(value))")
        }
    }

    public let network: NoisyOrNetwork
    public let cases: [Case]

    /// Reads a file.
    ///
    /// - Throws: ``ReadingError``; a count that the file does not hold is found when its numbers run out, before
    ///   anything of that size is allocated.
    /// - Complexity: O(length).
    public init(text: String) throws(ReadingError) {
        var reader = Lines(text)
        let magic = try reader.words("format")
        guard magic == ["BN2O", "1"] else {
            throw reader.error("format", "expected 'BN2O 1'", magic.joined(separator: " "))
        }
        let sizes = try reader.integers("sizes", count: 3)
        let priors = try reader.numbers("priors", count: sizes[0])
        let leaks = try reader.numbers("leaks", count: sizes[1])
        var links: [NoisyOrNetwork.Link] = []
        for _ in 0..<sizes[2] {
            let words = try reader.words("link")
            guard words.count == 3, let cause = Int(words[0]), let effect = Int(words[1]), let q = Double(words[2])
            else {
                throw reader.error("link", "expected cause, effect and probability", words.joined(separator: " "))
            }
            guard priors.indices.contains(cause) else {
                throw reader.error("link cause", "there is no such cause", words[0])
            }
            guard leaks.indices.contains(effect) else {
                throw reader.error("link effect", "there is no such effect", words[1])
            }
            guard (0...1).contains(q) else { throw reader.error("link probability", "outside 0 to 1", words[2]) }
            links.append(NoisyOrNetwork.Link(cause: cause, effect: effect, probability: q))
        }
        do {
            network = try NoisyOrNetwork(priors: priors, leaks: leaks, links: links)
        } catch {
            throw reader.error("network", error.description, "")
        }
        let header = try reader.words("cases")
        guard header.count == 2, header[0] == "CASES", let count = Int(header[1]), count >= 0 else {
            throw reader.error("cases", "expected 'CASES' and a number", header.joined(separator: " "))
        }
        var cases: [Case] = []
        for _ in 0..<count {
            let words = try reader.words("case")
            guard words.count == 4, let painted = Int(words[2]), let negative = Int(words[3]), painted >= 0,
                negative >= 0
            else { throw reader.error("case", "expected id, kind and two counts", words.joined(separator: " ")) }
            let present = try reader.integers("painted", count: painted)
            let absent = try reader.integers("negative", count: negative)
            for effect in present + absent where !leaks.indices.contains(effect) {
                throw reader.error("case \(words[0])", "there is no such effect", "\(effect)")
            }
            cases.append(
                Case(id: words[0], kind: words[1], evidence: NetworkEvidence(present: present, absent: absent))
            )
        }
        self.cases = cases
    }
}

/// The lines of a file with the number of the present one.
private struct Lines {
    private let lines: [Substring]
    private var next = 0

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    mutating func words(_ field: String) throws(BN2OFile.ReadingError) -> [String] {
        guard next < lines.count else {
            next += 1
            throw error(field, "the file ends here", "")
        }
        next += 1
        return lines[next - 1].split(whereSeparator: \.isWhitespace).map(String.init)
    }

    mutating func numbers(_ field: String, count: Int) throws(BN2OFile.ReadingError) -> [Double] {
        let words = try words(field)
        guard words.count == count else { throw error(field, "\(words.count) numbers where \(count) belong", "") }
        var numbers: [Double] = []
        for word in words {
            guard let number = Double(word), (0...1).contains(number) else {
                throw error(field, "not a number from 0 to 1", word)
            }
            numbers.append(number)
        }
        return numbers
    }

    mutating func integers(_ field: String, count: Int) throws(BN2OFile.ReadingError) -> [Int] {
        let words = try words(field)
        guard words.count == count else { throw error(field, "\(words.count) numbers where \(count) belong", "") }
        var numbers: [Int] = []
        for word in words {
            guard let number = Int(word), number >= 0 else { throw error(field, "not a whole number", word) }
            numbers.append(number)
        }
        return numbers
    }

    func error(_ field: String, _ problem: String, _ value: String) -> BN2OFile.ReadingError {
        BN2OFile.ReadingError(line: next, field: field, value: String(value.prefix(60)), problem: problem)
    }
}
