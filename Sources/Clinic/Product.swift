public import Anatomy
import Dispatch
import Examination
public import Knowledge
public import Reasoning
import Synchronization

/// The loaded product: vocabulary, body, knowledge and the compiled model, shared by the command line and the server.
public struct Product: Sendable {
    public let surface: BodySurface
    public let knowledge: KnowledgeBase
    public let wording: Wording
    public let cases: CaseFile
    let assessor: Assessor
    private let examiner: LazyPlanner

    /// Loads everything that is shipped with the program.
    ///
    /// - Throws: ``AnatomyError`` when a data file is missing or damaged.
    public static func load() throws(AnatomyError) -> Product {
        // The files are read while vocabulary and body are made.
        let files = Mutex<Result<KnowledgeFiles, AnatomyError>?>(nil)
        let body = Mutex<Result<(Vocabulary, BodySurface), AnatomyError>?>(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            if part == 0 {
                let read = Result { () throws(AnatomyError) in try KnowledgeFiles() }
                files.withLock { $0 = read }
            } else {
                let made = Result { () throws(AnatomyError) in
                    let vocabulary = try Vocabulary()
                    return (vocabulary, try BodySurface(vocabulary: vocabulary))
                }
                body.withLock { $0 = made }
            }
        }
        guard let made = body.withLock({ $0 }), let read = files.withLock({ $0 }) else {
            throw .missingResources(target: "Knowledge", searched: [])
        }
        let (vocabulary, surface) = try made.get()
        return Product(surface: surface, knowledge: KnowledgeBase(try read.get(), vocabulary: vocabulary))
    }

    public init(surface: BodySurface, knowledge: KnowledgeBase) {
        self.surface = surface
        self.knowledge = knowledge
        wording = Wording(knowledge: knowledge)
        cases = CaseFile(vocabulary: knowledge.vocabulary, surface: surface)
        assessor = Assessor(knowledge: knowledge, surface: surface)
        examiner = LazyPlanner(knowledge)
    }

    /// Ranks the origins of a presentation.
    public func assess(_ presentation: Presentation) throws(InferenceError) -> Assessment {
        try assessor.assess(presentation)
    }

    /// The examination for a presentation: where it stands and what to do next.
    ///
    /// `shortest`: Whether the steps are sorted by what they tell per minute and discomfort, not as taught.
    /// - Throws: ``InferenceError`` when the evidence contradicts the model altogether.
    public func examination(
        _ presentation: Presentation, shortest isShortest: Bool, detail: ExaminationDocument.Detail = .all
    ) throws(InferenceError) -> ExaminationDocument {
        var options = Assessor.Options()
        options.ledgers = 10
        options.nextSteps = false
        let assessment = try assessor.assess(presentation, options: options)
        let planner = examiner.planner
        let plan = planner.plan(for: presentation, assessment: assessment, order: isShortest ? .shortest : .teaching)
        let shortest =
            isShortest ? plan : planner.plan(for: presentation, assessment: assessment, order: .shortest)
        return ExaminationDocument(
            plan, next: shortest.steps.first, presentation: presentation, assessment: assessment, wording: wording,
            surface: surface, stop: shortest.stop, detail: detail
        )
    }

    /// The letter to a physician for a presentation.
    ///
    /// - Throws: ``InferenceError`` when the evidence contradicts the model altogether.
    public func letter(_ presentation: Presentation) throws(InferenceError) -> ReferralLetter {
        var options = Assessor.Options()
        options.ledgers = 0
        options.nextSteps = false
        let assessment = try assessor.assess(presentation, options: options)
        let planner = examiner.planner
        return ReferralLetter(
            presentation: presentation, assessment: assessment,
            conclusion: planner.conclusion(for: presentation, assessment: assessment), wording: wording
        )
    }

    /// The card of a subject, by its identifier; `nil` when there is none.
    public func card(_ name: String) -> CardDocument? { CardBuilder(wording: wording).card(name) }

    /// The answer in the keys of the interface.
    public func document(_ assessment: Assessment) -> AssessmentDocument {
        AssessmentDocument(assessment, wording: wording, surface: surface)
    }
}

/// The planner, made when it is first needed and kept.
private final class LazyPlanner: Sendable {
    private let knowledge: KnowledgeBase
    private let made = Mutex<ExaminationPlanner?>(nil)

    init(_ knowledge: KnowledgeBase) { self.knowledge = knowledge }

    var planner: ExaminationPlanner {
        made.withLock { planner in
            if let planner { return planner }
            let new = ExaminationPlanner(knowledge: knowledge)
            planner = new
            return new
        }
    }
}
