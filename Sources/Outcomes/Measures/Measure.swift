/// A measure that is taken before and after treatment.
public enum Measure: String, CaseIterable, Sendable {
    /// Numerical rating scale, 0 (none) to 10 (worst).
    case pain
    /// Pressure pain threshold on a trigger point in kg/cm².
    case pressureThreshold = "pressure_threshold_kg"
    /// Pressure pain threshold in kPa.
    case pressureThresholdKilopascals = "pressure_threshold_kpa"
    /// Patient-Specific Functional Scale, the mean of the activities, 0 (unable) to 10 (as before).
    case patientSpecificFunction = "psfs"
    /// Pain, Enjoyment, General activity: the mean of three items, 0 to 10.
    case peg
    // Active ranges of motion in degrees.
    case neckFlexion = "neck_flexion"
    case neckExtension = "neck_extension"
    case neckSideBending = "neck_side_bending"
    case neckRotation = "neck_rotation"
    case shoulderFlexion = "shoulder_flexion"
    case shoulderAbduction = "shoulder_abduction"
    case shoulderInternalRotation = "shoulder_internal_rotation"
    case shoulderExternalRotation = "shoulder_external_rotation"
    case lumbarFlexion = "lumbar_flexion"
    case lumbarSideBending = "lumbar_side_bending"
    case hipInternalRotation = "hip_internal_rotation"
    case kneeExtension = "knee_extension"
    case ankleDorsiflexion = "ankle_dorsiflexion"

    /// Which way is better.
    public enum Direction: String, Sendable {
        case lower, higher
    }

    /// Pain scores should fall, everything else should rise.
    public var better: Direction { self == .pain || self == .peg ? .lower : .higher }

    /// The unit in writing.
    public var unit: String {
        switch self {
        case .pain, .patientSpecificFunction, .peg: "points of 10"
        case .pressureThreshold: "kg/cm²"
        case .pressureThresholdKilopascals: "kPa"
        default: "degrees"
        }
    }

    /// Values that a reading can have.
    public var scale: ClosedRange<Double> {
        switch self {
        case .pain, .patientSpecificFunction, .peg: 0...10
        case .pressureThreshold: 0...30
        case .pressureThresholdKilopascals: 0...3000
        default: -60...240
        }
    }
}

/// How large a change has to be, by one source.
public struct ChangeThreshold: Hashable, Sendable {
    /// In the unit of the measure; positive.
    public let value: Double
    /// The same as a share of the value before, 0...1, where the source gives one.
    public let share: Double?
    /// In whom it was found, and how.
    public let population: String
    public let source: OutcomeSource

    init(_ value: Double, share: Double? = nil, in population: String, _ source: OutcomeSource) {
        self.value = value
        self.share = share
        self.population = population
        self.source = source
    }
}
