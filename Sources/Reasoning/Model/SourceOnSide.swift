public import Anatomy
public import Knowledge

/// A source on one side of the body.
public struct SourceOnSide: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let source: PainSourceID
    public let side: Side

    public init(_ source: PainSourceID, _ side: Side) {
        self.source = source
        self.side = side
    }

    public var description: String { "\(source):\(side.rawValue)" }

    public static func < (left: SourceOnSide, right: SourceOnSide) -> Bool {
        (left.source, left.side) < (right.source, right.side)
    }
}
