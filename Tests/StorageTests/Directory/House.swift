import Access
import Directory
import Foundation
import Reception
import Records
import Scheduling
import Storage
import Testing
import Vault

/// A practice with a listed practitioner whose training a steward of another practice has verified.
///
/// Open from Monday to Friday, 9:00 to 17:00 in Berlin; the clock begins on Monday, 2026-09-21, 15:33 there.
struct House: Sendable {
    let test: TestStore
    let owner: Account
    let steward: Account
    let practitioner: Practitioner
    let place: ServicePlace
    let service: OfferedService
    let training: TrainingRecord
    let reception: Reception

    var store: RecordStore { test.store }
    var author: Author { Author(owner) }
    var judge: Author { Author(steward) }

    /// Where the house stands: Potsdam.
    static let position = (latitude: 52.398_86, longitude: 13.065_66)
    static let week = Array(repeating: "9:00-17:00", count: 5) + ["", ""]

    init(
        _ backend: Backend, terms: ServiceTerms? = nil, mode: Practitioner.Mode = .open, expires: String? = nil,
        kind: ServicePlace.Kind = .room, reminders: [Int] = [1_440], seriesMost: Int = 4
    ) async throws {
        let test = try await TestStore(backend)
        self.test = test
        owner = try await test.owner()
        steward = try await test.owner(practice: "Stewards", mail: "steward@example.org")
        try await test.store.setSteward(mail: steward.mail, true)
        place = try await Self.place(kind, of: owner, test)
        practitioner = try await Self.practitioner(of: owner, mode: mode, test)
        service = try await Self.service(
            of: practitioner, at: place, terms: terms, reminders: reminders, seriesMost: seriesMost, by: owner, test)
        training = try await Self.verified(practitioner, expires: expires, by: owner, steward: steward, test)
        reception = Self.reception(test)
    }

    static func reception(_ test: TestStore, _ store: RecordStore? = nil) -> Reception {
        let (file, clock) = (test.keyFile, test.clock)
        return Reception(
            records: store ?? test.store, signer: { SignedLink(masters: file.keys) }, clock: { clock.now },
            random: { $0.lowerBound })
    }

    static func place(
        _ kind: ServicePlace.Kind = .room, of owner: Account, _ test: TestStore
    ) async throws -> ServicePlace {
        let spot = try #require(ServicePlace.Position(degrees: position.latitude, position.longitude))
        return try await test.store.save(
            ServicePlace(
                practice: owner.practice, kind: kind, name: "Room 1", address: kind == .area ? "" : "Long Road 1",
                town: "Potsdam", country: "DE", position: spot, radiusKilometres: kind == .area ? 20 : 0),
            isNew: true, by: Author(owner))
    }

    static func practitioner(
        of owner: Account, account: Account.ID?? = .none, name: String = "Thea Rapist", mode: Practitioner.Mode = .open,
        status: Practitioner.Status = .listed, _ test: TestStore
    ) async throws -> Practitioner {
        try await test.store.save(
            Practitioner(
                practice: owner.practice, account: account ?? owner.id, status: status, mode: mode, name: name,
                languages: ["de", "en"], conditions: ["tension_headache"], accessibility: [.lift],
                plan: AvailabilityPlan(zone: "Europe/Berlin", week: week, exceptions: [])), isNew: true,
            by: Author(owner))
    }

    static func service(
        of practitioner: Practitioner, at place: ServicePlace, terms: ServiceTerms? = nil, reminders: [Int] = [1_440],
        seriesMost: Int = 4, by owner: Account, _ test: TestStore
    ) async throws -> OfferedService {
        let terms =
            try terms
            ?? ServiceTerms(
                durationMinutes: 60, bufferBefore: 0, bufferAfter: 15, noticeMinutes: 60, horizonDays: 60,
                gridMinutes: 15)
        return try await test.store.save(
            OfferedService(
                practice: practitioner.practice, practitioner: practitioner.id, place: place.id, name: "First visit",
                price: "70 EUR", terms: terms, reminders: reminders, seriesMost: seriesMost), isNew: true,
            by: Author(owner))
    }

    /// Hands a training in and has it verified.
    @discardableResult
    static func verified(
        _ practitioner: Practitioner, title: String = "NMT Diploma", expires: String? = nil, by owner: Account,
        steward: Account, _ test: TestStore
    ) async throws -> TrainingRecord {
        let record = try TrainingRecord(
            practice: practitioner.practice, practitioner: practitioner.id, issuer: "Institute", title: title,
            number: "N-17", hours: 300, issued: "2024-05-31", expires: expires, submitted: test.clock.now)
        try await test.store.submit(record, document: nil, by: Author(owner))
        try await test.store.decide(record.id, method: .issuer, note: "", by: Author(steward), mail: nil)
        return record
    }

    // MARK: Times

    /// A moment of a day of September or October 2026 in Berlin, in summer time.
    static func moment(_ day: String, _ hour: Int, _ minute: Int = 0) throws -> Moment {
        let number = try #require(WallDay(day)).number
        return try #require(Moment(seconds: number * 86_400 + (hour - 2) * 3_600 + minute * 60))
    }

    func moment(_ day: String, _ hour: Int, _ minute: Int = 0) throws -> Moment {
        try Self.moment(day, hour, minute)
    }

    // MARK: Booking

    func contact(_ mail: String = "anna@example.org", name: String = "Anna Client") throws -> BookingContact {
        try BookingContact(name: name, mail: mail, phone: "+49 30 1234")
    }

    /// Books as a client.
    @discardableResult
    func ask(
        _ start: Moment, mail: String = "anna@example.org", isKnown: Bool = false, count: Int = 1,
        of service: OfferedService? = nil, key: IdempotencyKey? = nil
    ) async throws -> [Appointment] {
        try await reception.book(
            BookingRequest(
                service: (service ?? self.service).id, start: start, contact: contact(mail), count: count,
                isKnown: isKnown), key: key ?? test.key())
    }

    /// Books as a client whose address is proved.
    func booked(_ start: Moment, mail: String = "anna@example.org", of service: OfferedService? = nil)
        async throws -> Appointment
    {
        try #require(await ask(start, mail: mail, isKnown: true, of: service).first)
    }

    func token(_ appointment: Appointment) throws -> String {
        try reception.link(.visit, appointment.id.uuid, until: test.clock.now.addingTimeInterval(90 * 86_400))
    }

    func stored(_ id: Appointment.ID) async throws -> Appointment { try #require(await store.appointment(id)) }

    func busy() async throws -> [BusyTime] {
        let now = try #require(Moment(test.clock.now))
        let period = try #require(Period(start: now, end: now.adding(seconds: 90 * 86_400)))
        return try await store.busyTimes(of: service, in: period)
    }

    /// Puts the clock to a moment of the future.
    func wait(until moment: Moment) {
        test.clock.pass(seconds: moment.date.timeIntervalSince(test.clock.now))
    }

    /// Letters in line by kind, as the public export of the store tells them.
    func letters() async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        try await test.database.read(.system) { sql in
            try sql.rows("SELECT kind, COUNT(*) AS count FROM letter GROUP BY kind", []).map {
                (try $0.text("kind"), try $0.integer("count"))
            }
        }.forEach { counts[$0.0] = $0.1 }
        return counts
    }
}

/// Runs work in several tasks at once and gathers what each returned.
func together<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) async throws -> Value
) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
        for number in 0..<count { group.addTask { (number, try await work(number)) } }
        var found: [(Int, Value)] = []
        for try await one in group { found.append(one) }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// A small deterministic random generator (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
