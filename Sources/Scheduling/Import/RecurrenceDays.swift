/// The days after the first one on which a rule brings an event back, in order.
struct RecurrenceDays: IteratorProtocol {
    /// The days and periods looked at so far, the measure of work.
    private(set) var steps = 0

    private let rule: RecurrenceRule
    private let first: WallDay
    private let last: Int
    private var turn: Int
    private var waiting: [Int] = []

    /// Days after `first` up to the day with number `last`.
    ///
    /// Without a COUNT, periods that end before the day with number `skippingTo` are passed over at once.
    init(_ rule: RecurrenceRule, after first: WallDay, upTo last: Int, skippingTo: Int) {
        self.rule = rule
        self.first = first
        self.last = last
        turn = 0
        guard rule.count == nil, skippingTo > first.number else { return }
        let days = skippingTo - first.number
        // A period early, for the part of a period before its first day.
        let shortest =
            switch rule.frequency {
            case .daily: 1
            case .weekly: 7
            case .monthly: 31
            case .yearly: 366
            }
        turn = max(days / (shortest * rule.interval) - 1, 0)
    }

    mutating func next() -> Int? {
        while waiting.isEmpty {
            guard let (begin, days) = period(turn), begin <= last else { return nil }
            turn += 1
            steps += days.count + 1
            let chosen = rule.bySetPosition.isEmpty ? days : positions(of: days)
            waiting = chosen.filter { $0 > first.number && $0 <= last }.reversed()
        }
        return waiting.popLast()
    }

    // The first day of a period and the days that the rule picks in it, sorted.
    private func period(_ turn: Int) -> (begin: Int, days: [Int])? {
        switch rule.frequency {
        case .daily:
            let number = first.number + turn * rule.interval
            guard let day = WallDay(number: number) else { return nil }
            return (number, allows(day) ? [number] : [])
        case .weekly:
            let offset = (first.weekday.rawValue - rule.weekStart.rawValue + 7) % 7
            let monday = first.number - offset + turn * rule.interval * 7
            guard WallDay(number: monday + 6) != nil else { return nil }
            return (monday, week(from: monday))
        case .monthly:
            let start = first.parts
            let index = start.year * 12 + start.month - 1 + turn * rule.interval
            let (year, month) = (index / 12, index % 12 + 1)
            guard let begin = WallDay(year: year, month: month, day: 1) else { return nil }
            let isLeftOut = !rule.byMonth.isEmpty && !rule.byMonth.contains(month)
            return (begin.number, isLeftOut ? [] : days(year, [month], inEach: true))
        case .yearly:
            let year = first.parts.year + turn * rule.interval
            guard let begin = WallDay(year: year, month: 1, day: 1) else { return nil }
            let isWholeYear = rule.byMonth.isEmpty && rule.byMonthDay.isEmpty && !rule.byDay.isEmpty
            return (begin.number, isWholeYear ? days(year, [], inEach: false) : days(year, yearMonths, inEach: true))
        }
    }

    private var yearMonths: [Int] {
        if !rule.byMonth.isEmpty { return rule.byMonth }
        return rule.byMonthDay.isEmpty ? [first.parts.month] : Array(1...12)
    }

    private func week(from monday: Int) -> [Int] {
        let weekdays = rule.byDay.isEmpty ? [first.weekday] : rule.byDay.map(\.weekday)
        return (monday..<monday + 7).filter { number in
            guard let day = WallDay(number: number), weekdays.contains(day.weekday) else { return false }
            return rule.byMonth.isEmpty || rule.byMonth.contains(day.parts.month)
        }
    }

    // For daily rules, where each part only limits.
    private func allows(_ day: WallDay) -> Bool {
        let parts = day.parts
        guard rule.byMonth.isEmpty || rule.byMonth.contains(parts.month) else { return false }
        guard rule.byDay.isEmpty || rule.byDay.contains(where: { $0.weekday == day.weekday }) else { return false }
        let fromEnd = parts.day - WallDay.length(ofMonth: parts.month, year: parts.year) - 1
        return rule.byMonthDay.isEmpty || rule.byMonthDay.contains(parts.day) || rule.byMonthDay.contains(fromEnd)
    }

    // With `inEach` the months count one by one, else the year counts as a whole.
    private func days(_ year: Int, _ months: [Int], inEach: Bool) -> [Int] {
        guard inEach else {
            guard let begin = WallDay(year: year, month: 1, day: 1) else { return [] }
            let length = WallDay.length(ofMonth: 2, year: year) + 337
            return weekdays(begin.number...begin.number + length - 1)
        }
        return months.flatMap { month -> [Int] in
            guard let begin = WallDay(year: year, month: month, day: 1)?.number else { return [] }
            let length = WallDay.length(ofMonth: month, year: year)
            let numbered = rule.byMonthDay.isEmpty && rule.byDay.isEmpty ? [first.parts.day] : rule.byMonthDay
            let byNumber = numbered.map { $0 > 0 ? $0 : length + 1 + $0 }.filter { (1...length).contains($0) }
                .map { begin + $0 - 1 }
            guard !rule.byDay.isEmpty else { return Set(byNumber).sorted() }
            let byWeekday = weekdays(begin...begin + length - 1)
            return rule.byMonthDay.isEmpty ? byWeekday : byWeekday.filter { byNumber.contains($0) }
        }
    }

    private func weekdays(_ span: ClosedRange<Int>) -> [Int] {
        var days: Set<Int> = []
        for place in rule.byDay {
            guard let weekday = WallDay(number: span.lowerBound)?.weekday else { continue }
            let firstOne = span.lowerBound + (place.weekday.rawValue - weekday.rawValue + 7) % 7
            let all = Array(stride(from: firstOne, through: span.upperBound, by: 7))
            if place.ordinal == 0 {
                days.formUnion(all)
            } else {
                let index = place.ordinal > 0 ? place.ordinal - 1 : all.count + place.ordinal
                if all.indices.contains(index) { days.insert(all[index]) }
            }
        }
        return days.sorted()
    }

    private func positions(of days: [Int]) -> [Int] {
        let chosen = rule.bySetPosition.compactMap { place -> Int? in
            let index = place > 0 ? place - 1 : days.count + place
            return days.indices.contains(index) ? days[index] : nil
        }
        return Set(chosen).sorted()
    }
}
