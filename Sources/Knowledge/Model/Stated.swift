/// A cited sentence.
public struct Statement: Hashable, Sendable {
    public let text: String
    public let evidence: Evidence
}

/// Something that is known, or the reason why there is nothing to say; never silence.
public enum Stated<Value: Sendable>: Sendable {
    case known(Value)
    case none(reason: String)

    /// The value, where there is one.
    public var value: Value? {
        if case .known(let value) = self { value } else { nil }
    }

    /// The reason, where there is no value.
    public var reason: String? {
        if case .none(let reason) = self { reason } else { nil }
    }
}
