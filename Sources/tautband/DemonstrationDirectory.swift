import Directory
import Foundation
import Records
import Scheduling
import Storage
import Vault

/// Practitioners, checked training and appointments of the demonstration.
struct DemonstrationDirectory {
    let store: RecordStore
    let owner: Account
    let therapist: Account
    let now: Date

    /// Fills the directory around two towns.
    func fill() async throws {
        // Whoever checks is somebody else than the one who was trained.
        try await store.setSteward(mail: owner.mail, true)
        let room = try await place("Practice at the river", "Seepromenade 4", "Graz", (47.0707, 15.4395), by: owner)
        let theo = try await practitioner(
            "Theo Therapist", therapist.id,
            about:
                "Neuromuscular therapy for shoulder, neck and back. I look for where the pain comes from before I treat it.",
            languages: ["de", "en"], conditions: ["back_neck_joint_pain", "headache_migraine"], by: therapist)
        let first = try await service(theo, room, "First visit", 75, "95 EUR", asksIntake: true)
        let next = try await service(theo, room, "Follow-up", 45, "65 EUR", asksIntake: false)
        try await train(theo, by: therapist)
        let nora = try await practitioner(
            "Nora Nomad", nil, about: "I come to you, with a table.", languages: ["de", "sl"],
            conditions: ["fibromyalgia", "stress_tension"], by: owner)
        let area = try await store.save(
            try ServicePlace(
                practice: owner.practice, kind: .area, name: "Around Leibnitz", town: "Leibnitz", country: "AT",
                position: position(46.7816, 15.5385), radiusKilometres: 30), isNew: true, by: Author(owner))
        _ = try await service(nora, area, "Home visit", 60, "90 EUR", asksIntake: true)
        try await train(nora, by: owner, checkedBy: nil)
        try await book(first, next, theo)
    }

    private func position(_ latitude: Double, _ longitude: Double) throws -> ServicePlace.Position {
        guard let position = ServicePlace.Position(degrees: latitude, longitude) else { throw RecordsError.notFound }
        return position
    }

    private func place(
        _ name: String, _ address: String, _ town: String, _ degrees: (Double, Double), by account: Account
    ) async throws -> ServicePlace {
        try await store.save(
            try ServicePlace(
                practice: owner.practice, kind: .room, name: name, address: address, town: town, country: "AT",
                position: position(degrees.0, degrees.1), note: "Ring at “Therapy”, first floor."), isNew: true,
            by: Author(account))
    }

    private func practitioner(
        _ name: String, _ account: Account.ID?, about: String, languages: [String], conditions: [String],
        by author: Account
    ) async throws -> Practitioner {
        let plan = try AvailabilityPlan(
            zone: "Europe/Vienna", week: ["9-12:30, 13:30-18", "9-12:30, 13:30-18", "9-13", "12-19", "9-14", "", ""],
            exceptions: [])
        return try await store.save(
            try Practitioner(
                practice: owner.practice, account: account, status: .listed, name: name, about: about,
                languages: languages, conditions: conditions, accessibility: [.stepFree, .lift], plan: plan),
            isNew: true, by: Author(author))
    }

    private func service(
        _ practitioner: Practitioner, _ place: ServicePlace, _ name: String, _ minutes: Int, _ price: String,
        asksIntake: Bool
    ) async throws -> OfferedService {
        let terms = try ServiceTerms(
            durationMinutes: minutes, bufferAfter: 15, noticeMinutes: 120, horizonDays: 60, gridMinutes: 30)
        let author = practitioner.account == therapist.id ? therapist : owner
        return try await store.save(
            try OfferedService(
                practice: owner.practice, practitioner: practitioner.id, place: place.id, name: name, price: price,
                terms: terms, reminders: [1_440, 120], seriesMost: 6, asksIntake: asksIntake), isNew: true,
            by: Author(author))
    }

    /// A certificate, checked by the owner, who is no practitioner here.
    ///
    /// `checkedBy`: `nil` leaves it in the queue.
    private func train(_ practitioner: Practitioner, by account: Account, checkedBy: Account.ID? = Account.ID())
        async throws
    {
        let record = try TrainingRecord(
            practice: owner.practice, practitioner: practitioner.id, issuer: "Demonstration school",
            title: "Certified neuromuscular therapist", number: "DEMO-1", hours: 200, issued: "2024-05-31",
            expires: CalendarDay(now.addingTimeInterval(400 * 86_400), in: .gmt).text, submitted: now)
        try await store.submit(record, document: nil, by: Author(account))
        guard checkedBy != nil else { return }
        try await store.decide(record.id, method: .issuer, note: "", by: Author(owner), mail: nil)
    }

    /// Some appointments of today and the next days.
    private func book(_ first: OfferedService, _ next: OfferedService, _ practitioner: Practitioner) async throws {
        let clients = try await store.clients(matching: "", for: Author(therapist))
        let zone = TimeZone(identifier: "Europe/Vienna") ?? .gmt
        guard let moment = Moment(now) else { return }
        let clock = WallClock(zone: zone, around: moment)
        let today = clock.time(at: moment).day
        for (index, client) in clients.prefix(4).enumerated() {
            let service = index == 0 ? first : next
            guard let day = today.adding(index / 2),
                let wall = WallTime(day: day, hour: 10 + 3 * (index % 2), minute: 0),
                let time = Period(start: clock.moment(of: wall), minutes: service.terms.durationMinutes)
            else { continue }
            let appointment = Appointment(
                practice: owner.practice, practitioner: practitioner.id, service: service.id, place: service.place,
                status: .booked, time: time, blocked: service.terms.blocked(by: time),
                contact: try BookingContact(name: client.name, mail: "client\(index)@demo.example"), client: client.id,
                created: now)
            _ = try await store.book(
                [appointment], key: IdempotencyKey(name: "demonstration-visit-\(index)", request: Data()),
                booker: .practice, author: Author(therapist), mail: [])
        }
    }
}
