public import Foundation
public import Records
public import Scheduling

/// A time that somebody has, or wants, with a practitioner.
public struct Appointment: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Appointment>

    public enum Status: String, CaseIterable, Hashable, Sendable {
        /// Kept for some minutes, until the client proves the address of mail or answers an offer.
        case held
        /// Waits for the therapist; holds its time.
        case pending
        case booked
        /// The client is here.
        case arrived
        /// The visit took place.
        case completed
        case cancelled
        /// The therapist could not accept it.
        case declined
        /// The client did not come.
        case missed
        /// It was held and nobody answered in time.
        case lapsed

        /// Whether nobody else can have the time.
        public var holdsTime: Bool {
            switch self {
            case .held, .pending, .booked, .arrived, .completed: true
            case .cancelled, .declined, .missed, .lapsed: false
            }
        }

        /// Whether it still lies ahead.
        public var isAhead: Bool { self == .held || self == .pending || self == .booked }

        /// What it can become.
        public var next: Set<Status> {
            switch self {
            case .held: [.pending, .booked, .lapsed, .cancelled]
            case .pending: [.booked, .declined, .cancelled]
            case .booked: [.arrived, .completed, .missed, .cancelled]
            case .arrived: [.completed, .booked]
            case .completed: [.arrived]
            case .missed: [.completed]
            case .cancelled, .declined, .lapsed: []
            }
        }
    }

    /// Who ended it.
    public enum Ending: String, CaseIterable, Hashable, Sendable { case client, practice, program }

    public let id: ID
    public let practice: Practice.ID
    public let practitioner: Practitioner.ID
    public let service: OfferedService.ID
    public let place: ServicePlace.ID
    public var status: Status
    /// The visit itself, without buffers.
    public var time: Period
    /// With the buffers.
    public var blocked: Period
    public var contact: BookingContact
    /// The client of the register, once a therapist has tied them together.
    public var client: Client.ID?
    /// Visits that were booked together.
    public let series: Identifier<AppointmentSeries>?
    /// Until when a held one is kept.
    public var holdEnds: Date?
    public let created: Date
    public var ending: Ending?
    /// Counts changes that calendars have to follow, from 0 (SEQUENCE of RFC 5545).
    public var sequence: Int
    /// Counts edits from 1.
    public var version: Int

    public init(
        id: ID = ID(), practice: Practice.ID, practitioner: Practitioner.ID, service: OfferedService.ID,
        place: ServicePlace.ID, status: Status, time: Period, blocked: Period, contact: BookingContact,
        client: Client.ID? = nil, series: Identifier<AppointmentSeries>? = nil, holdEnds: Date? = nil, created: Date,
        ending: Ending? = nil, sequence: Int = 0, version: Int = 1
    ) {
        self.id = id
        self.practice = practice
        self.practitioner = practitioner
        self.service = service
        self.place = place
        self.status = status
        self.time = time
        self.blocked = blocked
        self.contact = contact
        self.client = client
        self.series = series
        self.holdEnds = holdEnds
        self.created = created
        self.ending = ending
        self.sequence = sequence
        self.version = version
    }

    /// Whether a client may still move or cancel it.
    public func isChangeable(by service: OfferedService, at now: Moment) -> Bool {
        status.isAhead && now <= time.start.adding(minutes: -service.changeMinutes)
    }
}

/// How a client is reached about an appointment; sealed wherever it is kept.
public struct BookingContact: Hashable, Codable, Sendable {
    public private(set) var name: String
    public private(set) var mail: String
    public private(set) var phone: String
    /// Where the therapist comes to; empty unless the place of the appointment is an area.
    public private(set) var address: String
    /// Whether reminders are wanted.
    public var wantsReminders: Bool

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `name`, `mail`, `phone` or `address`.
    public init(
        name: String, mail: String, phone: String = "", address: String = "", wantsReminders: Bool = true
    ) throws(RecordsError) {
        self.name = try Text.line(name, field: "name", longest: 120)
        self.mail = try Text.mail(mail, field: "mail")
        self.phone = try Text.optionalLine(phone, field: "phone", longest: 40)
        self.address = try Text.block(address, field: "address", longest: 300)
        self.wantsReminders = wantsReminders
    }

    /// Reads what was kept; before home visits were asked for an address, none was.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        name = try values.decode(String.self, forKey: .name)
        mail = try values.decode(String.self, forKey: .mail)
        phone = try values.decode(String.self, forKey: .phone)
        address = try values.decodeIfPresent(String.self, forKey: .address) ?? ""
        wantsReminders = try values.decode(Bool.self, forKey: .wantsReminders)
    }

    /// The same for an appointment at a place: nobody's address is kept where the client comes to the therapist.
    public func visiting(_ place: ServicePlace) -> BookingContact {
        var contact = self
        if place.kind != .area { contact.address = "" }
        return contact
    }

    /// The same, of somebody who books without being asked back.
    ///
    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` with the field `address` when the therapist comes to
    ///   the client, and nobody told where that is.
    public func booking(at place: ServicePlace) throws(RecordsError) -> BookingContact {
        guard place.kind != .area || !address.isEmpty else {
            throw .invalid(field: "address", value: "", reason: "is needed: the therapist comes to you")
        }
        return visiting(place)
    }
}

/// Time in which a practitioner cannot be booked without being asked for.
public struct Absence: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<Absence>
    public let id: ID
    public let time: Period
    /// Whether it comes from a calendar elsewhere.
    public let isImported: Bool

    public init(id: ID = ID(), time: Period, isImported: Bool = false) {
        (self.id, self.time, self.isImported) = (id, time, isImported)
    }
}

/// A calendar elsewhere whose busy times count here.
public struct BusySource: Hashable, Sendable {
    public let address: String
    public let fetched: Date?
    /// What went wrong the last time; empty when nothing did.
    public let problem: String
    public let events: Int

    public init(address: String, fetched: Date?, problem: String, events: Int) {
        (self.address, self.fetched, self.problem, self.events) = (address, fetched, problem, events)
    }
}
