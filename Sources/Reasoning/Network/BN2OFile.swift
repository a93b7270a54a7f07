/// A network with its cases, in the BN2O text format.
///
/// ```
/// BN2O 1
/// <causes> <effects> <links>
/// <priors>
/// <leaks>
/// <cause> <effect> <q>                       once for each link
/// CASES <k>
/// <id> <full|partial> <present> <absent>     once for each case, followed by
/// <present effects>
/// <absent effects>
/// ```
///
/// The file is read by words; line ends matter only for what an error names. Indices count from 0.
public struct BN2OFile: Sendable {
    /// One case: what is present and what is absent.
    public struct Case: Sendable {
        public let id: String
        public let kind: String
        public let evidence: NetworkEvidence

        public init(id: String, kind: String, evidence: NetworkEvidence) {
            self.id = id
            self.kind = kind
            self.evidence = evidence
        }
    }

    /// What is wrong with a file, and where.
    public struct ReadingError: Error, Hashable, Sendable, CustomStringConvertible {
        /// The line, counted from 1.
        public let line: Int

        /// What was being read, for example `prior 3`.
        public let field: String

        /// What stood there, cut to 60 characters; empty at the end of the file.
        public let value: String

        public let problem: String

        public var description: String {
            "line \(line): \(field): \(problem)" + (value.isEmpty ? "" : " (value: \(value))")
        }
    }

    /// The greatest length of a file, in bytes.
    public static let lengthLimit = 256 << 20

    public let network: NoisyOrNetwork
    public let cases: [Case]

    /// Reads a file.
    ///
    /// Nothing is allocated for a count before the file is known to be long enough to hold that many words.
    ///
    /// - Throws: ``ReadingError`` naming line, field and value.
    /// - Complexity: O(*n*) in the length of the file.
    public init(text: String) throws(ReadingError) {
        var reader = BN2OReader(text)
        guard reader.byteCount <= Self.lengthLimit else {
            throw reader.error("file", "longer than \(Self.lengthLimit) bytes", value: "\(reader.byteCount)")
        }
        try reader.keyword("BN2O", field: "format")
        try reader.keyword("1", field: "format version")
        let causes = try reader.count("number of causes", wordsEach: 1)
        let effects = try reader.count("number of effects", wordsEach: 1)
        let links = try reader.count("number of links", wordsEach: 3)
        let priors = try reader.probabilities("prior", count: causes)
        let leaks = try reader.probabilities("leak", count: effects)
        network = try Self.network(priors: priors, leaks: leaks, links: links, from: &reader)
        try reader.keyword("CASES", field: "cases")
        let count = try reader.count("number of cases", wordsEach: 4)
        var cases: [Case] = []
        cases.reserveCapacity(count)
        for index in 0..<count {
            cases.append(try Self.readCase(index, effects: effects, from: &reader))
        }
        self.cases = cases
        try reader.end()
    }

    private static func network(
        priors: [Double], leaks: [Double], links count: Int, from reader: inout BN2OReader
    ) throws(ReadingError) -> NoisyOrNetwork {
        var links: [NoisyOrNetwork.Link] = []
        links.reserveCapacity(count)
        for index in 0..<count {
            let cause = try reader.index("cause of link \(index)", below: priors.count)
            let effect = try reader.index("effect of link \(index)", below: leaks.count)
            let probability = try reader.probability("probability of link \(index)")
            if let last = links.last, (last.cause, last.effect) >= (cause, effect) {
                let pair = "\(cause) \(effect)"
                throw reader.error("link \(index)", "repeated or not in ascending order", value: pair)
            }
            links.append(NoisyOrNetwork.Link(cause: cause, effect: effect, probability: probability))
        }
        do {
            return try NoisyOrNetwork(priors: priors, leaks: leaks, links: links)
        } catch {
            throw reader.error("network", error.description, value: "")
        }
    }

    private static func readCase(
        _ index: Int, effects: Int, from reader: inout BN2OReader
    ) throws(ReadingError) -> Case {
        let id = try reader.word("id of case \(index)")
        let kind = try reader.word("kind of case \(index)")
        guard kind == "full" || kind == "partial" else {
            throw reader.error("kind of case \(index)", "neither full nor partial", value: kind)
        }
        let present = try reader.count("present effects of case \(index)", wordsEach: 1)
        let absent = try reader.count("absent effects of case \(index)", wordsEach: 1)
        let evidence = NetworkEvidence(
            present: try reader.indices("present effect of case \(index)", count: present, below: effects),
            absent: try reader.indices("absent effect of case \(index)", count: absent, below: effects)
        )
        return Case(id: id, kind: kind, evidence: evidence)
    }
}
