public import Anatomy
public import Knowledge

/// What a pressed place turned out to be, by the rule of the field's consensus.
///
/// Tender alone is a tender point; a taut band whose pain stays is a knot (local myalgia); pain that spreads inside the muscle is
/// spreading; pain beyond it makes a trigger point, active when the client knows the pain, else latent (Delphi panel 2018, doi
/// 10.1093/pm/pnx207; classes of DC/TMD 2014, doi 10.11607/jop.1151).
public enum PointKind: String, CaseIterable, Hashable, Sendable {
    case activeTriggerPoint = "active_trigger_point"
    case latentTriggerPoint = "latent_trigger_point"
    case spreading
    case knot
    case tenderPoint = "tender_point"
    case nothing
    /// What was recorded contradicts itself.
    case contradictory
    /// Too little is recorded.
    case open

    static let familiarSigns: Set<String> = ["familiar_pain", "familiar_headache"]

    /// The kind that readings of one place make.
    public init(present: Set<String>, denied: Set<String>) {
        let beyond = !present.isDisjoint(with: ["referred_pain", "referred_sensation"])
        let isFamiliar = !present.isDisjoint(with: Self.familiarSigns)
        let stays = present.contains("local_only")
        let hurts =
            beyond || isFamiliar || stays || !present.isDisjoint(with: ["tender_spot", "spreading", "jump_sign"])
        let isBand = !present.isDisjoint(with: ["taut_band", "nodule"])
        if !present.isDisjoint(with: denied) || beyond && stays || present.contains("no_tenderness") && hurts {
            self = .contradictory
        } else if present.contains("no_tenderness") {
            self = .nothing
        } else if beyond {
            self = isFamiliar ? .activeTriggerPoint : .latentTriggerPoint
        } else if isFamiliar && !stays {
            // The complaint itself came back; where it was felt was not recorded.
            self = present.contains("spreading") ? .spreading : .activeTriggerPoint
        } else if present.contains("spreading") {
            self = .spreading
        } else if stays && (isBand || isFamiliar) {
            self = .knot
        } else if hurts {
            self = .tenderPoint
        } else {
            self = .open
        }
    }
}

/// A place that was pressed, with all that was read there.
public struct PressedPlace: Hashable, Sendable {
    public let source: PainSourceID
    public let part: String?
    public let side: Side?
    public let present: Set<String>
    public let denied: Set<String>
    /// Where pressing sent the pain.
    public let refersTo: Set<Zone.ID>

    /// Whether pressing brought the client's own pain or headache.
    public var isFamiliar: Bool { !present.isDisjoint(with: PointKind.familiarSigns) }

    public var kind: PointKind {
        var present = present
        // Drawn while pressed: the pain went somewhere, once anything else is recorded.
        if !refersTo.isEmpty, !present.isEmpty,
            present.isDisjoint(with: ["referred_pain", "local_only", "no_tenderness"])
        {
            present.insert("referred_pain")
        }
        return PointKind(present: present, denied: denied)
    }

    /// The answers that pressing can have, most telling first, as signs that are there and signs that are not.
    ///
    /// The pressure is held for 5 s before pain that stays is recorded (DC/TMD; level `unverified`).
    public static let answers: [(name: String, present: [String], denied: [String])] = [
        ("familiar_referred", ["familiar_pain", "referred_pain"], []),
        ("familiar", ["familiar_pain", "tender_spot", "local_only"], []),
        ("referred", ["referred_pain"], ["familiar_pain"]),
        ("knot", ["taut_band", "tender_spot", "local_only"], ["familiar_pain"]),
        ("tender", ["tender_spot", "local_only"], ["familiar_pain", "taut_band"]),
        ("nothing", ["no_tenderness"], []),
    ]
}

extension Presentation {
    /// The pressed places, in the order in which they were first pressed.
    public var pressedPlaces: [PressedPlace] {
        struct Place: Hashable {
            let source: PainSourceID
            let part: String?
            let side: Side?
        }
        var order: [Place] = []
        var present: [Place: Set<String>] = [:]
        var denied: [Place: Set<String>] = [:]
        var sent: [Place: Set<Zone.ID>] = [:]
        for finding in findings {
            let place: Place
            switch finding.fact {
            case .palpation(let source, let part, let sign, let isPresent):
                place = Place(source: source, part: part, side: finding.side)
                if isPresent {
                    present[place, default: []].insert(sign.text)
                } else {
                    denied[place, default: []].insert(sign.text)
                }
            case .palpationRefers(let source, let part, let zone):
                place = Place(source: source, part: part, side: finding.side)
                sent[place, default: []].insert(zone)
            default: continue
            }
            if !order.contains(place) { order.append(place) }
        }
        return order.map { place in
            PressedPlace(
                source: place.source, part: place.part, side: place.side, present: present[place] ?? [],
                denied: denied[place] ?? [], refersTo: sent[place] ?? []
            )
        }
    }
}
