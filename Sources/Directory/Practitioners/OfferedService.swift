public import Records
public import Scheduling

/// What can be booked with a practitioner.
public struct OfferedService: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<OfferedService>
    public let id: ID
    public let practice: Practice.ID
    public let practitioner: Practitioner.ID
    public var place: ServicePlace.ID
    public var name: String
    public var about: String
    /// As it is charged, in words: `70 EUR`.
    public var price: String
    public var terms: ServiceTerms
    /// When clients are reminded, minutes before; each 15 to 20,160, at most 5.
    public var reminders: [Int]
    /// Until how many minutes before the start a client may move or cancel, 0 to 43,200.
    public var changeMinutes: Int
    /// The most appointments of a series that a client may book at once, 1 to 20.
    public var seriesMost: Int
    /// Whether the form and the pain drawing are asked for with the confirmation.
    public var asksIntake: Bool
    public var isOpen: Bool
    public var version: Int

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
    public init(
        id: ID = ID(), practice: Practice.ID, practitioner: Practitioner.ID, place: ServicePlace.ID, name: String,
        about: String = "", price: String = "", terms: ServiceTerms, reminders: [Int] = [1_440],
        changeMinutes: Int = 1_440, seriesMost: Int = 1, asksIntake: Bool = true, isOpen: Bool = true, version: Int = 1
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.practitioner = practitioner
        self.place = place
        self.name = try Text.line(name, field: "service_name", longest: 120)
        self.about = try Text.block(about, field: "service_about", longest: 1_000)
        self.price = try Text.optionalLine(price, field: "price", longest: 60)
        self.terms = terms
        do { self.reminders = try ReminderRule(minutesBefore: reminders).minutesBefore } catch {
            throw RecordsError(error)
        }
        guard reminders.count <= 5 else {
            throw .invalid(field: "reminders", value: "\(reminders.count)", reason: "are more than 5")
        }
        guard (0...43_200).contains(changeMinutes) else {
            throw .invalid(field: "change_minutes", value: "\(changeMinutes)", reason: "is not within 0 and 43200")
        }
        self.changeMinutes = changeMinutes
        guard (1...20).contains(seriesMost) else {
            throw .invalid(field: "series", value: "\(seriesMost)", reason: "is not within 1 and 20")
        }
        self.seriesMost = seriesMost
        self.asksIntake = asksIntake
        self.isOpen = isOpen
        self.version = version
    }
}
