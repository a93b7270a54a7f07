public import Anatomy
import Knowledge
public import Reasoning

/// Examines synthetic clients in several orders and measures what comes out.
///
/// It proves the method on its own tables, not on people.
public struct ExaminationTrial: Sendable {
    private let assessor: Assessor
    private let knowledge: KnowledgeBase
    private let surface: BodySurface
    private let planner: ExaminationPlanner

    /// What is tried.
    public struct Options: Sendable {
        /// Kinds of step that the shortest path may take; fewer for an ablation.
        public var kinds: Set<StepKind> = Set(StepKind.allCases)
        /// For how many clients the fixed and the random order are run too; they take most of the time.
        public var comparedOrders = 200
        /// The longest shortest path; nearly every path ends before, sure or with nothing more to gain.
        public var most = 250
        public var habits = SyntheticClients.Habits()

        public init() { habits.examined = 0 }
    }

    public init(assessor: Assessor, surface: BodySurface) {
        self.assessor = assessor
        knowledge = assessor.knowledge
        self.surface = surface
        planner = ExaminationPlanner(knowledge: assessor.knowledge)
    }

    /// Runs `count` clients.
    ///
    /// - Complexity: O(clients · steps) assessments; on all processors.
    public func run(clients count: Int, seed: UInt64, options: Options = Options()) -> TrialReport {
        var drawn: [SyntheticClients.Client] = []
        var clients = SyntheticClients(knowledge: knowledge, surface: surface, seed: seed, habits: options.habits)
        while drawn.count < count {
            if let client = clients.next() { drawn.append(client) }
        }
        let numbered = Array(drawn.enumerated())
        let outcomes = numbered.inShares { share in
            share.compactMap { index, client in
                try? examine(
                    client, seed: seed &+ UInt64(index) &* 0x9e37_79b9, comparesOrders: index < options.comparedOrders,
                    options: options
                )
            }
        }.flatMap(\.self)
        return TrialReport(outcomes: outcomes, seed: seed)
    }

    private func assess(_ presentation: Presentation) throws(InferenceError) -> Assessment {
        var options = Assessor.Options()
        options.ledgers = 0
        options.nextSteps = false
        options.effort = 0.03
        return try assessor.assess(presentation, options: options)
    }

    private func examine(
        _ client: SyntheticClients.Client, seed: UInt64, comparesOrders: Bool, options: Options
    ) throws(InferenceError) -> TrialOutcome {
        let examiner = SyntheticExaminer(
            client: client, knowledge: knowledge, latent: options.habits.latent, seed: seed
        )
        var presentation = client.presentation
        var assessment = try assess(presentation)
        let start = assessment
        var afterFive: TrialOutcome.Look?
        var steps = 0
        var stop = "longest path"
        while steps < options.most {
            let plan = planner.plan(for: presentation, assessment: assessment, order: .shortest)
            guard let step = plan.steps.first(where: { options.kinds.contains($0.kind) }) else {
                stop = planner.isSure(assessment) ? "sure" : assessment.redFlags.isEmpty ? "no gain" : "red flag"
                break
            }
            guard let outcome = examiner.answer(step.item) else { break }
            presentation.findings += outcome.findings
            assessment = try assess(presentation)
            steps += 1
            if steps == 5 { afterFive = look(assessment, client) }
        }
        let last = look(assessment, client)
        let conclusion = planner.conclusion(for: presentation, assessment: assessment)
        // The fixed orders go on until they are as sure as the shortest path was in the end.
        let wasSure = stop == "sure"
        let confidence = min(assessment.ranking.first?.probability ?? 0, 0.9)
        func isAsSure(_ assessment: Assessment) -> Bool {
            wasSure
                ? planner.isSure(assessment)
                : (assessment.ranking.first?.probability ?? 0) >= confidence
        }
        var orders: (teaching: Int, random: Int)?
        if comparesOrders {
            let taught = planner.plan(for: client.presentation, assessment: start).steps
            var dice = SeededGenerator(seed: seed)
            orders = (
                try count(of: taught, client, examiner, until: isAsSure),
                try count(of: taught.shuffled(using: &dice), client, examiner, until: isAsSure)
            )
        }
        return TrialOutcome(
            drawing: look(start, client), afterFive: afterFive ?? last, stop: last, steps: steps, stopped: stop,
            teachingSteps: orders?.teaching, randomSteps: orders?.random, conclusion: conclusion.action,
            hasDanger: client.origins.contains { [.nerve, .entrapment, .viscus].contains($0.source.kind) },
            detail: TrialDetail(
                origins: client.origins.map { "\($0)" }.sorted(),
                drawing: start.ranking.prefix(8).map(TrialDetail.Entry.init),
                stop: assessment.ranking.prefix(8).map(TrialDetail.Entry.init),
                findings: presentation.findings.map(\.text), steps: steps, stopped: stop,
                concluded: conclusion.action.rawValue, isFound: last.isFound(within: 3)
            )
        )
    }

