/// The figures of a trial on synthetic clients.
public struct TrialReport: Encodable, Sendable {
    /// How good the ranking was at one moment.
    public struct Figures: Encodable, Sendable {
        /// Share of clients with an origin among the first one, three and five sources.
        public let top1: Double
        public let top3: Double
        public let top5: Double
        /// Expected calibration error over the first twenty sources of every client, ten even bins.
        public let ece: Double
        /// The same over the first source alone.
        public let eceFirst: Double
        /// Mean squared error of the stated probabilities of the first twenty sources.
        public let brier: Double
        /// Median number of steps; only where steps were taken.
        public let steps: Double?
        /// Count, mean stated probability and share that came true, in ten even bins over the first twenty sources.
        public let reliability: [Bin]
    }

    public struct Bin: Encodable, Sendable {
        public let count: Int
        public let said: Double
        public let came: Double
    }

    public struct Steps: Encodable, Sendable {
        /// Median number of steps until the ranking is as sure as it was at the end of the shortest path.
        public let steps: Double
        /// The median of the shortest path for the same clients.
        public let shortest: Double
        public let clients: Int
    }

    public let clients: Int
    public let seed: UInt64
    public let drawing: Figures
    public let afterFive: Figures
    public let stop: Figures
    public let teaching: Steps?
    public let random: Steps?
    /// Share of the clients with a nerve or an organ among the origins that ended in "treat the muscle".
    public let falseAllClear: Double
    public let clientsWithNerveOrOrgan: Int
    /// Why paths ended, as shares.
    public let stopped: [String: Double]
    /// What was concluded, as shares.
    public let concluded: [String: Double]
    /// Every client, to look at; not part of the document.
    public let details: [TrialDetail]
    public let statement = "Proves the method on its own tables, not on people."

    private enum CodingKeys: String, CodingKey {
        case clients, seed, drawing, afterFive, stop, teaching, random, falseAllClear, clientsWithNerveOrOrgan, stopped,
            concluded,
            statement
    }

    init(outcomes: [TrialOutcome], seed: UInt64) {
        clients = outcomes.count
        self.seed = seed
        details = outcomes.map(\.detail)
        drawing = Self.figures(outcomes.map(\.drawing), steps: nil)
        afterFive = Self.figures(outcomes.map(\.afterFive), steps: nil)
        stop = Self.figures(outcomes.map(\.stop), steps: outcomes.map(\.steps))
        let taught = outcomes.compactMap(\.teachingSteps)
        let shuffled = outcomes.compactMap(\.randomSteps)
        let shortest = median(outcomes.filter { $0.teachingSteps != nil }.map(\.steps))
        teaching = taught.isEmpty ? nil : Steps(steps: median(taught), shortest: shortest, clients: taught.count)
        random = shuffled.isEmpty ? nil : Steps(steps: median(shuffled), shortest: shortest, clients: shuffled.count)
        let danger = outcomes.filter(\.hasDanger)
        clientsWithNerveOrOrgan = danger.count
        falseAllClear = share(danger.count { $0.conclusion == .treatMuscle }, of: danger.count)
        stopped = Dictionary(grouping: outcomes, by: \.stopped).mapValues { share($0.count, of: outcomes.count) }
        concluded = Dictionary(grouping: outcomes, by: \.conclusion.rawValue).mapValues {
            share($0.count, of: outcomes.count)
        }
    }

    private static func figures(_ looks: [TrialOutcome.Look], steps: [Int]?) -> Figures {
        var all = Reliability()
        var first = Reliability()
        for look in looks {
            for entry in look.head { all.add(entry.said, entry.came) }
            if let entry = look.head.first { first.add(entry.said, entry.came) }
        }
        let squares = all.pairs.reduce(0) { sum, pair in
            let error = pair.said - (pair.came ? 1 : 0)
            return sum + error * error
        }
        return Figures(
            top1: share(looks.count { $0.isFound(within: 1) }, of: looks.count),
            top3: share(looks.count { $0.isFound(within: 3) }, of: looks.count),
            top5: share(looks.count { $0.isFound(within: 5) }, of: looks.count), ece: all.expectedError,
            eceFirst: first.expectedError, brier: squares / Double(max(all.pairs.count, 1)),
            steps: steps.map(median),
            reliability: all.bins((0...10).map { Double($0) / 10 + ($0 == 10 ? 1e-9 : 0) }).map {
                Bin(count: $0.count, said: $0.said, came: $0.came)
            }
        )
    }
}

private func share(_ part: Int, of whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }

private func median(_ values: [Int]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? Double(sorted[middle]) : Double(sorted[middle - 1] + sorted[middle]) / 2
}
