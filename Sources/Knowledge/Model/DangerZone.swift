public import Anatomy

/// A place where pressure can harm, whatever muscle lies there.
public struct DangerZone: Identifiable, Hashable, Sendable {
    public let id: String
    /// What lies there.
    public let structure: String
    /// The kinds of hazard that a card may use for it.
    public let kinds: [HazardKind]
    public let zones: [Zone.ID]
    public let avoid: String
    public let evidence: Evidence
}
