/// The first problems of a file, and the number of all.
struct FeedProblems {
    private(set) var kept: [FeedProblem] = []
    private(set) var count = 0

    mutating func add(_ problem: FeedProblem) {
        count += 1
        if kept.count < BusyFeed.longestProblemList { kept.append(problem) }
    }

    mutating func add(_ others: FeedProblems) {
        count += others.count
        kept += others.kept.prefix(BusyFeed.longestProblemList - kept.count)
    }
}
