/// Days counted from a zero, and the dates they are.
struct TimeLineDays {
    /// A tick of the axis.
    struct Tick: Hashable {
        let day: Int
        /// Empty for a tick without words.
        let text: String
    }

    /// Days further from zero are no days of a client.
    static let furthest = 4_000_000

    /// Day 0 counted from 1970-01-01; `nil` when days are only counted.
    let zero: Int?

    init(zero text: String?) {
        zero = text.flatMap(Self.epochDay)
    }

    /// `31 May 2026`, or `day 12`.
    func name(_ day: Int) -> String {
        guard let zero else { return "day \(day)" }
        let date = Self.date(day + zero)
        return "\(date.day) \(Self.months[date.month - 1]) \(date.year)"
    }

    /// The first day of the week, counted from Monday, or of the stretch of so many days counted from `first`.
    func start(of day: Int, stretch: Int, first: Int) -> Int {
        guard stretch > 1 else { return day }
        // 1970-01-01 was a Thursday: three days before it a week began.
        let shift = zero.map { $0 + 3 } ?? -first
        return Self.floor(day + shift, stretch) * stretch - shift
    }

    /// The ticks of a stretch: fine ones, and coarse ones of a second row that say what the fine ones belong to.
    ///
    /// `pixels`: Of one day.
    func ticks(first: Int, last: Int, pixels: Double) -> (fine: [Tick], coarse: [Tick]) {
        guard let zero else { return (counted(first, last, pixels), [Tick(day: first, text: "day")]) }
        let (from, to) = (first + zero, last + zero)
        let width = pixels * 365.25
        if pixels >= 20 {
            let fine = (from...to).map { Tick(day: $0 - zero, text: "\(Self.date($0).day)") }
            return (fine, months(from, to, step: 1, long: true))
        }
        if pixels >= 3.2, last - first <= 130 {
            let monday = from + (7 - Self.modulo(from + 3, 7)) % 7
            let fine = stride(from: monday, through: to, by: 7).map {
                Tick(day: $0 - zero, text: "\(Self.date($0).day)")
            }
            return (fine, months(from, to, step: 1, long: true))
        }
        for step in [1, 3, 6] where width * Double(step) / 12 >= 30 {
            return (months(from, to, step: step, long: false), years(from, to, step: 1))
        }
        var step = 1
        var next = [2, 5, 10]
        while width * Double(step) < 40 {
            step = next[0]
            next = [next[1], next[2], next[0] * 10]
        }
        return (years(from, to, step: step), [])
    }

    private func counted(_ first: Int, _ last: Int, _ pixels: Double) -> [Tick] {
        var step = 1
        for wider in [7, 14, 28, 84, 168, 364, 728] where Double(step) * pixels < 34 { step = wider }
        var next = [1_000, 2_000, 5_000]
        while step >= 728, Double(step) * pixels < 60 {
            step = next[0]
            next = [next[1], next[2], next[0] * 10]
        }
        let start = Self.floor(first + step - 1, step) * step
        return start > last
            ? [Tick(day: first, text: "\(first)")]
            : stride(from: start, through: last, by: step).map { Tick(day: $0, text: "\($0)") }
    }

    private func months(_ from: Int, _ to: Int, step: Int, long: Bool) -> [Tick] {
        let zero = zero ?? 0
        let (start, end) = (Self.date(from), Self.date(to))
        let first = Self.floor(start.year * 12 + start.month - 1, step) * step
        return stride(from: first, through: end.year * 12 + end.month - 1, by: step).map { index in
            let (year, month) = (Self.floor(index, 12), Self.modulo(index, 12))
            let name = Self.months[month]
            return Tick(day: Self.epochDay(year, month + 1, 1) - zero, text: long ? "\(name) \(year)" : name)
        }
    }

    private func years(_ from: Int, _ to: Int, step: Int) -> [Tick] {
        let zero = zero ?? 0
        let first = Self.floor(Self.date(from).year, step) * step
        return stride(from: first, through: Self.date(to).year, by: step).map {
            Tick(day: Self.epochDay($0, 1, 1) - zero, text: "\($0)")
        }
    }

    // MARK: The Gregorian calendar

    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Reads `2026-05-31`; `nil` for anything else and for days that no calendar has.
    static func epochDay(_ text: String) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            text.utf8.allSatisfy({ $0 == 0x2d || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        let epoch = epochDay(year, month, day)
        return (1...12).contains(month) && date(epoch) == (year, month, day) ? epoch : nil
    }

    /// Days since 1970-01-01; years are counted from March, so that the leap day is the last.
    private static func epochDay(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = floor(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ epoch: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = epoch + 719_468
        let era = floor(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let index = (5 * dayOfYear + 2) / 153
        let month = index < 10 ? index + 3 : index - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * index + 2) / 5 + 1)
    }

    private static func floor(_ value: Int, _ by: Int) -> Int {
        value >= 0 ? value / by : -((-value + by - 1) / by)
    }

    private static func modulo(_ value: Int, _ by: Int) -> Int { value - floor(value, by) * by }
}
