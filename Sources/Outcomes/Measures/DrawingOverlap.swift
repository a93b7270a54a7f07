/// Whether a pain drawing moved, judged by the overlap of two drawings.
public struct DrawingOverlap: Hashable, Sendable {
    /// Where repeated drawings were compared.
    public enum Region: String, CaseIterable, Sendable {
        case neckOrBack = "neck_or_back"
        case shoulder
    }

    /// How well people repeat their own drawing, as mean and spread of the overlap.
    public struct Repeatability: Hashable, Sendable {
        public let mean: Double
        public let deviation: Double
        public let source: OutcomeSource

        /// The overlap that 95 % of repeated drawings exceed, if their overlap is spread normally.
        public var lowest: Double { max(mean - 1.645 * deviation, 0) }
    }

    /// The Jaccard index: the area in both drawings divided by the area in either, 0...1.
    public let overlap: Double
    public let repeatability: Repeatability

    /// Judges an overlap.
    ///
    /// - Returns: `nil` unless 0 ≤ overlap ≤ 1.
    public init?(_ overlap: Double, region: Region) {
        guard (0...1).contains(overlap) else { return nil }
        self.overlap = overlap
        repeatability =
            switch region {
            case .neckOrBack: Repeatability(mean: 0.62, deviation: 0.18, source: .leoni)
            case .shoulder: Repeatability(mean: 0.42, deviation: 0.19, source: .shoulderDrawing)
            }
    }

    /// True when the drawings differ more than nearly all repeated drawings of unchanged pain do.
    public var hasMoved: Bool { overlap < repeatability.lowest }
}