    /// How many steps of a fixed order it takes until it is as sure; all of them if it never is.
    ///
    /// Looked at after each of the first eight steps and then after every fourth.
    private func count(
        of path: [ExaminationStep], _ client: SyntheticClients.Client, _ examiner: SyntheticExaminer,
        until isSure: (Assessment) -> Bool
    ) throws(InferenceError) -> Int {
        var presentation = client.presentation
        for (index, step) in path.enumerated() {
            presentation.findings += examiner.answer(step.item)?.findings ?? []
            guard index < 8 || index % 4 == 3 else { continue }
            if isSure(try assess(presentation)) { return index + 1 }
        }
        return path.count
    }

    /// A nerve and the sites where it is squeezed are one answer, as in the scorer of the published cases.
    private func isSame(_ left: PainSourceID, _ right: PainSourceID) -> Bool {
        func nerve(_ id: PainSourceID) -> String? {
            switch id.kind {
            case .nerve: id.name
            case .entrapment: knowledge.vocabulary.entrapment[EntrapmentSite.ID(id.name)]?.nerve.text
            case .muscle, .joint, .viscus: nil
            }
        }
        if left == right { return true }
        guard left.kind != right.kind, let one = nerve(left), let other = nerve(right) else { return false }
        return one == other
    }

    private func look(_ assessment: Assessment, _ client: SyntheticClients.Client) -> TrialOutcome.Look {
        let head = assessment.ranking.prefix(20).map { ranked in
            (
                said: ranked.probability,
                came: client.origins.contains { $0.side == ranked.side && isSame($0.source, ranked.source) }
            )
        }
        return TrialOutcome.Look(head: head)
    }
}

/// What came of one client.
struct TrialOutcome: Sendable {
    /// The stated probabilities of the first twenty sources and whether each was an origin.
    struct Look: Sendable {
        let head: [(said: Double, came: Bool)]

        func isFound(within count: Int) -> Bool { head.prefix(count).contains(where: \.came) }
    }

    let drawing: Look
    let afterFive: Look
    let stop: Look
    let steps: Int
    let stopped: String
    let teachingSteps: Int?
    let randomSteps: Int?
    let conclusion: ExaminationConclusion.Action
    /// Whether a nerve or an organ is among the origins.
    let hasDanger: Bool
    let detail: TrialDetail
}

/// One client of a trial, to look at.
public struct TrialDetail: Encodable, Sendable {
    /// One source of a ranking.
    public struct Entry: Encodable, Sendable {
        public let source: String
        public let said: Double

        init(_ ranked: RankedSource) {
            source = "\(SourceOnSide(ranked.source, ranked.side))"
            said = ranked.probability
        }
    }

    /// Where the pain comes from in truth.
    public let origins: [String]
    /// The first eight from the drawing alone.
    public let drawing: [Entry]
    /// The first eight at stop.
    public let stop: [Entry]
    /// What was found, in order.
    public let findings: [String]
    public let steps: Int
    /// Why the path ended.
    public let stopped: String
    public let concluded: String
    /// Whether an origin is among the first three at stop.
    public let isFound: Bool
}
