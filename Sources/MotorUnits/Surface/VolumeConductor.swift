import Foundation

/// Muscle as a conductor that fills the half-space below the skin, better along the fibres than across them.
///
/// A point current I at the distances r across and z along the fibres gives I ÷ (4π·σr·√(K·r² + z²)) with K = σz/σr;
/// the skin lets no current through, so that each source has a mirror image above it and counts twice at the surface.
public struct VolumeConductor: Hashable, Sendable {
    /// The conductivity across the fibres, in S/m.
    public let radial: Double

    /// The conductivity along the fibres, in S/m.
    public let longitudinal: Double

    /// The conductivity inside a fibre, in S/m.
    public let intracellular: Double

    /// The diameter of a fibre, in µm.
    public let fiberDiameter: Double

    /// Creates a conductor; the defaults are values in common use, from memory and not verified.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for a conductivity outside 0.001 to 10 S/m or a
    ///   diameter outside 10 to 200 µm.
    public init(
        radial: Double = 0.063, longitudinal: Double = 0.33, intracellular: Double = 1.01, fiberDiameter: Double = 55
    ) throws(MotorUnitError) {
        self.radial = try MotorUnitError.checked(radial, "radial", in: 0.001...10)
        self.longitudinal = try MotorUnitError.checked(longitudinal, "longitudinal", in: 0.001...10)
        self.intracellular = try MotorUnitError.checked(intracellular, "intracellular", in: 0.001...10)
        self.fiberDiameter = try MotorUnitError.checked(fiberDiameter, "fiberDiameter", in: 10...200)
    }

    private init() {
        radial = 0.063
        longitudinal = 0.33
        intracellular = 1.01
        fiberDiameter = 55
    }

    /// The conductor with the default values.
    public static let standard = VolumeConductor()

    /// The ratio of the conductivities along and across.
    public var anisotropy: Double { longitudinal / radial }

    /// What a pole of 1 mV/mm gives at the weighted distance of 1 mm without the mirror image, in µV.
    ///
    /// The current is σᵢ·π·(d/2)²·V′; mV/mm are V/m, so with d in metres the unit is the ampere.
    var microvoltsPerPole: Double {
        let radius = fiberDiameter * 0.5e-6
        return intracellular * radius * radius / (4 * radial) * 1e9
    }
}
