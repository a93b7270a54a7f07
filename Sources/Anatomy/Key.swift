/// An identifier of the vocabulary that can't be mistaken for one of another table.
///
/// Keys are lower-case ASCII words as fixed in `Resources/vocabulary`; they never change once published.
public struct Key<Subject>: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The key as written in files, for example `upper_limb/shoulder/anterior_deltoid`.
    public let text: String

    /// Wraps a text; whether the vocabulary knows it is the vocabulary's to say.
    public init(_ text: String) {
        self.text = text
    }

    public var description: String { text }

    public static func < (left: Key, right: Key) -> Bool { left.text < right.text }
}
