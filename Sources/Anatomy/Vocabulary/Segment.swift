/// The rigid parts of the body that joints link, as far as a check of muscle attachments needs them.
public enum Segment: String, CaseIterable, Hashable, Sendable {
    case skull, face, jaw, throat, neck, thorax, lumbar, pelvis, perineum, shoulderGirdle, arm, forearm, hand, thumb,
        fingers, thigh, kneecap, leg, foot, bigToe, toes

    /// The segments that joints link to this one.
    public var neighbors: Set<Segment> {
        switch self {
        case .skull: [.jaw, .neck, .face, .throat]
        case .face: [.skull]
        case .jaw: [.skull, .throat]
        case .throat: [.jaw, .skull, .thorax, .shoulderGirdle, .neck]
        case .neck: [.skull, .thorax, .throat, .shoulderGirdle]
        case .thorax: [.neck, .lumbar, .shoulderGirdle, .throat]
        case .lumbar: [.thorax, .pelvis]
        case .pelvis: [.lumbar, .thigh, .perineum]
        case .perineum: [.pelvis]
        case .shoulderGirdle: [.thorax, .neck, .arm, .throat]
        case .arm: [.shoulderGirdle, .forearm]
        case .forearm: [.arm, .hand]
        case .hand: [.forearm, .thumb, .fingers]
        case .thumb: [.hand]
        case .fingers: [.hand]
        case .thigh: [.pelvis, .leg, .kneecap]
        case .kneecap: [.thigh, .leg]
        case .leg: [.thigh, .foot, .kneecap]
        case .foot: [.leg, .bigToe, .toes]
        case .bigToe: [.foot]
        case .toes: [.foot]
        }
    }

    /// The segments on the shortest way from one to another, both included.
    ///
    /// - Complexity: O(segments).
    public static func way(from start: Segment, to end: Segment) -> [Segment] {
        var before: [Segment: Segment] = [start: start]
        var queue = [start]
        while !queue.isEmpty {
            let next = queue.removeFirst()
            if next == end { break }
            for neighbor in next.neighbors.sorted(by: { $0.rawValue < $1.rawValue }) where before[neighbor] == nil {
                before[neighbor] = next
                queue.append(neighbor)
            }
        }
        var way = [end]
        while let last = way.last, last != start, let previous = before[last] { way.append(previous) }
        return way.reversed()
    }

