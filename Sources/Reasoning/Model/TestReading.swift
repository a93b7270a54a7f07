import Anatomy
import Knowledge

/// The outcomes of named tests taken together: what loads one tissue is one witness, and a published cluster replaces its items.
struct TestReading {
    private var positivePerTissue: [String: Int] = [:]
    /// Items that their cluster stands for.
    private var covered: Set<Term.ID> = []

    init(findings: [Finding], tests: [Term.ID: ClinicalTest]) {
        let known = findings.compactMap { finding -> (test: ClinicalTest, id: Term.ID, isPositive: Bool)? in
            guard case .test(let id, let isPositive) = finding.fact, let test = tests[id] else { return nil }
            return (test, id, isPositive)
        }
        // A recorded cluster says all that its items say.
        for entry in known { covered.formUnion(entry.test.countOf?.tests.map { Term.ID($0) } ?? []) }
        for entry in known where entry.isPositive && !covered.contains(entry.id) {
            positivePerTissue[entry.test.loads, default: 0] += 1
        }
    }

    /// Whether the outcome counts within a cluster and not for itself.
    func isCounted(elsewhere id: Term.ID) -> Bool { covered.contains(id) }

    /// Positive tests that load the tissue.
    func positives(loading tissue: String) -> Int { positivePerTissue[tissue] ?? 0 }

    /// The clusters whose items were examined, with the outcome that follows, for each side.
    ///
    /// Positive with enough positive items; negative when too few can still become positive.
    static func impliedClusters(of findings: [Finding], tests: [Term.ID: ClinicalTest]) -> [Finding] {
        var implied: [Finding] = []
        for test in tests.values.sorted(by: { $0.id < $1.id }) {
            guard let count = test.countOf else { continue }
            let items = Set(count.tests)
            var outcomes: [Side?: (positive: Set<String>, negative: Set<String>)] = [:]
            var isRecorded = false
            for finding in findings {
                guard case .test(let id, let isPositive) = finding.fact else { continue }
                if id.text == test.id { isRecorded = true }
                guard items.contains(id.text) else { continue }
                if isPositive {
                    outcomes[finding.side, default: ([], [])].positive.insert(id.text)
                } else {
                    outcomes[finding.side, default: ([], [])].negative.insert(id.text)
                }
            }
            guard !isRecorded else { continue }
            let order: [Side?] = [nil, .right, .left, .midline]
            for side in order {
                guard let (positive, negative) = outcomes[side] else { continue }
                let isPositive = positive.count >= count.atLeast
                guard isPositive || items.count - negative.count < count.atLeast else { continue }
                implied.append(
                    Finding(
                        fact: .test(Term.ID(test.id), isPositive: isPositive), side: side,
                        text: "test:\(test.id)=\(isPositive ? "positive" : "negative")"
                    )
                )
            }
        }
        return implied
    }
}
