/// What is wrong with a diary: line (from 1, where it came from text), field and value.
public struct DiaryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of problem.
    public enum Problem: String, CaseIterable, Sendable {
        case noHeader = "the first line must name the columns"
        case noDateColumn = "there is no column 'date'"
        case noPainColumn = "there is no column 'pain'"
        case emptyColumnName = "a column has no name"
        case repeatedColumn = "two columns have this name"
        case tooManyExposures = "more exposures than a diary may have"
        case tooManyDays = "more days than a diary may have"
        case noDays = "there is no day"
        case wrongCellCount = "the number of cells differs from the header"
        case openQuote = "a quoted cell is not closed"
        case textAfterQuote = "text follows a quoted cell"
        case badDate = "not a date yyyy-MM-dd"
        case repeatedDay = "this day was there already"
        case notANumber = "not a number, yes or no"
        case notFinite = "not a finite number"
        case outOfScale = "pain is measured from 0 to 10"
        case tooLarge = "larger than a diary value may be"
    }

    public let problem: Problem
    public let line: Int?
    public let field: String
    /// The offending text, cut to 40 characters.
    public let value: String

    /// Creates an error.
    public init(_ problem: Problem, line: Int? = nil, field: String = "", value: String = "") {
        self.problem = problem
        self.line = line
        self.field = field
        self.value = String(value.prefix(40))
    }

    public var description: String {
        let place = line.map { "line \($0): " } ?? ""
        return place + (field.isEmpty ? "" : field + ": ") + problem.rawValue
            + (value.isEmpty ? "" : " (value: \(value))")
    }
}
