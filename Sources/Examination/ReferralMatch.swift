public import Anatomy
public import Knowledge
public import Reasoning

/// How well the pain that pressing evoked, as the client drew it, meets the complaint and the expected field.
public struct ReferralMatch: Hashable, Sendable {
    /// Jaccard overlap of the evoked and the drawn pain, by skin area, 0...1.
    public let complaint: Double
    /// The share of the evoked area that lies in the source's known field, 0...1.
    public let expected: Double

    /// Measures the overlap; `nil` when the client drew nothing while pressed.
    ///
    /// Zones of the muscle's side and of the midline are meant. Places without skin of their own count as one square
    /// centimetre. Two drawings of the same pain overlap by 0.4 to 0.6 (Leoni 2013), so more cannot be expected.
    /// - Complexity: O(zones).
    public init?(place: PressedPlace, presentation: Presentation, knowledge: KnowledgeBase, surface: BodySurface?) {
        guard !place.refersTo.isEmpty else { return nil }
        func sided(_ zone: Zone.ID) -> SidedZone {
            knowledge.vocabulary.zone[zone]?.laterality == .midline
                ? SidedZone(zone, .midline) : SidedZone(zone, place.side ?? .right)
        }
        func area(_ zones: Set<SidedZone>) -> Double {
            zones.sorted().reduce(0) { sum, zone in
                let cells = surface?.cellsOf[zone] ?? []
                let skin = cells.reduce(0) { $0 + (surface?.cells[$1].area ?? 0) }
                return sum + max(skin, 1e-4)
            }
        }
        let evoked = Set(place.refersTo.map(sided))
        let drawn = Set(presentation.drawing.map(\.place))
        complaint = area(evoked.intersection(drawn)) / max(area(evoked.union(drawn)), 1e-9)
        let parts = knowledge.source[place.source]?.parts.filter { place.part == nil || $0.name == place.part } ?? []
        let side = place.side ?? .right
        let field = Set(
            parts.flatMap(\.pain).flatMap { entry in entry.to.sides(from: side).map { SidedZone(entry.zone, $0) } })
        expected = area(evoked.intersection(field)) / max(area(evoked), 1e-9)
    }
}
