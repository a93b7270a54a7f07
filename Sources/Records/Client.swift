public import Foundation

/// A person who comes for treatment.
public struct Client: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Client>

    public enum Status: String, CaseIterable, Hashable, Sendable { case active, archived }

    public let id: ID
    public let practice: Practice.ID
    /// Who treats; this therapist and the owner may read the record.
    public var therapist: Account.ID
    public var status: Status
    public var name: String
    /// `1980-05-31`, or empty.
    public var born: String
    public var mail: String
    public var phone: String
    /// Clinical text; `nil` where the reader may not see it.
    public var note: String?
    public let created: Date
    /// Counts edits from 1.
    public var version: Int

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
    public init(
        id: ID = ID(), practice: Practice.ID, therapist: Account.ID, status: Status = .active, name: String,
        born: String = "", mail: String = "", phone: String = "", note: String? = "", created: Date, version: Int = 1
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.therapist = therapist
        self.status = status
        self.name = try Text.line(name, field: "name", longest: 120)
        self.born = try Self.date(born)
        self.mail = mail.isEmpty ? "" : try Text.mail(mail, field: "mail")
        self.phone = try Text.optionalLine(phone, field: "phone", longest: 40)
        if let note { self.note = try Text.block(note, field: "note", longest: 20_000) } else { self.note = nil }
        self.created = created
        self.version = version
    }

    private static func date(_ text: String) throws(RecordsError) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        guard !trimmed.isEmpty else { return "" }
        let parts = trimmed.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            trimmed.utf8.allSatisfy({ $0 == 0x2d || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1890...2200).contains(year)
        {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
            let components = DateComponents(calendar: calendar, year: year, month: month, day: day)
            if components.isValidDate { return trimmed }
        }
        throw .invalid(field: "born", value: String(trimmed.prefix(20)), reason: "is no date such as 1980-05-31")
    }
}
