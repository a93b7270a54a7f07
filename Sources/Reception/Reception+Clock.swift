public import Directory
public import Foundation
import Records
import Scheduling

/// What happens because time passes; each may run on several instances at once and again after a crash.
extension Reception {
    /// Hours in which no reminder and no offer goes out, in the practitioner's wall time.
    private static let quiet = (from: 21 * 60, until: 7 * 60)

    /// Does what is due, from the beginning.
    ///
    /// - Returns: What went wrong, each with its step; other steps are done all the same.
    @discardableResult
    public func tick() async -> [(step: String, error: any Error)] {
        var round = ClockRound()
        return await tick(&round)
    }

    /// Does what is due, and goes on where the last round stopped.
    ///
    /// - Parameter round: How far the work has come; keep it for the next call.
    /// - Returns: What went wrong, each with its step; other steps are done all the same.
    public func tick(_ round: inout ClockRound) async -> [(step: String, error: any Error)] {
        var next = round
        var faults: [(String, any Error)] = []
        let steps: [(String, () async throws -> Void)] = [
            ("lapse", { _ = try await records.lapse(now: clock()) }),
            ("wait list", { try await serveWaitLists(&next) }), ("reminders", { try await remind(&next) }),
            ("experiences", askForExperiences), ("training", tellOfExpiry),
            ("free times", { try await refreshOpenTimes(limit: next.limits.pages) }),
        ]
        for (name, step) in steps {
            do { try await step() } catch { faults.append((name, error)) }
        }
        round = next
        return faults
    }

    /// Puts the reminders of some appointments in line; a round that found fewer than it may begins anew.
    private func remind(_ round: inout ClockRound) async throws {
        let limit = round.limits.appointments
        let found = try await records.upcoming(
            now: clock(), within: 43_200 + 1_440, after: round.reminded, limit: limit)
        round.reminded = found.count < limit ? nil : found.last
        var terms = ReminderTerms()
        var letters: [OutgoingLetter] = []
        let reading = await fault {
            try await forEach(found) { appointment in
                if let letter = try await reminder(of: appointment, &terms) { letters.append(letter) }
            }
        }
        // In one transaction; when one cannot be put in line, the others are.
        do { try await records.enqueue(letters) } catch {
            try await forEach(letters) { try await records.enqueue([$0]) }
        }
        if let reading { throw reading }
    }

    /// What reminders need of services and practitioners, each asked for once in a round.
    private struct ReminderTerms {
        var services: [OfferedService.ID: OfferedService] = [:]
        var zones: [Practitioner.ID: TimeZone] = [:]
    }

    /// The reminder of an appointment that is due now, if any.
    private func reminder(of appointment: Appointment, _ terms: inout ReminderTerms) async throws -> OutgoingLetter? {
        guard appointment.contact.wantsReminders, !isMade(appointment.contact) else { return nil }
        if terms.services[appointment.service] == nil {
            terms.services[appointment.service] = try await service(of: appointment)
        }
        if terms.zones[appointment.practitioner] == nil {
            terms.zones[appointment.practitioner] = try await zone(of: appointment)
        }
        guard let service = terms.services[appointment.service], let zone = terms.zones[appointment.practitioner],
            let created = Moment(appointment.created),
            let rule = try? ReminderRule(
                minutesBefore: service.reminders,
                quietHours: QuietHours(zone: zone, from: Self.quiet.from, until: Self.quiet.until))
        else { return nil }
        let start = appointment.time.start
        guard let due = rule.status(before: start, booked: created, sent: [], now: try now()).due else { return nil }
        // The event names time and reminder: it goes out once, also when several instances look.
        return letter(
            .reminder, appointment, event: "reminder:\(start.seconds):\(due.minutesBefore)", expires: start.date,
            detail: "\(start.seconds)")
    }

    func zone(of appointment: Appointment) async throws -> TimeZone {
        let author = Author(account: nil, practice: appointment.practice, role: .owner)
        let practitioner = try await records.practitioner(appointment.practitioner, for: author)
        return TimeZone(identifier: practitioner.plan.zone) ?? .gmt
    }

    private func serveWaitLists(_ round: inout ClockRound) async throws {
        let limit = round.limits.waitLists
        let found = try await records.waitListsToServe(after: round.served, limit: limit)
        // Those whose night it is stay in line: the others come in the next round.
        round.served = found.count < limit ? nil : found.last
        try await forEach(found) { practitioner in
            let isDone = try await serveWaitList(of: practitioner)
            if isDone { try await records.served(practitioner) }
        }
    }

