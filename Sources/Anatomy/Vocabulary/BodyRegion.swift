/// The regions that compensation chains link, and the joints, the limb and the spine that belong to each.
public enum BodyRegion: String, CaseIterable, Hashable, Sendable {
    case head, jaw, neck, thorax, shoulder, arm, forearm, hand
    case lowBack = "low_back"
    case pelvis, hip, thigh, knee, leg, foot

    /// The regions that a zone belongs to; those at a joint belong to the joint and both neighbours.
    public static func of(_ zone: Zone.ID) -> [BodyRegion] {
        let words = zone.text.split(separator: "/").map(String.init)
        switch words.prefix(2).joined(separator: "/") {
        case "head/jaw", "head/mouth": return [.jaw, .head]
        case "head/cheek": return [.jaw, .head]
        case let path where path.hasPrefix("head/"): return [.head]
        case let path where path.hasPrefix("neck/"): return [.neck]
        case "trunk/low_back": return [.lowBack]
        case "trunk/abdomen": return [.lowBack, .pelvis]
        case let path where path.hasPrefix("trunk/"): return [.thorax]
        case "pelvis/hip": return [.hip, .pelvis]
        case "pelvis/back": return [.pelvis, .hip]
        case "pelvis/front": return [.pelvis, .hip]
        case "upper_limb/shoulder": return [.shoulder]
        case "upper_limb/arm": return [.arm]
        case "upper_limb/elbow": return [.forearm, .arm]
        case "upper_limb/forearm": return [.forearm]
        case "upper_limb/wrist": return [.hand, .forearm]
        case let path where path.hasPrefix("upper_limb/"): return [.hand]
        case "lower_limb/thigh": return [.thigh]
        case "lower_limb/knee": return [.knee]
        case "lower_limb/leg": return [.leg]
        case let path where path.hasPrefix("lower_limb/"): return [.foot]
        default: return []
        }
    }

    /// The first words of the movements of its joints, nearest first.
    public var joints: [String] {
        switch self {
        case .head: ["jaw", "face"]
        case .jaw: ["jaw", "tongue"]
        case .neck: ["neck"]
        case .thorax: ["scapula", "trunk", "ribs"]
        case .shoulder: ["shoulder", "scapula"]
        case .arm: ["shoulder", "elbow"]
        case .forearm: ["elbow", "forearm", "wrist"]
        case .hand: ["wrist", "hand", "thumb", "finger"]
        case .lowBack: ["trunk"]
        case .pelvis: ["pelvis", "trunk", "hip", "pelvic_floor"]
        case .hip: ["hip", "pelvis"]
        case .thigh: ["hip", "knee"]
        case .knee: ["knee"]
        case .leg: ["ankle", "knee"]
        case .foot: ["ankle", "foot", "big_toe", "toes"]
        }
    }

    /// The segments of the same limb that can make it compensate.
    public var limb: [BodyRegion] {
        switch self {
        case .head: [.jaw, .neck, .shoulder, .thorax]
        case .jaw: [.neck, .head, .shoulder, .thorax]
        case .neck: [.jaw, .thorax, .shoulder]
        case .thorax: [.shoulder, .lowBack, .neck]
        case .shoulder: [.arm, .forearm, .hand]
        case .arm: [.forearm, .hand, .shoulder]
        case .forearm: [.hand, .arm, .shoulder]
        case .hand: [.forearm, .arm, .shoulder]
        case .lowBack: [.hip, .pelvis, .thigh, .foot]
        case .pelvis: [.hip, .lowBack, .thigh]
        case .hip: [.thigh, .knee, .foot, .lowBack]
        case .thigh: [.hip, .knee, .foot]
        case .knee: [.thigh, .hip, .leg, .foot]
        case .leg: [.knee, .foot, .thigh]
        case .foot: [.leg, .knee, .hip]
        }
    }

    /// Where its innervation leaves the spine.
    public var spine: BodyRegion {
        switch self {
        case .head, .jaw, .neck, .shoulder, .arm, .forearm, .hand: .neck
        case .thorax: .thorax
        case .lowBack, .pelvis, .hip, .thigh, .knee, .leg, .foot: .lowBack
        }
    }

    public var name: String { rawValue.replacing("_", with: " ") }
}
