/// What keeps a network from being built or a posterior from being computed.
public enum InferenceError: Error, Hashable, Sendable {
    /// A prior isn't a number in 0...1.
    case priorOutOfRange(cause: Int, value: Double)

    /// A leak isn't a number in 0...1.
    case leakOutOfRange(effect: Int, value: Double)

    /// The probability of a link isn't a number in 0...1.
    case linkOutOfRange(cause: Int, effect: Int, value: Double)

    case unknownCause(Int)
    case unknownEffect(Int)

    /// An effect is given as present and as absent.
    case effectBothPresentAndAbsent(Int)

    /// The shift of a cause isn't a number, or contradicts a cause that is certain.
    case badLogOdds(cause: Int, value: Double)

    /// The evidence has probability zero under the network.
    case contradiction
}

extension InferenceError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .priorOutOfRange(let cause, let value): "prior \(value) of cause \(cause) is outside 0 to 1"
        case .leakOutOfRange(let effect, let value): "leak \(value) of effect \(effect) is outside 0 to 1"
        case .linkOutOfRange(let cause, let effect, let value):
            "link \(value) from cause \(cause) to effect \(effect) is outside 0 to 1"
        case .unknownCause(let cause): "there is no cause \(cause)"
        case .unknownEffect(let effect): "there is no effect \(effect)"
        case .effectBothPresentAndAbsent(let effect): "effect \(effect) is given as present and as absent"
        case .badLogOdds(let cause, let value): "log odds \(value) of cause \(cause) are not usable"
        case .contradiction: "the evidence is impossible under the network"
        }
    }
}
