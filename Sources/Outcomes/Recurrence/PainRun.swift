/// A run of days of one state.
struct PainRun {
    enum State { case free, painful, unknown }

    let state: State
    let days: Range<Int>
    /// The highest known pain in the run.
    let peak: Double

    /// The runs of a diary, in order, without gaps.
    ///
    /// - Complexity: O(days).
    static func runs(of pain: [Double?], rule: RecurrenceRule) -> [PainRun] {
        let states = Self.states(of: pain, rule: rule)
        var runs: [PainRun] = []
        var start = 0
        for index in states.indices where index + 1 == states.count || states[index + 1] != states[index] {
            let days = start..<(index + 1)
            runs.append(PainRun(state: states[index], days: days, peak: pain[days].compactMap(\.self).max() ?? 0))
            start = index + 1
        }
        return runs
    }

    private static func states(of pain: [Double?], rule: RecurrenceRule) -> [State] {
        var states = [State](repeating: .unknown, count: pain.count)
        var missing = 0
        for index in pain.indices {
            if let value = pain[index] {
                states[index] = value < rule.painFreeBelow ? .free : .painful
                if missing <= rule.bridgedDays, index > missing {
                    for bridged in (index - missing)..<index { states[bridged] = states[index - missing - 1] }
                }
                missing = 0
            } else {
                missing += 1
            }
        }
        return states
    }
}
