public import Foundation
public import Knowledge

/// The whole data set for researchers: JSON as written, or flat tables, each with licence, citation and schema.
public struct KnowledgeExport {
    public enum Format: String, CaseIterable, Sendable { case json, csv }

    private let knowledge: KnowledgeBase
    private let documents: KnowledgeDocuments

    public init(knowledge: KnowledgeBase, documents: KnowledgeDocuments) {
        self.knowledge = knowledge
        self.documents = documents
    }

    /// The files of an export, by their names.
    ///
    /// - Throws: When a document cannot be written as JSON.
    public func files(_ format: Format) throws -> [(name: String, data: Data)] {
        let common: [(String, String)] = [
            ("LICENSE.txt", Self.licence), ("CITATION.cff", citationFile), ("SCHEMA.md", schema(format)),
        ]
        let content: [(String, Data)]
        switch format {
        case .json: content = [("knowledge.json", try json())]
        case .csv: content = ExportTables(knowledge: knowledge).all.map { ("\($0.name).csv", Data($0.csv.utf8)) }
        }
        return common.map { ($0.0, Data($0.1.utf8)) } + content
    }

    /// One JSON object with everything, licence and version included.
    public func json() throws -> Data {
        let object: [String: Any] = [
            "title": "Tautband knowledge", "version": knowledge.version, "licence": "CC-BY-4.0",
            "attribution": "Tautband contributors, https://creativecommons.org/licenses/by/4.0/",
            "statement": "For examination and education; not a diagnosis.",
            "levels": Dictionary(
                uniqueKeysWithValues: VerificationLevel.allCases.map {
                    ($0.rawValue, knowledge.statementsPerLevel[$0] ?? 0)
                }
            ),
            "documents": documents.object,
        ]
        return try JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
    }

    private func schema(_ format: Format) -> String {
        var lines = [
            "# Schema of the export", "", "Knowledge version \(knowledge.version). Licence: CC BY 4.0 (LICENSE.txt).",
        ]
        switch format {
        case .json:
            lines += [
                "", "`knowledge.json` holds one object. `documents` has a key for each file of the knowledge",
                "(`muscles/infraspinatus`, `citations/common`, ...) with the content as its author wrote it: `src` and `level`",
                "of a block hold for everything in it unless a statement carries its own; `defaults` hold for the file.",
                "The meaning of every key is in docs/knowledge-format.md of the project.",
                "", "| level | meaning |", "| --- | --- |",
            ]
            lines += VerificationLevel.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
        case .csv:
            lines += [
                "",
                "Text is UTF-8, comma separated, quoted as in RFC 4180, with a header row. Lists in a cell are separated by `;`.",
                "Sides are relative to the source: ipsilateral, contralateral, both, midline. `level` is how far a statement was",
                "checked, `sources` are keys of citations.csv, `witnesses` counts independent works.",
            ]
            for table in ExportTables(knowledge: knowledge).all {
                lines += ["", "## \(table.name).csv", "", table.meaning, "", "| column | meaning |", "| --- | --- |"]
                lines += table.columns.map { "| `\($0.name)` | \($0.meaning) |" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var citationFile: String {
        """
        cff-version: 1.2.0
        message: If you use this data set, please cite it.
        title: Tautband knowledge of trigger points, referral and examination
        type: dataset
        version: \(knowledge.version)
        license: CC-BY-4.0
        authors:
          - name: Tautband contributors

        """
    }

    private static let licence = """
        The Tautband knowledge is licensed under the Creative Commons Attribution 4.0 International licence (CC BY 4.0).
        https://creativecommons.org/licenses/by/4.0/legalcode

        You may share and adapt it, also commercially, if you give credit ("Tautband contributors"), name the licence and say
        what you changed. Works that the statements cite keep their own rights; only facts were taken from them.

        The data is for examination and education. It is no diagnosis and comes without any warranty.

        """
}
