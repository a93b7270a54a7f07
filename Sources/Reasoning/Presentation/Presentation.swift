public import Anatomy

/// Who the client is, as far as it changes what is likely.
public struct Patient: Hashable, Sendable {
    public enum Sex: String, CaseIterable, Sendable { case female, male }

    /// Years, 0...130; `nil` when not told.
    public var age: Int?
    public var sex: Sex?

    public init(age: Int? = nil, sex: Sex? = nil) {
        self.age = age
        self.sex = sex
    }
}

/// One leaf zone of a pain drawing with what is felt there.
public struct PaintedZone: Hashable, Sendable {
    /// Qualities that speak of a nerve.
    public static let nerveWords: Set<String> = ["numb", "tingling", "electric"]

    public let place: SidedZone
    /// 0...10, as the client rates it.
    public let intensity: Double
    public let qualities: [Term.ID]
    /// The cells that were painted; empty when the zone was marked as a whole.
    public let cells: [Int]

    /// Creates a painted zone.
    ///
    /// - Throws: ``PresentationError/intensityOutOfScale(_:)`` outside 0...10 or for a value that is no number.
    public init(
        place: SidedZone, intensity: Double, qualities: [Term.ID] = [], cells: [Int] = []
    ) throws(PresentationError) {
        guard (0...10).contains(intensity) else { throw .intensityOutOfScale(intensity) }
        self.place = place
        self.intensity = intensity
        self.qualities = qualities
        self.cells = cells
    }
}

/// Everything known of one complaint: the drawing, the history and the findings.
public struct Presentation: Hashable, Sendable {
    public var patient: Patient
    public var drawing: [PaintedZone]
    public var findings: [Finding]

    public init(patient: Patient = Patient(), drawing: [PaintedZone] = [], findings: [Finding] = []) {
        self.patient = patient
        self.drawing = drawing
        self.findings = findings
    }
}

/// What can be wrong with a presentation that comes from outside.
public enum PresentationError: Error, Hashable, CustomStringConvertible {
    case intensityOutOfScale(Double)
    case unknownZone(String, near: [String])
    case notALeafZone(String, leaves: [String])
    case unknownSide(String)
    case sideMismatch(String, String)
    case unknownQuality(String, near: [String])
    case unknownFinding(String, near: [String])
    case badFinding(String, reason: String)

    public var description: String {
        switch self {
        case .intensityOutOfScale(let value): "intensity \(value) is outside 0 to 10"
        case .unknownZone(let text, let near): "unknown zone '\(text)'" + Self.hint(near)
        case .notALeafZone(let text, let leaves):
            "'\(text)' is a region, not a zone; choose one of its zones: \(leaves.joined(separator: ", "))"
        case .unknownSide(let text): "unknown side '\(text)': write right, left or midline"
        case .sideMismatch(let zone, let side): "zone '\(zone)' does not exist on side '\(side)'"
        case .unknownQuality(let text, let near): "unknown quality '\(text)'" + Self.hint(near)
        case .unknownFinding(let text, let near): "unknown finding '\(text)'" + Self.hint(near)
        case .badFinding(let text, let reason): "finding '\(text)': \(reason)"
        }
    }

    private static func hint(_ near: [String]) -> String {
        near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
    }
}

extension Vocabulary {
    /// The sides on which a zone exists, for a zone and side written by people.
    ///
    /// `text`: A leaf zone, by its full path or its last word.
    /// `side`: `right`, `left`, `both`, `midline`, or `nil` for zones in the midline.
    /// - Throws: ``PresentationError`` naming the text and words like it.
    public func places(zone text: String, side: String?) throws(PresentationError) -> [SidedZone] {
        let found = try leaf(text)
        switch (found.laterality, side) {
        case (.midline, nil), (.midline, "midline"), (.midline, "both"): return [SidedZone(found.id, .midline)]
        case (.midline, .some(let side)):
            guard side == "right" || side == "left" else { throw .unknownSide(side) }
            return [SidedZone(found.id, .midline)]
        case (.paired, "right"): return [SidedZone(found.id, .right)]
        case (.paired, "left"): return [SidedZone(found.id, .left)]
        case (.paired, "both"): return [SidedZone(found.id, .right), SidedZone(found.id, .left)]
        case (.paired, "midline"): throw .sideMismatch(found.id.text, "midline")
        case (.paired, .some(let side)): throw .unknownSide(side)
        case (.paired, nil): throw .badFinding(found.id.text, reason: "the side is missing: add :right, :left or :both")
        }
    }

    private func leaf(_ text: String) throws(PresentationError) -> Zone {
        if let zone = zone[Zone.ID(text)] {
            if zone.isLeaf { return zone }
            throw .notALeafZone(text, leaves: leaves.filter { $0.parent == zone.id }.map(\.id.text))
        }
        if let zone = leaves.first(where: { $0.id.text.hasSuffix("/" + text) }) { return zone }
        throw .unknownZone(String(text.prefix(120)), near: suggestions(for: text, among: leaves.lazy.map(\.id.text)))
    }
}
