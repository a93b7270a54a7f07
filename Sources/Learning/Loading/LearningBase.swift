public import Anatomy
public import Knowledge

/// The content of the Learn pages, with the defects found while reading it.
///
/// The files are YAML, one per page, and are read with the reader of the knowledge (``Knowledge/KnowledgeDocuments``):
/// `conditions/<condition_id>.yaml` for the condition groups, `<page>.yaml` for the rest, `sources.yaml` for works that
/// the knowledge does not cite.
public struct LearningBase: Sendable {
    /// Pages about the method in reading order, then the condition groups in the order of the vocabulary.
    public let articles: [Article]
    /// By the name in the address.
    public let article: [String: Article]
    public let works: [String: Work]
    /// What was read beyond the knowledge.
    public let readings: [Reading]
    /// Defects of form and of agreement with the vocabulary and the knowledge; empty in what is shipped.
    public let diagnostics: [LearningDiagnostic]

    /// Reads the pages shipped with the program.
    ///
    /// - Throws: ``AnatomyError`` when the folder or a file is missing.
    public init(knowledge: KnowledgeBase) throws(AnatomyError) {
        try self.init(folder: ResourceFolder.of(target: "Learning"), knowledge: knowledge)
    }

    /// Reads the pages of a folder and checks them against the knowledge.
    ///
    /// - Complexity: O(bytes).
    public init(folder: ResourceFolder, knowledge: KnowledgeBase) throws(AnatomyError) {
        let names = folder.files(in: "conditions", ending: ".yaml") + folder.files(in: ".", ending: ".yaml")
        let documents = try KnowledgeDocuments(folder: folder).object
        let log = ContentLog()
        var articles: [Article] = []
        var works = knowledge.citations.mapValues { Work($0) }
        var readings: [Reading] = []
        for name in names.map({ $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }) {
            guard let document = documents[String(name.dropLast(5))] else {
                log.report(LearningDiagnostic(file: name, path: "document", value: "", message: "not readable as YAML"))
                continue
            }
            let reader = ContentReader(file: name, node: ContentNode(document), log: log)
            if name == "sources.yaml" {
                Self.read(reader, into: &works, &readings)
            } else {
                articles.append(
                    ArticleDecoder.article(reader, kind: name.hasPrefix("conditions/") ? .condition : .page)
                )
            }
        }
        let place = Dictionary(
            knowledge.vocabulary.conditions.enumerated().map { ($1.id.text, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        articles.sort { left, right in
            func rank(_ article: Article) -> (Int, Int, String) {
                article.kind == .page ? (0, article.order, article.id) : (1, place[article.id] ?? .max, article.id)
            }
            return rank(left) < rank(right)
        }
        ArticleCheck(knowledge: knowledge, works: works, readings: readings, log: log).run(articles)
        self.articles = articles
        article = Dictionary(articles.map { ($0.slug, $0) }, uniquingKeysWith: { first, _ in first })
        self.works = works
        self.readings = readings
        diagnostics = log.diagnostics
    }

    private static func read(_ reader: ContentReader, into works: inout [String: Work], _ readings: inout [Reading]) {
        reader.allowOnly(["schema", "works", "readings"])
        for work in reader.elements("works") {
            let id = work.required("id")
            if works[id] != nil { work.report("the knowledge cites this work already", at: "id", value: id) }
            works[id] = Work(id: id, reader: work)
        }
        for entry in reader.elements("readings") {
            entry.allowOnly(["work", "seen", "at", "on", "figures"])
            let key = entry.required("work")
            if works[key] == nil { entry.report("unknown work", at: "work", value: key) }
            if ReviewDay(entry.required("on")) == nil { entry.report("not a day", at: "on") }
            readings.append(
                Reading(
                    work: key, seen: entry.required("seen"), place: entry.required("at"),
                    figures: entry.required("figures")
                )
            )
        }
    }
}