    /// The segments whose bones lie under a zone; those near a joint belong to both sides of it.
    public static func under(_ zone: Zone.ID) -> Set<Segment> {
        let words = zone.text.split(separator: "/").map(String.init)
        let region = words.prefix(2).joined(separator: "/")
        switch (region, words.last ?? "") {
        case ("head/jaw", _): return [.jaw, .throat, .face]
        case ("head/cheek", _): return [.skull, .jaw, .face]
        case ("head/cranium", "occiput"), ("head/cranium", "above_ear"), ("head/ear", _): return [.skull, .jaw]
        case ("head/cranium", _), ("head/eye", _), ("head/nose", _): return [.skull, .face, .jaw]
        case ("head/mouth", _): return [.skull, .face, .jaw, .throat]
        case ("neck/posterior", "suboccipital"): return [.skull, .neck]
        case ("neck/posterior", "neck_shoulder_angle"), ("neck/posterior", "lower_back_of_neck"):
            return [.neck, .thorax, .shoulderGirdle]
        case ("neck/posterior", _): return [.neck, .skull]
        case ("neck/lateral", "above_collarbone"): return [.neck, .thorax, .shoulderGirdle]
        case ("neck/lateral", _): return [.neck, .skull, .throat]
        case ("neck/anterior", "sternal_notch"): return [.thorax, .throat, .shoulderGirdle]
        case ("neck/anterior", _): return [.neck, .throat, .jaw, .skull]
        case ("trunk/chest", "collarbone"), ("trunk/chest", "front_axillary_fold"), ("trunk/chest", "armpit"),
            ("trunk/chest", "upper_chest"):
            return [.thorax, .shoulderGirdle, .arm]
        case ("trunk/chest", _): return [.thorax, .shoulderGirdle]
        case ("trunk/abdomen", "epigastrium"), ("trunk/abdomen", "upper_quadrant"): return [.thorax, .lumbar]
        case ("trunk/abdomen", _): return [.lumbar, .pelvis, .thorax]
        case ("trunk/upper_back", "upper_thoracic_spine"), ("trunk/upper_back", "lower_thoracic_spine"),
            ("trunk/upper_back", "mid_back_beside_spine"), ("trunk/upper_back", "lower_back_ribs"):
            return [.thorax, .neck, .lumbar]
        case ("trunk/upper_back", "back_axillary_fold"): return [.shoulderGirdle, .thorax, .arm]
        case ("trunk/upper_back", _): return [.shoulderGirdle, .thorax, .neck]
        case ("trunk/low_back", "back_of_pelvic_rim"): return [.pelvis, .lumbar]
        case ("trunk/low_back", "flank"): return [.thorax, .lumbar, .pelvis]
        case ("trunk/low_back", _): return [.lumbar, .thorax, .pelvis]
        case ("pelvis/front", "perineum"), ("pelvis/front", "anal_region"), ("pelvis/front", "external_genitals"),
            ("pelvis/front", "pelvis_deep"):
            return [.pelvis, .perineum, .lumbar]
        case ("pelvis/front", "groin"): return [.pelvis, .thigh]
        case ("pelvis/front", _): return [.pelvis, .perineum]
        case ("pelvis/hip", "hip_bump"), ("pelvis/hip", "side_hip"): return [.pelvis, .thigh]
        case ("pelvis/back", "lower_buttock"), ("pelvis/back", "sit_bone"), ("pelvis/back", "mid_buttock"):
            return [.pelvis, .thigh, .perineum]
        case ("pelvis/back", "tailbone"): return [.pelvis, .perineum]
        case ("pelvis/back", "sacrum"): return [.pelvis, .lumbar]
        case ("pelvis/hip", _), ("pelvis/back", _): return [.pelvis]
        case ("upper_limb/shoulder", _): return [.shoulderGirdle, .arm]
        case ("upper_limb/arm", _): return [.arm]
        case ("upper_limb/elbow", _): return [.arm, .forearm]
        case ("upper_limb/forearm", _): return [.forearm]
        case ("upper_limb/wrist", _): return [.forearm, .hand]
        case ("upper_limb/hand", "thumb_base"), ("upper_limb/hand", "thumb_pad_of_palm"),
            ("upper_limb/hand", "thumb_web_back"):
            return [.hand, .thumb]
        case ("upper_limb/hand", _): return [.hand, .fingers]
        case ("upper_limb/fingers", "thumb_back"), ("upper_limb/fingers", "thumb_palm_side"): return [.thumb]
        case ("upper_limb/fingers", _): return [.fingers]
        case ("lower_limb/thigh", _): return [.thigh]
        case ("lower_limb/knee", "kneecap"): return [.kneecap]
        case ("lower_limb/knee", "above_kneecap"): return [.thigh, .kneecap]
        case ("lower_limb/knee", "below_kneecap"): return [.leg]
        case ("lower_limb/knee", _): return [.thigh, .leg]
        case ("lower_limb/leg", _): return [.leg]
        case ("lower_limb/ankle", _): return [.leg, .foot]
        case ("lower_limb/foot", "ball_big_toe"): return [.foot, .bigToe]
        case ("lower_limb/foot", _): return [.foot, .toes]
        case ("lower_limb/toes", "big_toe_top"), ("lower_limb/toes", "big_toe_under"): return [.bigToe]
        case ("lower_limb/toes", _): return [.toes]
        default: return Set(Segment.allCases)
        }
    }
}

extension Movement {
    /// The segments that move against each other; empty where no joint is meant (grip, swallowing, the face).
    public var joins: [(Segment, Segment)] {
        let words = id.text.split(separator: "/").map(String.init)
        switch words.first ?? "" {
        case "neck":
            return [
                (.skull, .neck), (.neck, .thorax), (.neck, .shoulderGirdle), (.neck, .throat), (.throat, .thorax),
                (.throat, .skull),
            ]
        case "jaw": return [(.skull, .jaw), (.jaw, .throat)]
        case "trunk": return [(.thorax, .lumbar), (.lumbar, .pelvis), (.neck, .thorax)]
        case "scapula": return [(.thorax, .shoulderGirdle), (.neck, .shoulderGirdle), (.throat, .shoulderGirdle)]
        case "shoulder": return [(.shoulderGirdle, .arm)]
        case "elbow", "forearm": return [(.arm, .forearm)]
        case "wrist": return [(.forearm, .hand)]
        case "thumb": return [(.hand, .thumb)]
        case "finger": return [(.hand, .fingers)]
        case "hip": return [(.pelvis, .thigh)]
        case "knee": return [(.thigh, .leg), (.thigh, .kneecap), (.kneecap, .leg)]
        case "ankle": return [(.leg, .foot)]
        case "big_toe": return [(.foot, .bigToe)]
        case "toes": return [(.foot, .toes)]
        default: return []
        }
    }

