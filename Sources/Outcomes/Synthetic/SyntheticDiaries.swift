/// Invented clients whose cause of returns is known, to measure how well it is found.
///
/// A client keeps a diary of 2 to 4 years with 5 to 8 exposures. After an episode a return is possible once a month
/// without pain has passed; each day then has a hazard that the planted cause, if any, multiplies. Episodes last from
/// days to weeks. Pain also changes what is written down on the same day (less sport, less sleep), and some days and
/// cells are missing. Nothing here is taken from a real person.
public struct SyntheticDiaries: Hashable, Sendable {
    /// The range of hazard ratios of the planted cause, or `nil` for clients without a cause.
    public let hazardRatios: ClosedRange<Double>?
    public let shape: PlantedCause.Shape
    /// Whether too much or too little of the planted cause brings pain back.
    public let risk: ExposureRisk

    /// Creates a population without a cause.
    public static let withoutCause = SyntheticDiaries(hazardRatios: nil, shape: .graded, risk: .excess)

    /// Creates a population with a planted cause.
    ///
    /// - Returns: `nil` unless the ratios lie within 1...100.
    public init?(
        hazardRatios: ClosedRange<Double>, shape: PlantedCause.Shape = .graded, risk: ExposureRisk = .excess
    ) {
        guard (1...100).contains(hazardRatios.lowerBound), hazardRatios.upperBound <= 100 else { return nil }
        self.init(hazardRatios: .some(hazardRatios), shape: shape, risk: risk)
    }

    private init(hazardRatios: ClosedRange<Double>?, shape: PlantedCause.Shape, risk: ExposureRisk) {
        self.hazardRatios = hazardRatios
        self.shape = shape
        self.risk = risk
    }

    /// A client's diary and what was planted in it.
    public struct Client: Hashable, Sendable {
        public let diary: Diary
        /// The planted cause, or `nil` when there is none.
        public let cause: PlantedCause?
    }

    /// The client of a seed; the same seed gives the same client.
    ///
    /// - Throws: ``DiaryError`` never in practice; it is passed on from the diary's own checks.
    /// - Complexity: O(days × exposures).
    public func client(seed: UInt64) throws(DiaryError) -> Client {
        var random = SeededRandom(seed: seed)
        let first = Day.epoch.adding(18_628 + random.below(365)) ?? .epoch
        let count = 730 + random.below(731)
        let weekdays = (0..<count).map { (first.weekday + $0) % 7 }
        let cause = hazardRatios.map { drawnCause($0, &random) }
        let kinds = Self.drawnExposures(with: cause, &random)
        let writer = ExposureWriter(weekdays: weekdays, random: &random)
        var columns = kinds.map { writer.values(of: $0, random: &random) }
        let causal = cause.flatMap { cause in kinds.firstIndex { $0.rawValue == cause.exposure } }
        let factors = causal.flatMap { place in cause?.factors(of: columns[place]) }
        let course = PainCourse(factors: factors ?? Array(repeating: 1, count: count), random: &random)
        Self.disturb(&columns, kinds, by: course, &random)
        let entries = Self.entries(first, course.pain, columns, &random)
        return Client(diary: try Diary(entries: entries, exposureNames: kinds.map(\.rawValue)), cause: cause)
    }

    private func drawnCause(_ ratios: ClosedRange<Double>, _ random: inout SeededRandom) -> PlantedCause {
        let kinds = risk == .excess ? SyntheticExposure.harmful : SyntheticExposure.protecting
        let kind = kinds[random.below(kinds.count)]
        let windows: [ExposureWindow] = [.dayBefore, .threeDaysBefore, .sevenDaysBefore]
        return PlantedCause(
            exposure: kind.rawValue, window: windows[random.below(windows.count)], shape: shape, risk: risk,
            hazardRatio: random.between(ratios))
    }

    /// Five to eight exposures in random order, the cause among them.
    private static func drawnExposures(
        with cause: PlantedCause?, _ random: inout SeededRandom
    ) -> [SyntheticExposure] {
        var kinds = SyntheticExposure.allCases
        kinds.shuffle(using: &random)
        let count = 5 + random.below(4)
        if let cause, let place = kinds.firstIndex(where: { $0.rawValue == cause.exposure }), place >= count {
            kinds.swapAt(place, random.below(count))
        }
        return Array(kinds[..<count])
    }

    /// What pain does to the diary of the same day.
    private static func disturb(
        _ columns: inout [[Double]], _ kinds: [SyntheticExposure], by course: PainCourse, _ random: inout SeededRandom
    ) {
        for (column, kind) in kinds.enumerated() {
            for day in course.pain.indices where course.pain[day] >= 2 {
                switch kind {
                case .sport where random.chance(0.6): columns[column][day] = 0
                case .sleepHours: columns[column][day] = max(columns[column][day] - 0.5, 2)
                case .liftedLoad where random.chance(0.5): columns[column][day] = 0
                default: break
                }
            }
        }
    }

    private static func entries(
        _ first: Day, _ pain: [Double], _ columns: [[Double]], _ random: inout SeededRandom
    ) -> [Diary.Entry] {
        var away = 0
        return pain.indices.compactMap { index in
            if away > 0 {
                away -= 1
            } else if random.chance(0.02) {
                away = random.chance(0.1) ? 4 + random.below(6) : 1
            }
            let cells = columns.map { random.chance(0.02) ? nil : Optional($0[index]) }
            guard away == 0 || index == 0, let day = first.adding(index) else { return nil }
            return Diary.Entry(day: day, pain: random.chance(0.01) ? nil : pain[index], values: cells)
        }
    }
}
