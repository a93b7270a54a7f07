/// What a study found, in the words that the pages use.
public enum Outcome: String, CaseIterable, Hashable, Sendable {
    case gain
    case noDifference = "no_difference"
    /// The treatment it was compared with did better.
    case otherBetter = "other_better"
    case mixed
    case harm
    case unclear

    /// The word on the page.
    public var words: String {
        switch self {
        case .gain: "It helped"
        case .noDifference: "No difference"
        case .otherBetter: "Less than the other"
        case .mixed: "Mixed"
        case .harm: "Harm"
        case .unclear: "Not clear"
        }
    }
}

/// How sure one can be of a finding, on the scale of GRADE.
///
/// A finding whose authors gave no rating is ``notRated``; the pages never rate in their place.
/// Source: Guyatt GH et al., BMJ 2008;336:924-926, doi 10.1136/bmj.39489.470347.AD.
public enum Certainty: String, CaseIterable, Hashable, Sendable {
    case high, moderate, low
    case veryLow = "very_low"
    case notRated = "not_rated"

    /// The word on the page.
    public var words: String {
        switch self {
        case .high: "sure"
        case .moderate: "fairly sure"
        case .low: "not very sure"
        case .veryLow: "very unsure"
        case .notRated: "not rated"
        }
    }
}

/// The strength of the evidence for a condition group, as the knowledge grades it: A to D with `+` or `-`.
public struct EvidenceGrade: Hashable, Sendable, CustomStringConvertible {
    public enum Letter: String, CaseIterable, Sendable { case A, B, C, D }
    public let letter: Letter
    /// `+`, `-` or empty.
    public let modifier: String

    /// Reads `B-`; `nil` outside of the scale.
    public init?(_ text: String) {
        guard let letter = Letter(rawValue: String(text.prefix(1))), text.count <= 2 else { return nil }
        let rest = String(text.dropFirst())
        guard ["", "+", "-"].contains(rest) else { return nil }
        self.letter = letter
        modifier = rest
    }

    public var description: String { letter.rawValue + modifier }

    /// The grade in plain words.
    public var words: String {
        switch letter {
        case .A: "strong"
        case .B: "fair"
        case .C: "weak"
        case .D: "none, or too little to tell"
        }
    }

    /// One sentence for people who do not know the scale.
    public var meaning: String {
        switch letter {
        case .A: "Many good studies agree."
        case .B: "Some fair studies show a gain. More could change the picture."
        case .C: "There are few or weak studies. A gain is possible, but it is not sure."
        case .D: "We found no study that shows a gain, or far too little to tell."
        }
    }
}
