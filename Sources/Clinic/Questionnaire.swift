/// A questionnaire that a client answers: our own rendering of its questions, with its source and who may use it.
///
/// The one place of these words: the visit page, the page for the client at home and the record take them from here.
public struct Questionnaire: Encodable, Sendable {
    /// A question with the ends of its scale.
    public struct Item: Encodable, Sendable {
        /// Short, as it is kept with the answer and shown beside the table.
        public let label: String
        /// As the client reads it.
        public let question: String
    }

    /// `psfs`, `peg` or `pgic`, as measurements name it.
    public let id: String
    public let title: String
    /// What the client reads above the questions.
    public let lead: String
    /// Empty where the client names what is asked about.
    public let items: [Item]
    /// What the lowest and the highest number mean.
    public let low: String
    public let high: String
    public let from: Int
    public let to: Int
    /// Words of single steps, by number; empty where only the ends have words.
    public let steps: [String: String]
    /// Authors, journal, year and identifier.
    public let source: String
    /// What is known of its terms of use, and how well.
    public let permission: String

    public static let all: [Questionnaire] = [peg, psfs, pgic]

    /// The questionnaire with an identifier.
    public static func named(_ id: String) -> Questionnaire? { all.first { $0.id == id } }

    /// Patient-Specific Functional Scale.
    static let psfs = Questionnaire(
        id: "psfs", title: "Own activities",
        lead: "How well could you do today what the pain keeps you from?", items: [], low: "unable",
        high: "as before the problem", from: 0, to: 10, steps: [:],
        source:
            "Patient-Specific Functional Scale: Stratford P et al., Physiother Can 1995;47:258-263, 10.3138/ptc.47.4.258",
        permission: "Used free of charge (secondary: a register of measures lists no cost); own wording")

    /// Pain, Enjoyment of life, General activity.
    static let peg = Questionnaire(
        id: "peg", title: "PEG: pain, enjoyment, activity", lead: "Think of the past week.",
        items: [
            Item(label: "Pain on average", question: "How strong was your pain on average?"),
            Item(label: "Pain kept me from enjoying life", question: "How much did pain keep you from enjoying life?"),
            Item(
                label: "Pain kept me from general activity",
                question: "How much did pain keep you from what you do every day?"),
        ], low: "not at all", high: "the worst you can imagine", from: 0, to: 10, steps: [:],
        source: "PEG: Krebs EE et al., J Gen Intern Med 2009;24:733-738, 10.1007/s11606-009-0981-1",
        permission: "Used free of charge (secondary: pages that reprint it say so); own wording")

    /// Patient Global Impression of Change.
    static let pgic = Questionnaire(
        id: "pgic", title: "Overall change", lead: "Compared with before the treatment started:",
        items: [Item(label: "Overall change", question: "How are you now, all in all?")],
        low: "very much better", high: "very much worse", from: 1, to: 7,
        steps: [
            "1": "very much better", "2": "much better", "3": "slightly better", "4": "no change",
            "5": "slightly worse", "6": "much worse", "7": "very much worse",
        ],
        source:
            "Patient Global Impression of Change: after Guy W, ECDEU Assessment Manual for Psychopharmacology, 1976",
        permission:
            "In the public domain (secondary: notice of copyright of the NINDS common data elements); own wording")
}
