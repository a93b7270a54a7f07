/// The date and the time in the header of an EDF file.
enum EDFDate {
    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// The start from `dd.mm.yy` and `hh.mm.ss`; of two digits 85 to 99 are the last century, the rest is this one.
    ///
    /// EDF+ states the whole year in the session field, which then wins: `Startdate 02-MAR-2002`.
    static func start(date: String, time: String, session: String) -> LocalTime? {
        let clock = numbers(time)
        let day = numbers(date)
        guard clock.count == 3, day.count == 3 else { return nil }
        let words = session.split(separator: " ")
        if words.count >= 2, words[0] == "Startdate", let (year, month, ofMonth) = full(String(words[1])) {
            return LocalTime(
                year: year, month: month, day: ofMonth, hour: clock[0], minute: clock[1], second: Double(clock[2]))
        }
        guard (0...99).contains(day[2]) else { return nil }
        return LocalTime(
            year: day[2] >= 85 ? 1900 + day[2] : 2000 + day[2], month: day[1], day: day[0], hour: clock[0],
            minute: clock[1], second: Double(clock[2]))
    }

    /// `26.11.26`.
    static func date(_ time: LocalTime) -> String {
        "\(LocalTime.two(time.day)).\(LocalTime.two(time.month)).\(LocalTime.two(time.year % 100))"
    }

    /// `09.30.15`.
    static func clock(_ time: LocalTime) -> String {
        "\(LocalTime.two(time.hour)).\(LocalTime.two(time.minute)).\(LocalTime.two(Int(time.second)))"
    }

    /// `26-NOV-2026`.
    static func full(_ time: LocalTime) -> String {
        "\(LocalTime.two(time.day))-\(months[time.month - 1])-\(String(10_000 + time.year).dropFirst())"
    }

    private static func full(_ text: String) -> (year: Int, month: Int, day: Int)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]),
            let month = months.firstIndex(of: parts[1].uppercased())
        else { return nil }
        return (year, month + 1, day)
    }

    private static func numbers(_ text: String) -> [Int] {
        text.split(omittingEmptySubsequences: false) { ".:-".contains($0) }.compactMap { Int($0) }
    }
}
