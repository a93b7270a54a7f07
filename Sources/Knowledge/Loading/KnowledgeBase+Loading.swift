public import Anatomy

extension KnowledgeBase {
    /// Loads the knowledge shipped with the program.
    ///
    /// Defects do not stop the loading: they are in ``diagnostics``, and what they touch is left out.
    ///
    /// `checksConsistency`: Whether to hold the statements against each other too; a program that only reads them does
    /// not need it.
    /// - Throws: ``AnatomyError`` when the folder itself is missing.
    public static func load(
        vocabulary: Vocabulary, checksConsistency: Bool = false
    ) throws(AnatomyError) -> KnowledgeBase {
        try load(
            folder: ResourceFolder.of(target: "Knowledge"), vocabulary: vocabulary, checksConsistency: checksConsistency
        )
    }

    /// Loads the knowledge of a folder laid out as `docs/knowledge-format.md` says.
    public static func load(
        folder: ResourceFolder, vocabulary: Vocabulary, usingCache: Bool = true, checksConsistency: Bool = false
    ) throws(AnatomyError) -> KnowledgeBase {
        KnowledgeBase(
            try KnowledgeFiles(folder: folder, usingCache: usingCache), vocabulary: vocabulary,
            checksConsistency: checksConsistency
        )
    }

    /// Decodes files that were read before.
    public init(_ files: KnowledgeFiles, vocabulary: Vocabulary, checksConsistency: Bool = false) {
        self = Self.assemble(
            files.documents, diagnostics: files.diagnostics, vocabulary: vocabulary, version: files.version,
            checksConsistency: checksConsistency
        )
    }

    /// The files of a knowledge folder in the order in which they are read.
    static func fileNames(in folder: ResourceFolder) -> [String] {
        let folders =
            ["citations"] + PainSourceKind.allCases.map { Knowledge.folder(of: $0) }
            + ["tests", "conditions", "perpetuating", "."]
        return folders.flatMap { folder.files(in: $0, ending: ".yaml") }.map { $0.replacing("./", with: "") }
    }

    private static func assemble(
        _ documents: [StoredDocument], diagnostics: [Diagnostic], vocabulary: Vocabulary,
        version: String, checksConsistency: Bool
    ) -> KnowledgeBase {
        var diagnostics = diagnostics
        var citations: [Citation.ID: Citation] = [:]
        for document in documents where document.name.hasPrefix("citations/") {
            guard let root = document.root else { continue }
            RuleDecoder.citations(document.name, root, into: &citations, diagnostics: &diagnostics)
        }
        let log = ReadingLog(citations: citations, diagnostics: diagnostics)
        var content = read(documents, citations: citations, vocabulary: vocabulary, log: log)
        content.sources.sort { $0.id < $1.id }
        content.reportGaps(vocabulary: vocabulary, log: log)
        if checksConsistency {
            ConsistencyCheck(vocabulary: vocabulary, dangers: content.dangers, log: log).run(content.sources)
            UsageCheck(vocabulary: vocabulary, log: log, excused: content.excused).run(content)
        }
        for key in citations.keys.sorted() where !log.tally.usedCitations.contains(key) {
            log.report(
                Diagnostic(
                    severity: .warning, file: "citations", line: 0, path: key, value: "",
                    message: "citation is not used"
                )
            )
        }
        return KnowledgeBase(
            vocabulary: vocabulary, content: content, citations: citations, log: log, version: version
        )
    }

    /// Reads the documents, several at once; what comes out is in their order.
    private static func read(
        _ documents: [StoredDocument], citations: [Citation.ID: Citation], vocabulary: Vocabulary,
        log: ReadingLog
    ) -> KnowledgeContent {
        let results = documents.inShares { share in
            let own = ReadingLog(citations: citations)
            var content = KnowledgeContent()
            for document in share where !document.name.hasPrefix("citations/") {
                guard let root = document.root else {
                    own.report(KnowledgeFiles.defect(document.name, "damaged in the cache; remove the file .parsed"))
                    continue
                }
                content.read(DocumentReader(file: document.name, root: root, log: own, vocabulary: vocabulary))
            }
            return (content: content, tally: own.tally)
        }
        var all = KnowledgeContent()
        for result in results {
            all.add(result.content)
            log.add(result.tally)
        }
        return all
    }
}

