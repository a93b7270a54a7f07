public import Directory
public import Foundation
import Records
import Scheduling

/// What happens because time passes; each may run on several instances at once and again after a crash.
extension Reception {
    /// Hours in which no reminder and no offer goes out, in the practitioner's wall time.
    private static let quiet = (from: 21 * 60, until: 7 * 60)

    /// Does what is due.
    ///
    /// - Returns: What went wrong, each with its step; other steps are done all the same.
    @discardableResult
    public func tick() async -> [(step: String, error: any Error)] {
        var faults: [(String, any Error)] = []
        let steps: [(String, () async throws -> Void)] = [
            ("lapse", { _ = try await records.lapse(now: clock()) }), ("wait list", serveWaitLists),
            ("reminders", remind), ("experiences", askForExperiences), ("training", tellOfExpiry),
            ("free times", refreshOpenTimes),
        ]
        for (name, step) in steps {
            do { try await step() } catch { faults.append((name, error)) }
        }
        return faults
    }

    private func remind() async throws {
        let now = try now()
        var services: [OfferedService.ID: OfferedService] = [:]
        var zones: [Practitioner.ID: TimeZone] = [:]
        for appointment in try await records.upcoming(now: clock(), within: 43_200 + 1_440)
        where appointment.contact.wantsReminders && !isMade(appointment.contact) {
            if services[appointment.service] == nil {
                services[appointment.service] = try await service(of: appointment)
            }
            if zones[appointment.practitioner] == nil {
                zones[appointment.practitioner] = try await zone(of: appointment)
            }
            guard let service = services[appointment.service], let zone = zones[appointment.practitioner],
                let created = Moment(appointment.created),
                let rule = try? ReminderRule(
                    minutesBefore: service.reminders,
                    quietHours: QuietHours(zone: zone, from: Self.quiet.from, until: Self.quiet.until))
            else { continue }
            let status = rule.status(before: appointment.time.start, booked: created, sent: [], now: now)
            guard let due = status.due else { continue }
            // The event names time and reminder: it goes out once, also when several instances look.
            try await records.enqueue([
                letter(
                    .reminder, appointment, event: "reminder:\(appointment.time.start.seconds):\(due.minutesBefore)",
                    expires: appointment.time.start.date)
            ])
        }
    }

    func zone(of appointment: Appointment) async throws -> TimeZone {
        let author = Author(account: nil, practice: appointment.practice, role: .owner)
        let practitioner = try await records.practitioner(appointment.practitioner, for: author)
        return TimeZone(identifier: practitioner.plan.zone) ?? .gmt
    }

    private func serveWaitLists() async throws {
        for practitioner in try await records.waitListsToServe(limit: 50) {
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
        for visit in try await records.unasked(since: now.addingTimeInterval(-30 * 86_400), limit: 200)
        where visit.time.end.date.addingTimeInterval(86_400) <= now {
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

    private func refreshOpenTimes() async throws {
        for listing in try await records.outdated(limit: 200, now: clock()) {
            // Hours that no longer read are nobody else's trouble.
            var times: [OpenTime] = []
            do { times = try await openTimes(listing) } catch RecordsError.invalid {}
            // Sooner when the first of them passes, or a training ends.
            let first = (times.map(\.start) + listing.training.compactMap(\.end)).min() ?? .distantFuture
            let again = min(max(first, clock().addingTimeInterval(300)), clock().addingTimeInterval(6 * 3_600))
            try await records.setOpenTimes(times, of: listing.practitioner.id, again: again)
        }
    }
}
