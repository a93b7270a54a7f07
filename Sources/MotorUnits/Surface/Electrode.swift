/// A place where the potential is taken.
public struct ElectrodePosition: Hashable, Sendable {
    /// Along the fibres, in mm from the middle of the end plates.
    public let along: Double

    /// Across the fibres, in mm from the middle of the muscle.
    public let across: Double

    /// Below the skin, in mm; 0 for a surface electrode.
    public let depth: Double

    /// Creates a position.
    public init(along: Double, across: Double = 0, depth: Double = 0) {
        self.along = along
        self.across = across
        self.depth = depth
    }
}

/// What the channels of a recording measure: rows along the fibres, columns across them.
public struct ElectrodeArray: Hashable, Sendable {
    /// One channel: a potential, or the difference of two.
    public struct Channel: Hashable, Sendable {
        /// The electrode that counts as positive.
        public let plus: ElectrodePosition

        /// The electrode subtracted from it; `nil` for a distant reference.
        public let minus: ElectrodePosition?
    }

    /// How neighbouring electrodes are combined.
    public enum Montage: String, Sendable, Codable {
        /// Each electrode against a distant reference.
        case monopolar

        /// Each electrode minus its neighbour along the fibres.
        case singleDifferential
    }

    /// The channels, row by row.
    public let channels: [Channel]

    /// The number of channels along the fibres.
    public let rows: Int

    /// The number of channels across the fibres.
    public let columns: Int

    /// Creates a grid of channels on the skin.
    ///
    /// - Parameters:
    ///   - rows: Channels along the fibres; a single-differential grid has one electrode more.
    ///   - columns: Channels across the fibres.
    ///   - spacing: The distance between electrodes, in mm; 1 to 50.
    ///   - along: The middle of the grid along the fibres, in mm from the end plates.
    ///   - across: The middle of the grid across the fibres, in mm.
    ///   - montage: How electrodes are combined.
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for a size outside 1 to 32 or a distance outside its
    ///   range.
    public init(
        rows: Int, columns: Int, spacing: Double, along: Double = 0, across: Double = 0,
        montage: Montage = .singleDifferential
    ) throws(MotorUnitError) {
        self.rows = try MotorUnitError.checked(rows, "rows", in: 1...32)
        self.columns = try MotorUnitError.checked(columns, "columns", in: 1...32)
        _ = try MotorUnitError.checked(spacing, "spacing", in: 1...50)
        _ = try MotorUnitError.checked(along, "along", in: -500...500)
        _ = try MotorUnitError.checked(across, "across", in: -500...500)
        let electrodes = montage == .monopolar ? rows : rows + 1
        func position(_ row: Int, _ column: Int) -> ElectrodePosition {
            ElectrodePosition(
                along: along + (Double(row) - Double(electrodes - 1) / 2) * spacing,
                across: across + (Double(column) - Double(columns - 1) / 2) * spacing)
        }
        channels = (0..<rows).flatMap { row in
            (0..<columns).map { column in
                Channel(
                    plus: position(row, column), minus: montage == .monopolar ? nil : position(row + 1, column))
            }
        }
    }

    /// Creates an array of one channel from two places, such as a bipolar surface pair or a needle.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` when a coordinate is outside −500 to 500 mm or a
    ///   depth outside 0 to 100 mm.
    public init(plus: ElectrodePosition, minus: ElectrodePosition?) throws(MotorUnitError) {
        for position in [plus, minus].compactMap({ $0 }) {
            _ = try MotorUnitError.checked(position.along, "along", in: -500...500)
            _ = try MotorUnitError.checked(position.across, "across", in: -500...500)
            _ = try MotorUnitError.checked(position.depth, "depth", in: 0...100)
        }
        channels = [Channel(plus: plus, minus: minus)]
        rows = 1
        columns = 1
    }

    private init(pair along: Double, spacing: Double) {
        channels = [
            Channel(
                plus: ElectrodePosition(along: along - spacing / 2),
                minus: ElectrodePosition(along: along + spacing / 2))
        ]
        rows = 1
        columns = 1
    }

    /// A bipolar pair 20 mm apart on the skin, midway between the end plates and the tendon.
    public static let bipolar = ElectrodeArray(pair: 30, spacing: 20)
}
