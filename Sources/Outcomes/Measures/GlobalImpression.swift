/// The client's own answer to how things have changed (Patient Global Impression of Change), 1 to 7.
///
/// It is a change already, so there is nothing to subtract and no error of measurement is known for one answer.
public enum GlobalImpression: Int, CaseIterable, Sendable {
    case veryMuchBetter = 1
    case muchBetter, slightlyBetter, unchanged, slightlyWorse, muchWorse, veryMuchWorse

    /// What the cut-offs rest on.
    public static let source = OutcomeSource.immpact

    /// True from "much better" or "much worse" on; the steps of "slightly" are minimal changes.
    public var isImportant: Bool { abs(rawValue - 4) >= 2 }

    /// Better, worse, or `nil` for no change.
    public var isBetter: Bool? { self == .unchanged ? nil : rawValue < 4 }
}