/// What the files hold, while they are read.
struct KnowledgeContent: Sendable {
    var sources: [PainSource] = []
    var tests: [ClinicalTest] = []
    var redFlags: [RedFlagRule] = []
    var modifiers: [ContextModifier] = []
    var conditions: [ConditionGuide] = []
    var factors: [PerpetuatingFactor] = []
    var doses: [HoldDose: Dose] = [:]
    var chains: [CompensationChain] = []
    var norms: [MovementNorm] = []
    var dangers: [DangerZone] = []
    var excused: [String: [String: String]] = [:]

    /// Adds what was read after this.
    mutating func add(_ other: KnowledgeContent) {
        sources += other.sources
        tests += other.tests
        redFlags += other.redFlags
        modifiers += other.modifiers
        conditions += other.conditions
        factors += other.factors
        doses.merge(other.doses) { first, _ in first }
        chains += other.chains
        norms += other.norms
        dangers += other.dangers
        excused.merge(other.excused) { first, _ in first }
    }

    /// Reads one document by its place.
    mutating func read(_ reader: DocumentReader) {
        let folder = reader.file.split(separator: "/").first.map(String.init) ?? ""
        switch (folder, reader.file) {
        case (_, "red_flags.yaml"): redFlags = RuleDecoder.redFlags(reader)
        case (_, "modifiers.yaml"): modifiers = RuleDecoder.modifiers(reader)
        case (_, "dose.yaml"): doses = GuideDecoder.doses(reader)
        case (_, "chains.yaml"): chains = GuideDecoder.chains(reader)
        case (_, "norms.yaml"): norms = GuideDecoder.norms(reader)
        case (_, "danger_zones.yaml"): dangers = GuideDecoder.dangers(reader)
        case (_, "unused.yaml"): excused = GuideDecoder.unused(reader)
        case ("citations", _): break
        case ("tests", _): tests += RuleDecoder.test(reader).map { [$0] } ?? []
        case ("conditions", _): conditions += GuideDecoder.condition(reader).map { [$0] } ?? []
        case ("perpetuating", _): factors += GuideDecoder.factor(reader).map { [$0] } ?? []
        default:
            guard let kind = PainSourceKind.allCases.first(where: { Knowledge.folder(of: $0) == folder }) else {
                reader.warn("no place of this name in the format; the file is not read")
                return
            }
            sources += SourceDecoder(kind: kind, reader: reader).decode().map { [$0] } ?? []
        }
    }

    /// Reports rows of the vocabulary without a card.
    func reportGaps(vocabulary: Vocabulary, log: ReadingLog) {
        let have = Set(sources.map(\.id))
        let wanted =
            vocabulary.muscles.map { PainSourceID(.muscle, $0.id.text) }
            + vocabulary.nerves.map { PainSourceID(.nerve, $0.id.text) }
            + vocabulary.entrapments.map { PainSourceID(.entrapment, $0.id.text) }
            + vocabulary.joints.map { PainSourceID(.joint, $0.id.text) }
            + vocabulary.viscera.map { PainSourceID(.viscus, $0.id.text) }
        func report(_ severity: Diagnostic.Severity, _ folder: String, _ name: String) {
            log.report(
                Diagnostic(
                    severity: severity, file: folder, line: 0, path: name, value: "",
                    message: "no card for this row of the vocabulary"
                )
            )
        }
        for id in wanted where !have.contains(id) {
            report(id.kind == .muscle ? .error : .warning, Knowledge.folder(of: id.kind), id.name)
        }
        for (folder, terms, cards) in [
            ("tests", vocabulary.tests, Set(tests.map { Term.ID($0.id) })),
            ("conditions", vocabulary.conditions, Set(conditions.map(\.id))),
            ("perpetuating", vocabulary.perpetuatingFactors, Set(factors.map(\.id))),
        ] {
            for term in terms where !cards.contains(term.id) { report(.warning, folder, term.id.text) }
        }
    }
}
