public import Knowledge

/// Holds every number on the pages against what was read of its sources.
///
/// A number is sound when the knowledge, or a reading of `sources.yaml`, states it beside the same source. So a page
/// cannot carry a figure that nobody has seen, and a figure that is mended in the knowledge is found on the pages.
public struct FigureCheck: Sendable {
    private let figures: [String: Set<Double>]

    /// - Parameter knowledge: The files of the knowledge as written.
    /// - Complexity: O(statements).
    public init(knowledge: KnowledgeDocuments) {
        var figures: [String: Set<Double>] = [:]
        let documents = knowledge.object
        for name in documents.keys.sorted() where !name.hasPrefix("citations/") {
            if let value = documents[name] { Self.collect(ContentNode(value), sources: [], into: &figures) }
        }
        self.figures = figures
    }

    /// The numbers of the pages that none of their sources states.
    public func diagnostics(of base: LearningBase) -> [LearningDiagnostic] {
        var known = figures
        for reading in base.readings { known[reading.work, default: []].formUnion(Self.numbers(in: reading.figures)) }
        return base.articles.flatMap { article in
            article.claims.flatMap { claim -> [LearningDiagnostic] in
                // `36 of 100` states 36.
                let numbers = Self.numbers(in: claim.text.replacing(" of 100", with: ""))
                guard !numbers.isEmpty else { return [] }
                func defect(_ value: String, _ message: String) -> LearningDiagnostic {
                    LearningDiagnostic(file: article.file, path: claim.path, value: value, message: message)
                }
                guard claim.namesSource else {
                    return [defect(claim.text, "a number without a source of its own")]
                }
                var sound: Set<Double> = []
                for source in claim.evidence.sources {
                    sound.formUnion(known[source] ?? [])
                    if let year = base.works[source]?.year { sound.insert(Double(year)) }
                }
                return numbers.subtracting(sound).sorted().map {
                    defect("\($0)", "a number that none of its sources is known to state")
                }
            }
        }
    }

    private static let withoutFigures: Set<String> = [
        "src", "dispute_src", "level", "id", "ids", "at", "zones", "place", "movement", "roots", "schema",
    ]

    private static func collect(_ node: ContentNode, sources: [String], into figures: inout [String: Set<Double>]) {
        switch node {
        case .text(let text):
            let numbers = numbers(in: text)
            // A share of 0.63 may be told as 63 of 100.
            let all = numbers.union(numbers.filter { $0 > 0 && $0 < 1 }.map { ($0 * 10_000).rounded() / 100 })
            for source in sources { figures[source, default: []].formUnion(all) }
        case .list(let elements):
            for element in elements { collect(element, sources: sources, into: &figures) }
        case .map(let entries):
            let inherited = entries["defaults"]?["src"] ?? entries["src"]
            let own = inherited.map { $0.elements.compactMap(\.text) } ?? sources
            for key in entries.keys.sorted() where !withoutFigures.contains(key) {
                if let value = entries[key] { collect(value, sources: own, into: &figures) }
            }
        }
    }

    /// The numbers of a text that stand alone, without their sign: `3,096`, `-0.22`, `2.6`; not those in names as `C6`.
    static func numbers(in text: String) -> Set<Double> {
        var numbers: Set<Double> = []
        var digits = ""
        var previous: Character = " "
        var isName = false
        func close() {
            while let last = digits.last, last == "." || last == "," { digits.removeLast() }
            let plain = digits.filter { $0 != "," }
            if !isName, let number = Double(plain) { numbers.insert(number) }
            digits = ""
        }
        for character in text {
            if character.isASCII, character.isNumber {
                if digits.isEmpty { isName = previous.isLetter }
                digits.append(character)
            } else if !digits.isEmpty, character == "." || character == "," {
                digits.append(character)
            } else {
                if !digits.isEmpty { close() }
            }
            previous = character
        }
        if !digits.isEmpty { close() }
        return numbers
    }
}
