/// The side of the body, always the client's own.
public enum Side: String, CaseIterable, Hashable, Sendable, Comparable {
    case right, left, midline

    /// The other side; the midline is its own mirror.
    public var mirrored: Side {
        switch self {
        case .right: .left
        case .left: .right
        case .midline: .midline
        }
    }

    private var order: Int {
        switch self {
        case .right: 0
        case .left: 1
        case .midline: 2
        }
    }

    public static func < (left: Side, right: Side) -> Bool { left.order < right.order }
}

/// Where a pattern of the knowledge lies relative to its source, so that one entry serves both sides.
public enum RelativeSide: String, CaseIterable, Hashable, Sendable {
    case ipsilateral, contralateral, both, midline
    /// Named sides, for organs that lie where they lie.
    case right, left

    /// The sides meant when the source lies on `side`.
    ///
    /// A midline source with an ipsilateral pattern means both sides.
    public func sides(from side: Side) -> [Side] {
        switch self {
        case .ipsilateral: side == .midline ? [.right, .left] : [side]
        case .contralateral: side == .midline ? [.right, .left] : [side.mirrored]
        case .both: [.right, .left]
        case .midline: [.midline]
        case .right: [.right]
        case .left: [.left]
        }
    }
}

/// Whether a structure exists twice or once.
public enum Laterality: String, Hashable, Sendable {
    case paired, midline

    /// The sides on which such a structure exists, in a fixed order.
    public var sides: [Side] {
        switch self {
        case .paired: [.right, .left]
        case .midline: [.midline]
        }
    }
}
