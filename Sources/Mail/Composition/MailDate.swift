import Foundation

/// A moment as mail writes it (RFC 5322, section 3.3), without any locale.
enum MailDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// For example `Thu, 26 Nov 2026 10:25:20 +0100`; fractions of a second are cut off.
    static func text(_ date: Date, in zone: TimeZone) -> String {
        let offset = zone.secondsFromGMT(for: date) / 60
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + offset * 60
        let day = Int((Double(seconds) / 86_400).rounded(.down))
        let clock = seconds - day * 86_400
        let civil = civilDate(day)
        let weekday = days[((day % 7) + 7) % 7]
        let sign = offset < 0 ? "-" : "+"
        return "\(weekday), \(civil.day) \(months[civil.month - 1]) \(padded(civil.year, 4)) "
            + "\(padded(clock / 3600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2)) "
            + "\(sign)\(padded(abs(offset) / 60, 2))\(padded(abs(offset) % 60, 2))"
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(digits - text.utf8.count, 0)) + text
    }

    // The civil calendar counted in eras of 400 years that begin on 1 March; `day` counts from 1970-01-01.
    private static func civilDate(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }
}