    /// Offers free times to those who wait longest.
    ///
    /// - Returns: Whether nothing is left to do until another time becomes free.
    private func serveWaitList(of practitioner: Practitioner.ID) async throws -> Bool {
        guard let listing = try await records.listing(of: practitioner) else { return true }
        var (entries, offers) = try await records.waitList(of: practitioner)
        guard !entries.isEmpty else { return true }
        let now = try now()
        let opening = try listing.practitioner.plan.opening()
        let quiet = try? QuietHours(zone: opening.zone, from: Self.quiet.from, until: Self.quiet.until)
        var isDone = true
        for service in listing.services {
            guard
                let rules = try? WaitListRules(
                    zone: opening.zone, noticeMinutes: service.terms.noticeMinutes, quietHours: quiet),
                let period = Period(start: now, end: now.adding(seconds: 60 * 86_400))
            else { continue }
            let busy = try await records.busyTimes(of: service, in: period)
            let finder = SlotFinder(opening: opening, service: service.terms, busy: busy)
            let slots = (try? finder.slots(in: period, now: now)) ?? []
            for slot in slots.prefix(500) {
                let list = entries.compactMap(\.entry)
                switch rules.step(for: slot, of: service.id, entries: list, offers: offers, now: now) {
                case .offer(let id, let expires):
                    guard let client = entries.first(where: { $0.id == id }) else { continue }
                    do {
                        try await offer(slot, of: service, to: client, until: expires.date)
                    } catch RecordsError.duplicate(field: "offer") {
                        // Another instance was faster: what it did is seen at the next look.
                        return false
                    } catch RecordsError.duplicate { continue }
                    offers.append(WaitListOffer(entry: id, slot: slot, expires: expires))
                    entries.removeAll { $0.id == id }
                case .pause: isDone = false
                case .taken, .waiting, .nobody: continue
                }
                if entries.isEmpty { return isDone }
            }
        }
        return isDone
    }

    private func offer(
        _ slot: Period, of service: OfferedService, to client: WaitingClient, until end: Date
    ) async throws {
        let appointment = Appointment(
            practice: service.practice, practitioner: service.practitioner, service: service.id, place: service.place,
            status: .held, time: slot, blocked: service.terms.blocked(by: slot), contact: client.contact,
            holdEnds: end, created: clock())
        try await records.offer(
            appointment, to: client.id, mail: [letter(.offer, appointment, event: "offer", expires: end)])
    }

    private func askForExperiences() async throws {
        let now = clock()
        let over = try await records.unasked(since: now.addingTimeInterval(-30 * 86_400), limit: 200)
            .filter { $0.time.end.date.addingTimeInterval(86_400) <= now }
        try await forEach(over) { visit in
            let letter = OutgoingLetter(
                event: "experience:\(visit.id)", kind: .experience, practice: visit.practice, subject: UUID(),
                recipient: visit.contact.mail, due: now)
            _ = try await records.invite(after: visit.id, now: now, mail: isMade(visit.contact) ? nil : letter)
        }
    }

    private func tellOfExpiry() async throws {
        let now = clock()
        try await records.tellOfExpiry(within: 30, now: now) { Self.letter(about: $0, "expires", now: now) }
    }

    /// The letter about a decision on a training; `nil` where nobody can be written to.
    public static func letter(about found: TrainingCase, _ what: String, now: Date) -> OutgoingLetter? {
        found.mail.map { mail in
            OutgoingLetter(
                event: "training:\(what):\(found.record.id)", kind: .training, practice: found.record.practice,
                subject: found.record.practitioner.uuid, recipient: mail, due: now, detail: what)
        }
    }

    private func refreshOpenTimes(limit: Int) async throws {
        try await forEach(try await records.outdated(limit: limit, now: clock())) { listing in
            // Hours that no longer read are nobody else's trouble.
            var times: [OpenTime] = []
            do { times = try await openTimes(listing) } catch RecordsError.invalid {
            } catch {
                // Not the first of every round: what was longest due comes first.
                try await records.putOff(listing.practitioner.id, until: clock().addingTimeInterval(3_600))
                throw error
            }
            // Sooner when the first of them passes, or a training ends.
            let first = (times.map(\.start) + listing.training.compactMap(\.end)).min() ?? .distantFuture
            let again = min(max(first, clock().addingTimeInterval(300)), clock().addingTimeInterval(6 * 3_600))
            try await records.setOpenTimes(times, of: listing.practitioner.id, again: again)
        }
    }
}
