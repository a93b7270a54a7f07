/// Why a network can't be built or a posterior can't be computed.
public enum InferenceError: Error, Equatable, Sendable {
    /// The evidence has probability zero under the network.
    case contradiction

    /// The prior of `cause` isn't a number in 0...1.
    case priorOutOfRange(cause: Int, value: Double)

    /// The leak of `effect` isn't a number in 0...1.
    case leakOutOfRange(effect: Int, value: Double)

    /// The probability of the link from `cause` to `effect` isn't a number in 0...1.
    case linkOutOfRange(cause: Int, effect: Int, value: Double)

    /// There is no cause with this index.
    case unknownCause(Int)

    /// There is no effect with this index.
    case unknownEffect(Int)

    /// Two links join the same cause and effect.
    case duplicateLink(cause: Int, effect: Int)

    /// The evidence shifts the log odds of a number of causes that isn't the network's.
    case shiftCountMismatch(expected: Int, found: Int)

    /// The shift of the log odds of `cause` isn't a number.
    case shiftNotANumber(cause: Int)

    /// A limit of the options isn't usable; the text names it.
    case unusableOption(String)
}

extension InferenceError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .contradiction: "the evidence has probability zero under the network"
        case .priorOutOfRange(let cause, let value): "the prior \(value) of cause \(cause) is outside 0...1"
        case .leakOutOfRange(let effect, let value): "the leak \(value) of effect \(effect) is outside 0...1"
        case .linkOutOfRange(let cause, let effect, let value):
            "the link \(value) from cause \(cause) to effect \(effect) is outside 0...1"
        case .unknownCause(let cause): "there is no cause \(cause)"
        case .unknownEffect(let effect): "there is no effect \(effect)"
        case .duplicateLink(let cause, let effect):
            "there are two links from cause \(cause) to effect \(effect)"
        case .shiftCountMismatch(let expected, let found):
            "the evidence shifts \(found) causes of a network of \(expected)"
        case .shiftNotANumber(let cause): "the shift of the log odds of cause \(cause) isn't a number"
        case .unusableOption(let name): "the option \(name) is out of its range"
        }
    }
}
