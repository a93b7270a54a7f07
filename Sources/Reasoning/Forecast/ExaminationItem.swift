public import Anatomy
public import Knowledge

/// Something that can be asked, measured or felt, before its outcome is known.
public struct ExaminationItem: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        /// A fact of history or a sign that is there or not.
        case fact(FindingKey)
        case range(Movement.ID)
        case strength(Movement.ID)
        case test(Term.ID)
        case feeling(Zone.ID)
        case reflex(Nerve.ID)
        /// Pressing a muscle, or what `joints.tsv` names.
        case pressing(PainSourceID)
        /// A further sign of a muscle that was pressed.
        case sign(PainSourceID, Term.ID)
        /// A perpetuating factor: asked for the treatment, says nothing of the origin.
        case factor(Term.ID)
    }

    public let subject: Subject
    /// The client's side; `nil` where there is none.
    public let side: Side?

    public init(_ subject: Subject, side: Side? = nil) {
        self.subject = subject
        self.side = side
    }

    /// The finding's identifier without its result and side: `limited:shoulder/abduction`, `test:spurling`, `palpation:infraspinatus`.
    public var id: String {
        switch subject {
        case .fact(let key): key.description
        case .range(let movement): "limited:\(movement)"
        case .strength(let movement): "weak:\(movement)"
        case .test(let test): "test:\(test)"
        case .feeling(let zone): "sensory:\(zone)"
        case .reflex(let root): "reflex:\(root.text.replacing("root/", with: ""))"
        case .pressing(let source):
            source.kind == .muscle ? "palpation:\(source.name)" : "palpation:joint.\(source.name)"
        case .sign(let source, let sign): "palpation:\(source.name):\(sign)"
        case .factor(let factor): "factor:\(factor)"
        }
    }

    /// One possible outcome and the findings that record it.
    public struct Outcome: Hashable, Sendable {
        /// One word: `yes`, `limited`, `negative`, `familiar`, ...
        public let word: String
        public let findings: [Finding]

        var isExamined: Bool { findings.first?.isExamined ?? false }

        /// Whether it says that the pain stays, which pressure must be held for.
        public var needsHold: Bool {
            findings.contains { finding in
                guard case .palpation(_, _, let sign, true) = finding.fact else { return false }
                return sign.text == "local_only"
            }
        }
    }

    /// The outcomes, most telling first; exactly one happens.
    public var outcomes: [Outcome] {
        switch subject {
        case .fact(let key):
            return [
                outcome("yes", known(key, true, "\(key)")), outcome("no", known(key, false, "no:\(key)")),
            ]
        case .range(let movement):
            let limited = FindingKey(.limited, movement.text)
            let painful = FindingKey(.painful, movement.text)
            return [
                outcome("limited", known(limited, true, "\(limited)")),
                outcome("painful", known(painful, true, "\(painful)")),
                outcome("full", known(limited, false, "full:\(movement)"), known(painful, false, "no:\(painful)")),
            ]
        case .strength(let movement):
            let weak = FindingKey(.weak, movement.text)
            let hurts = FindingKey(.resistedPain, movement.text)
            return [
                outcome("weak", known(weak, true, "\(weak)")), outcome("painful", known(hurts, true, "\(hurts)")),
                outcome("strong", known(weak, false, "strong:\(movement)"), known(hurts, false, "no:\(hurts)")),
            ]
        case .test(let test):
            return [true, false].map { isPositive in
                let word = isPositive ? "positive" : "negative"
                return outcome(word, (.test(test, isPositive: isPositive), "test:\(test)=\(word)"))
            }
        case .feeling(let zone):
            return [Finding.SkinFeeling.reduced, .normal].map { feeling in
                outcome(feeling.rawValue, (.sensory(zone, feeling), "sensory:\(zone):\(feeling.rawValue)"))
            }
        case .reflex(let root):
            return [Finding.ReflexState.reduced, .normal].map { state in
                outcome(state.rawValue, (.reflex(root, state), "\(id):\(state.rawValue)"))
            }
        case .pressing(let source):
            func pressed(_ sign: String, _ isPresent: Bool) -> (Finding.Fact, String) {
                (
                    .palpation(source, part: nil, sign: Term.ID(sign), isPresent: isPresent),
                    "\(isPresent ? "" : "no:")\(id):\(sign)"
                )
            }
            guard source.kind == .muscle else {
                return [
                    outcome("familiar", pressed("familiar_pain", true)),
                    outcome("tender", pressed("tender_spot", true), pressed("familiar_pain", false)),
                    outcome("nothing", pressed("no_tenderness", true)),
                ]
            }
            return PressedPlace.answers.map { answer in
                Outcome(
                    word: answer.name,
                    findings: (answer.present.map { pressed($0, true) } + answer.denied.map { pressed($0, false) })
                        .map { Finding(fact: $0.0, side: side, text: $0.1) }
                )
            }
        case .sign(let source, let sign):
            return [true, false].map { isPresent in
                outcome(
                    isPresent ? "yes" : "no",
                    (
                        .palpation(source, part: nil, sign: sign, isPresent: isPresent),
                        "\(isPresent ? "" : "no:")\(id)"
                    )
                )
            }
        case .factor:
            return [Outcome(word: "yes", findings: []), Outcome(word: "no", findings: [])]
        }
    }

    private func outcome(_ word: String, _ facts: (Finding.Fact, String)...) -> Outcome {
        Outcome(word: word, findings: facts.map { Finding(fact: $0.0, side: side, text: $0.1) })
    }

    private func known(_ key: FindingKey, _ isPresent: Bool, _ text: String) -> (Finding.Fact, String) {
        (.known(key, isPresent: isPresent), text)
    }
}
