/// What is known of an exposure before a diary is read: which way it can bring pain back, and which way it may be
/// changed.
///
/// It decides two things: how evidence for too much and for too little is weighed when exposures are ranked, and
/// whether "less of it" or "more of it" may be proposed. It never enters a ratio, its interval or its probability:
/// those are the diary's own.
///
/// The directions rest on ``sources``; the weights (19 to 1, even, 3 to 1) are a convention of ours, `unverified`.
public enum ExposureNature: String, CaseIterable, Sendable {
    /// Too much of it is what is feared: desk hours, loads, stress.
    case excess
    /// Too little of it is: sleep, breaks.
    case lack
    /// Either: sport, steps.
    case either
    /// Nothing is known. Diaries mostly ask for what is feared, and "more" of an unknown thing is never proposed.
    case unknown

    /// How much evidence for this risk counts, 0...1; both risks together count 1.
    public func weight(of risk: ExposureRisk) -> Double {
        let excess =
            switch self {
            case .excess: 0.95
            case .lack: 0.05
            case .either: 0.5
            case .unknown: 0.75
            }
        return risk == .excess ? excess : 1 - excess
    }

    /// Whether a change against this risk may be proposed: less of it against excess, more of it against lack.
    public func allowsChange(against risk: ExposureRisk) -> Bool {
        switch self {
        case .excess, .unknown: risk == .excess
        case .lack: risk == .lack
        case .either: true
        }
    }

    /// What the directions rest on.
    public static let sources: [OutcomeSource] = [.lowBackTriggers, .sleepAndPain, .exercisePrevents, .activeBreaks]
}

extension ExposureNature {
    /// Reads the nature off the words of an exposure's identifier, such as `sleep_hours` or `Breaks per day`.
    ///
    /// A word that says the opposite (`missed_breaks`, `poor_sleep`) turns it over. An identifier with no known word,
    /// or with words that disagree, is ``unknown``.
    public init(identifier: String) {
        let words = identifier.lowercased().split { !$0.isLetter }.map(String.init)
        func has(_ known: Set<String>) -> Bool { words.contains { known.contains($0) } }
        let isTurned = has(Self.opposites)
        // "Breaks from sitting" and "stretches at the desk" are about the breaks and the stretches.
        if has(Self.lacking) {
            self = isTurned ? .excess : .lack
        } else if has(Self.moving) {
            self = isTurned ? .excess : .either
        } else {
            self = has(Self.straining) && !isTurned ? .excess : .unknown
        }
    }

    private static let opposites: Set<String> = [
        "no", "not", "without", "missed", "missing", "skipped", "lack", "poor", "bad", "broken", "disturbed", "trouble",
        "problem", "problems", "interrupted", "restless", "short", "less",
    ]
    private static let lacking: Set<String> = [
        "sleep", "slept", "break", "breaks", "pause", "pauses", "rest", "recovery", "relaxation", "relaxing",
        "stretching", "stretch", "stretches",
    ]
    private static let moving: Set<String> = [
        "sport", "sports", "exercise", "exercises", "exercising", "training", "workout", "walk", "walking", "walked",
        "steps", "swim", "swimming", "yoga", "pilates", "gym", "running", "cycling", "activity",
    ]
    private static let straining: Set<String> = [
        "desk", "screen", "computer", "laptop", "phone", "typing", "sitting", "sit", "standing", "driving", "drive",
        "travel", "commute", "load", "loads", "lifting", "lifted", "lift", "carrying", "carried", "bending", "overhead",
        "stress", "worry", "tension", "overtime", "work", "shoes", "heels", "cold", "draught", "alcohol", "smoking",
        "cigarettes", "gardening", "housework", "strain", "kneeling", "fatigue",
    ]
}
