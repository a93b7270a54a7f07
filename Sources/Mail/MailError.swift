/// What is wrong with a part of a letter.
public enum MailError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A value that is not accepted, with the field it was given for.
    ///
    /// The value itself is not named: it may be somebody's address or words.
    case invalid(field: String, reason: String)

    /// A part that is longer than allowed, with its length and the limit in octets.
    case tooLong(field: String, octets: Int, limit: Int)

    /// One sentence that names the field and the rule.
    public var description: String {
        switch self {
        case .invalid(let field, let reason): "The \(field) \(reason)."
        case .tooLong(let field, let octets, let limit): "The \(field) has \(octets) octets; the limit is \(limit)."
        }
    }
}
