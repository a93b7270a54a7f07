public import Foundation

/// A card of the knowledge in words, before it becomes text, JSON or a page.
public struct CardDocument: Encodable, Sendable {
    /// One line of a section.
    public struct Line: Encodable, Sendable {
        /// What the line is about, set off from the text.
        public let term: String?
        public let text: String
        /// Identifier of the card that the term leads to, for example `nerve:root/c6`.
        public let link: String?
        /// Subjects that the line names, with the cards that they lead to.
        public let related: [Related]
        /// Verification level; `nil` for lines that only explain.
        public let level: String?
        /// Places in ``CardDocument/citations``, from 1.
        public let sources: [Int]
        /// Whether only one independent work states it.
        public let isSingleSource: Bool
        /// Another source that disagrees, in words.
        public let dispute: String?
    }

    /// A subject that a line names.
    public struct Related: Encodable, Sendable {
        public let name: String
        public let link: String?
    }

    /// A section with a heading.
    public struct Section: Encodable, Sendable {
        public let id: String
        public let title: String
        public let lines: [Line]
        /// Why the section is empty, where it is.
        public let none: String?
    }

    /// The identifier of what the card is about: `muscle:infraspinatus`, `condition:tmj`.
    public let id: String
    public let kind: String
    public let title: String
    public let subtitle: String
    /// What it is, in a few sentences.
    public let about: Line?
    /// Short facts for the head of the card.
    public let badges: [String]
    public let sections: [Section]
    public let citations: [String]
    /// The content that the card was made from.
    public let knowledgeVersion: String
    public let statement = "For examination and education; not a diagnosis."
}

extension CardDocument {
    /// The card as one JSON object, keys in snake case.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(self)
    }
}
