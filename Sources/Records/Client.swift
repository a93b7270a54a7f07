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
        let trimmed = try Text.optionalLine(text, field: "born", longest: 40)
        guard !trimmed.isEmpty else { return "" }
        if CalendarDay(trimmed) != nil { return trimmed }
        throw .invalid(field: "born", value: String(trimmed.prefix(20)), reason: "is no date such as 1980-05-31")
    }
}