    /// The movements that undo this one, where the vocabulary has them.
    public var opposites: [Movement.ID] {
        let words = id.text.split(separator: "/").map(String.init)
        guard words.count == 2 else { return [] }
        let pairs: [(String, String)] = [
            ("flexion", "extension"), ("abduction", "adduction"), ("internal_rotation", "external_rotation"),
            ("horizontal_abduction", "horizontal_adduction"), ("pronation", "supination"),
            ("dorsiflexion", "plantarflexion"), ("inversion", "eversion"), ("radial_deviation", "ulnar_deviation"),
            ("elevation", "depression"), ("protraction", "retraction"), ("upward_rotation", "downward_rotation"),
            ("opening", "closing"), ("protrusion", "retrusion"), ("inspiration", "expiration"),
            ("anterior_tilt", "posterior_tilt"), ("hip_hike", "hip_drop"), ("contraction", "relaxation"),
            ("upper_flexion", "upper_extension"), ("thoracic_flexion", "thoracic_extension"),
            ("mcp_flexion", "mcp_extension"), ("pip_flexion", "pip_extension"), ("dip_flexion", "dip_extension"),
            ("ip_flexion", "ip_extension"),
        ]
        // Compound and two-sided movements stretch what does several others.
        let special: [String: [String]] = [
            "neck/side_bend": ["neck/side_bend"], "neck/rotation": ["neck/rotation"],
            "neck/flexion_rotation": ["neck/rotation", "neck/upper_extension", "neck/extension"],
            "neck/upper_flexion": ["neck/upper_extension", "neck/extension"],
            "neck/upper_extension": ["neck/upper_flexion", "neck/flexion"],
            "neck/flexion": ["neck/extension", "neck/upper_extension"],
            "neck/extension": ["neck/flexion", "neck/upper_flexion"],
            "neck/retraction": ["neck/protraction", "neck/upper_extension"],
            "trunk/side_bend": ["trunk/side_bend", "pelvis/hip_hike"],
            "trunk/rotation": ["trunk/rotation", "trunk/thoracic_rotation"],
            "trunk/thoracic_rotation": ["trunk/rotation", "trunk/thoracic_rotation"],
            "trunk/flexion": ["trunk/extension", "trunk/thoracic_extension"],
            "trunk/extension": ["trunk/flexion", "trunk/abdominal_curl", "trunk/thoracic_flexion"],
            "trunk/thoracic_extension": ["trunk/thoracic_flexion", "trunk/flexion", "trunk/abdominal_curl"],
            "trunk/thoracic_flexion": ["trunk/thoracic_extension", "trunk/extension"],
            "jaw/lateral_excursion": ["jaw/lateral_excursion", "jaw/closing", "jaw/protrusion"],
            "jaw/opening": ["jaw/closing"], "jaw/protrusion": ["jaw/retrusion", "jaw/closing"],
            "shoulder/hand_behind_back": [
                "shoulder/external_rotation", "shoulder/flexion", "shoulder/abduction", "shoulder/horizontal_adduction",
                "scapula/protraction", "elbow/extension",
            ],
            "shoulder/hand_behind_head": [
                "shoulder/internal_rotation", "shoulder/extension", "shoulder/adduction", "scapula/depression",
                "scapula/downward_rotation", "elbow/extension", "shoulder/horizontal_adduction",
            ],
            "shoulder/flexion": [
                "shoulder/extension", "shoulder/adduction", "scapula/depression", "scapula/downward_rotation",
            ],
            "shoulder/abduction": [
                "shoulder/adduction", "shoulder/extension", "scapula/depression", "scapula/downward_rotation",
            ],
            "shoulder/horizontal_adduction": [
                "shoulder/horizontal_abduction", "scapula/retraction", "shoulder/external_rotation",
                "shoulder/extension",
            ],
            "shoulder/horizontal_abduction": ["shoulder/horizontal_adduction", "scapula/protraction"],
            "scapula/retraction": ["scapula/protraction"], "scapula/elevation": ["scapula/depression"],
            "ankle/dorsiflexion_knee_bent": ["ankle/plantarflexion"],
            "hip/horizontal_adduction": ["hip/abduction", "hip/extension", "hip/external_rotation"],
            "hip/flexion": ["hip/extension", "knee/flexion"],
            "knee/unlocking": ["knee/extension"],
            "finger/mcp_extension": ["finger/mcp_flexion", "finger/pip_flexion", "finger/dip_flexion"],
            "finger/pip_extension": ["finger/pip_flexion", "finger/dip_flexion"],
            "finger/mcp_flexion": ["finger/mcp_extension"],
            "finger/pip_flexion": ["finger/pip_extension", "finger/mcp_extension"],
            "big_toe/mtp_extension": ["big_toe/mtp_flexion", "big_toe/ip_flexion"],
            "ribs/expiration": ["ribs/inspiration"],
        ]
        var found = special[id.text] ?? []
        for (one, other) in pairs {
            if words[1] == one { found.append("\(words[0])/\(other)") }
            if words[1] == other { found.append("\(words[0])/\(one)") }
        }
        return found.map { Movement.ID($0) }
    }
}
