import Access
import Directory
import Foundation
import Reception
import Records
import Scheduling

/// Words that public pages share.
enum PublicWords {
    /// `English` for `en`.
    static func language(_ code: String) -> String {
        Locale(identifier: "en").localizedString(forIdentifier: code) ?? code
    }

    static func accessibility(_ one: Accessibility) -> String {
        switch one {
        case .stepFree: "step-free way in"
        case .wheelchairToilet: "toilet for wheelchairs"
        case .lift: "lift"
        case .parking: "parking for disabled people"
        case .lowTable: "low treatment table"
        case .signLanguage: "sign language"
        case .homeVisits: "home visits"
        case .quietRoom: "quiet room"
        case .assistanceDog: "assistance dogs welcome"
        }
    }

    static func method(_ method: TrainingRecord.Method?) -> String {
        switch method {
        case .issuer: "confirmed by the issuing body"
        case .register: "found in the issuing body's public register"
        case .document: "by looking at the document"
        case nil: "not told"
        }
    }

    static func progress(_ progress: Experience.Progress) -> String {
        switch progress {
        case .muchBetter: "much better"
        case .better: "better"
        case .same: "the same"
        case .worse: "worse"
        }
    }

    static func topic(_ topic: Subscriber.Topic) -> String {
        switch topic {
        case .news: "News of the practice"
        case .selfCare: "Self-care"
        case .courses: "Courses"
        case .research: "Research"
        }
    }

    static func status(_ status: Appointment.Status) -> String {
        switch status {
        case .held: "kept, not confirmed yet"
        case .pending: "asked for, not accepted yet"
        case .booked: "booked"
        case .arrived: "client is here"
        case .completed: "took place"
        case .cancelled: "cancelled"
        case .declined: "not possible"
        case .missed: "missed"
        case .lapsed: "not confirmed in time"
        }
    }

    /// Where somebody is and how far; of one who comes to the client only that, as the distance says nothing then.
    static func place(of hit: DirectoryHit) -> String {
        if hit.comesThere { return "comes to you, from \(hit.town)" }
        let town = hit.placeKind == .area ? "comes to clients around \(hit.town)" : hit.town
        return "\(town) · \(distance(hit.kilometres))"
    }

    /// `4.2 km`, below one `700 m`, from ten on without decimals.
    static func distance(_ kilometres: Double) -> String {
        if kilometres < 1 { return "\(max(Int((kilometres * 10).rounded()) * 100, 100)) m" }
        return kilometres < 10
            ? "\((kilometres * 10).rounded() / 10) km" : "\(Int(kilometres.rounded())) km"
    }

    /// `Tuesday, 1 December`.
    static func day(_ day: WallDay) -> String {
        format(Date(timeIntervalSince1970: Double(day.number) * 86_400), "EEEE, d MMMM", .gmt)
    }

    /// `10:00` in a zone.
    static func clock(_ moment: Moment, in zone: TimeZone) -> String { format(moment.date, "HH:mm", zone) }

    /// `Tue 1 Dec, 10:00`.
    static func short(_ date: Date, in zone: TimeZone) -> String { format(date, "EEE d MMM, HH:mm", zone) }

    /// The zone's name and its distance from UTC at a moment.
    static func zone(_ zone: TimeZone, at date: Date) -> String {
        "\(zone.identifier.replacing("_", with: " ")) (\(format(date, "zzz", zone)))"
    }

    private static func format(_ date: Date, _ pattern: String, _ zone: TimeZone) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_GB")
        formatter.timeZone = zone
        formatter.dateFormat = pattern
        return formatter.string(from: date)
    }
}
