public import Foundation

/// An identifier that cannot be mistaken for one of another kind of record.
public struct Identifier<Subject>: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let uuid: UUID

    public init(_ uuid: UUID = UUID()) { self.uuid = uuid }

    /// Reads the canonical form of 36 characters; `nil` for anything else.
    public init?(text: String) {
        // The system also reads blanks, signs and `0x` within: only the canonical spelling counts.
        guard text.utf8.count == 36, let uuid = UUID(uuidString: text), uuid.uuidString == text.uppercased() else {
            return nil
        }
        self.uuid = uuid
    }

    /// Canonical form in small letters.
    public var text: String { uuid.uuidString.lowercased() }
    public var description: String { text }

    public static func < (left: Identifier, right: Identifier) -> Bool { left.text < right.text }
}
