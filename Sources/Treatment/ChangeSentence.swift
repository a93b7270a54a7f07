public import Outcomes
public import Records

/// A pair of measurements, before and after, and whether the change is real.
public struct MeasuredPair: Sendable {
    public let before: MeasuredValue
    public let after: MeasuredValue
    /// `nil` where no error of measurement is published for the measure.
    public let change: MeasuredChange?

    init(before: MeasuredValue, after: MeasuredValue) {
        self.before = before
        self.after = after
        change = Self.measure(of: before).flatMap { try? MeasuredChange($0, from: before.figure, to: after.figure) }
    }

    /// Pairs of the same measure, target and side, in the order of the first.
    public static func pairs(_ measured: [MeasuredValue]) -> [MeasuredPair] {
        measured.filter { $0.phase == .before }.compactMap { before in
            measured.last { after in
                after.phase == .after && after.measure == before.measure && after.target == before.target
                    && after.side == before.side
            }.map { MeasuredPair(before: before, after: $0) }
        }
    }

    /// The published measure that a value is of; `nil` where none fits.
    static func measure(of value: MeasuredValue) -> Measure? {
        switch value.measure {
        case .pain: .pain
        case .pressureThreshold: .pressureThreshold
        case .psfs: .patientSpecificFunction
        case .peg: .peg
        case .pgic: nil
        case .range: Measure(movement: value.target)
        }
    }

    /// What the change means, with its source: `real, and important`, `within the error of measurement`, ...
    public var verdict: String {
        guard let change else { return "no published error of measurement" }
        let reality =
            switch change.reality {
            case .realBetter?: "a real change for the better"
            case .realWorse?: "a real change for the worse"
            case .withinError?: "within the error of measurement"
            case nil: "its error of measurement is not known"
            }
        let important = change.isImportant.map {
            $0 ? ", and large enough to matter" : ", but smaller than what matters"
        }
        return reality + (change.reality == .withinError ? "" : important ?? "")
    }

    /// The thresholds with their sources, one line each.
    public var sources: [String] {
        [change?.detectable.map { ("detectable", $0) }, change?.important.map { ("important", $0) }]
            .compactMap { $0 }.map { word, threshold in
                "minimal \(word) change \(threshold.value): \(threshold.population); \(threshold.source.text) \(threshold.source.identifier) [\(threshold.source.verification.rawValue)]"
            }
    }
}

extension Measure {
    /// The range of motion of a movement of the vocabulary; `nil` where no threshold is known.
    init?(movement: String) {
        switch movement {
        case "neck/flexion": self = .neckFlexion
        case "neck/extension": self = .neckExtension
        case "neck/side_bend": self = .neckSideBending
        case "neck/rotation": self = .neckRotation
        case "shoulder/flexion": self = .shoulderFlexion
        case "shoulder/abduction": self = .shoulderAbduction
        case "shoulder/internal_rotation": self = .shoulderInternalRotation
        case "shoulder/external_rotation": self = .shoulderExternalRotation
        case "trunk/flexion": self = .lumbarFlexion
        case "trunk/side_bend": self = .lumbarSideBending
        case "hip/internal_rotation": self = .hipInternalRotation
        case "knee/extension": self = .kneeExtension
        case "ankle/dorsiflexion": self = .ankleDorsiflexion
        default: return nil
        }
    }
}
