/// A stretch of a recording that shows something else than the muscle.
public struct Artefact: Hashable, Sendable {
    /// What it shows.
    public enum Kind: String, CaseIterable, Sendable {
        case gap, clipping, flatLine = "flat_line", heartbeat, movement, other
    }

    public let kind: Kind
    public let span: TimeSpan

    /// Creates an artefact.
    public init(_ kind: Kind, _ span: TimeSpan) {
        (self.kind, self.span) = (kind, span)
    }
}
