public import Directory
import Foundation
public import Mail
import Records
import Scheduling

/// Puts letters into words: who, when, where; never why, and nothing of the body.
public struct LetterWriter: Sendable {
    let reception: Reception
    let stationery: Stationery

    public init(_ reception: Reception, _ stationery: Stationery) {
        self.reception = reception
        self.stationery = stationery
    }

    /// The letter as it goes out; `nil` when there is nothing to say any more.
    ///
    /// The same letter of the same state gives the same octets, so that a second try can be told from a second letter.
    public func write(_ letter: OutgoingLetter) async throws -> MailMessage? {
        guard let draft = try await draft(letter) else { return nil }
        let text = try MailText(title: draft.subject, blocks: draft.blocks)
        return try MailMessage(
            id: MessageID(unique: letter.id.text, host: stationery.sender.domain),
            from: MailAddress(stationery.sender.address, name: draft.from.isEmpty ? nil : draft.from),
            to: MailAddress(letter.recipient), subject: draft.subject, text: text.plain, html: text.html,
            calendar: draft.calendar, headers: [.autoSubmitted(.generated)] + draft.headers, date: letter.due,
            zone: draft.zone)
    }

    struct Draft {
        var subject: String
        var blocks: [MailText.Block]
        var from = ""
        var calendar: MailCalendar?
        var headers: [MailHeader] = []
        var zone = TimeZone.gmt
    }

    private func draft(_ letter: OutgoingLetter) async throws -> Draft? {
        switch letter.kind {
        case .proof, .asked, .booked, .moved, .cancelled, .declined, .reminder, .offer, .notice:
            try await appointmentDraft(letter)
        case .waitProof: try await waitDraft(letter)
        case .experience: try await experienceDraft(letter)
        case .training: try await trainingDraft(letter)
        case .newsletterProof: try await proofDraft(letter)
        case .newsletter: try await newsletterDraft(letter)
        }
    }

    // MARK: The wait list, experiences, training, newsletters

    private func waitDraft(_ letter: OutgoingLetter) async throws -> Draft? {
        let id = WaitingClient.ID(letter.subject)
        guard let waiting = try await reception.records.waitingClient(id), waiting.status == .unproved,
            let listing = try await reception.records.listing(of: waiting.practitioner)
        else { return nil }
        let token = try reception.link(.wait, id.uuid, until: letter.due.addingTimeInterval(180 * 86_400))
        return Draft(
            subject: "Please confirm that you want to wait for a free time",
            blocks: [
                .paragraph(
                    "Somebody, probably you, asked to be told when \(listing.practitioner.name) has a free time."),
                try link("Confirm, or leave the list", "/wait", token),
                .note("If it was not you, do nothing: without a confirmation no further mail is sent."),
            ], from: listing.practiceName)
    }

    private func experienceDraft(_ letter: OutgoingLetter) async throws -> Draft? {
        let id = Experience.ID(letter.subject)
        guard let experience = try await reception.records.experience(id), experience.status == .invited,
            let listing = try await reception.records.listing(of: experience.practitioner)
        else { return nil }
        let token = try reception.link(.experience, id.uuid, until: letter.due.addingTimeInterval(60 * 86_400))
        return Draft(
            subject: "How was your appointment?",
            blocks: [
                .paragraph("Would you like to tell how your appointment with \(listing.practitioner.name) went?"),
                try link("Tell how it went", "/experience", token),
                .paragraph("Nothing is published without your consent, and you can take it back at any time."),
                .note("This is the only mail about it."),
            ], from: listing.practiceName)
    }

    private func trainingDraft(_ letter: OutgoingLetter) async throws -> Draft? {
        let words: (String, String)
        switch letter.detail {
        case "verified":
            words = ("Your training was verified", "The evidence of your training was checked and counts from now on.")
        case "refused":
            words = (
                "Your evidence of training needs attention",
                "The evidence of your training was not accepted. The page says why."
            )
        case "expires":
            words = (
                "Your training runs out soon",
                "A training of yours runs out within 30 days. Hand in new evidence in time, so that your page stays public."
            )
        default: return nil
        }
        return Draft(
            subject: words.0,
            blocks: [
                .paragraph(words.1),
                .link(label: "Your training", page: try MailLink("\(stationery.base)/training")),
            ])
    }

    private func proofDraft(_ letter: OutgoingLetter) async throws -> Draft? {
        let id = Subscriber.ID(letter.subject)
        guard let subscriber = try await reception.records.subscriber(id), subscriber.status == .unproved else {
            return nil
        }
        let token = try reception.link(.newsletter, id.uuid, until: letter.due.addingTimeInterval(3_650 * 86_400))
        return Draft(
            subject: "Please confirm that you want the newsletter",
            blocks: [
                .paragraph("Somebody, probably you, asked for our newsletter."),
                try link("Yes, send it to me", "/newsletter/confirm", token),
                .note("If it was not you, do nothing: without a confirmation nothing is sent."),
            ])
    }

    private func newsletterDraft(_ letter: OutgoingLetter) async throws -> Draft? {
        let id = Subscriber.ID(letter.subject)
        guard let subscriber = try await reception.records.subscriber(id), subscriber.status == .active,
            let issueID = NewsletterIssue.ID(text: letter.detail),
            let issue = try await reception.records.issue(issueID)
        else { return nil }
        let token = try reception.link(.newsletter, id.uuid, until: letter.due.addingTimeInterval(3_650 * 86_400))
        let leave = try MailLink(stationery.page("/newsletter/leave", token))
        let paragraphs = issue.text.split(separator: "\n\n").map { MailText.Block.paragraph(String($0)) }
        return Draft(
            subject: issue.subject,
            blocks: paragraphs + [
                .link(label: "Unsubscribe", page: leave), .note("You get this because you asked for it."),
            ], headers: [.listUnsubscribe(oneClick: leave)])
    }

    func link(_ label: String, _ path: String, _ token: String) throws -> MailText.Block {
        .link(label: label, page: try MailLink(stationery.page(path, token)))
    }
}
