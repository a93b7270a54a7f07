public import MotorUnits
import Synchronization

/// Pictures of the model, the last ones kept, so that one that is asked for again costs nothing.
public final class HeldPointAnswers: Sendable {
    /// What is shown for a scenario.
    public struct Answer: Hashable, Sendable {
        /// The picture for screens and paper, as an `svg` element.
        public let wide: String

        /// The picture for phones.
        public let narrow: String

        /// What both show, in words.
        public let summary: String
    }

    private struct Kept {
        var answers: [PoolScenario: Answer] = [:]
        // From the one unused for longest to the newest.
        var order: [PoolScenario] = []
    }

    private let model: HeldPointModel
    private let capacity: Int
    private let kept = Mutex(Kept())

    /// Creates the model and an empty store.
    ///
    /// - Parameter capacity: How many answers are kept; at least one. One takes some 60 kB.
    /// - Throws: ``MotorUnitError`` never for the standard pool.
    public init(capacity: Int = 100) throws(MotorUnitError) {
        model = try HeldPointModel()
        self.capacity = max(capacity, 1)
    }

    /// How many answers are kept now.
    public var count: Int { kept.withLock { $0.answers.count } }

    /// The answer when it is kept; never computes.
    ///
    /// - Complexity: O(capacity).
    public func ready(_ scenario: PoolScenario) -> Answer? {
        kept.withLock { kept in
            guard let answer = kept.answers[scenario] else { return nil }
            if let place = kept.order.firstIndex(of: scenario) { kept.order.append(kept.order.remove(at: place)) }
            return answer
        }
    }

    /// The answer, computed when it is not kept; beyond the capacity the one unused for longest goes.
    ///
    /// - Throws: ``MotorUnitError`` when a simulation is refused, which a checked scenario never is.
    public func answer(_ scenario: PoolScenario) throws(MotorUnitError) -> Answer {
        if let ready = ready(scenario) { return ready }
        let point = try model.run(scenario)
        let picture = PoolPicture(point)
        let answer = Answer(
            wide: picture.svg(.wide, id: "pool-wide"), narrow: picture.svg(.narrow, id: "pool-narrow"),
            summary: point.summary)
        kept.withLock { kept in
            guard kept.answers.updateValue(answer, forKey: scenario) == nil else { return }
            kept.order.append(scenario)
            while kept.order.count > capacity { kept.answers[kept.order.removeFirst()] = nil }
        }
        return answer
    }
}
