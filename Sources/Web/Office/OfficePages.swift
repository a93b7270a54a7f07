import Access
import Anatomy
import Clinic
import Foundation
import Hummingbird
import Mustache
import Places
import Reception
import Records

/// A condition or a muscle as pages offer it.
struct TermName: Sendable {
    let id: String
    let name: String
}

/// The office's pages: entering, the own account, the team, the practice, clients, audit and backups.
struct OfficePages: Sendable {
    let office: Office
    let configuration: ServerConfiguration
    let templates: MustacheLibrary
    /// Body and knowledge; loaded when first asked for.
    let product: @Sendable () async throws -> Product
    let computing: Computing
    let reception: Reception
    let lab: RecordingLab
    let gazetteerFile = LazyGazetteer()
    /// Identifiers and names of the conditions; without the rest of the knowledge.
    let conditions = Lazily {
        try Vocabulary().conditions.map { TermName(id: $0.id.text, name: $0.name) }
    }
    /// Identifiers and anatomical names of the muscles, by name.
    let muscles = Lazily {
        try Vocabulary().muscles.map { TermName(id: $0.id.text, name: $0.id.text.replacing("_", with: " ")) }
            .sorted { $0.name < $1.name }
    }
    let survey = ReturnSurvey()

    func add(to router: OfficeRouter) {
        addEntrance(to: router)
        addLinks(to: router)
        addWriting(to: router)
        addQuestions(to: router)
        addHomeAnswers(to: router)
        addRecord(to: router)
        addEntries(to: router)
        addNote(to: router)
        addRecordings(to: router)
        addAccount(to: router)
        addTeam(to: router)
        addPractice(to: router)
        addClients(to: router)
        addStatistics(to: router)
        addProgramme(to: router)
        addLetters(to: router)
        addConsent(to: router)
        addFind(to: router)
        addTherapists(to: router)
        addBooking(to: router)
        addVisits(to: router)
        addOpenSlots(to: router)
        addDesk(to: router)
        addTraining(to: router)
        addList(to: router)
        addCalendar(to: router)
        addExperiences(to: router)
        addNewsletter(to: router)
    }

    /// Draws a page for whoever asks.
    func answer(
        _ page: OfficePage, to call: OfficeRouter.Call, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var page = page
        page.isDemo = configuration.isDemo
        if let identity = call.identity {
            let account = identity.account
            page.hasMenu = true
            page.userName = account.name
            page.roleName = Words.role(account.role)
            page.csrf = identity.formToken
            page.menu = Self.menu(account).map { entry in
                OfficePage.MenuEntry(
                    name: entry.0, href: entry.1, current: call.request.uri.path.hasPrefix(entry.1) && entry.1 != "/")
            }
            page.blocks = page.blocks.map { block in
                var block = block
                block.form?.hidden.append(OfficePage.FormBlock.Hidden(name: "csrf", value: identity.formToken))
                return block
            }
            for index in page.blocks.indices {
                page.blocks[index].choices?.protect(with: identity.formToken)
            }
            // A search is no change and shows its fields in the address.
            for index in page.blocks.indices where page.blocks[index].form?.method == "get" {
                page.blocks[index].form?.hidden = []
            }
        }
        if call.identity == nil, !page.isPlain {
            page.hasPublicMenu = true
            page.menu = Self.publicMenu.map { entry in
                OfficePage.MenuEntry(
                    name: entry.0, href: entry.1, current: call.request.uri.path.hasPrefix(entry.1) && entry.1 != "/")
            }
        }
        return try Self.html(page, status: status, templates: templates)
    }

    /// For those who are not signed in.
    static let publicMenu = [
        ("Draw your pain", "/"), ("Find a therapist", "/find"), ("Learn", "/learn"), ("Sign in", "/sign-in"),
    ]

    private static func menu(_ account: Account) -> [(String, String)] {
        switch account.role {
        case .owner:
            [
                ("Today", "/today"), ("Calendar", "/calendar"), ("Clients", "/clients"), ("Body chart", "/"),
                ("Pages and hours", "/desk"), ("Team", "/team"), ("Practice", "/practice"),
                ("Newsletter", "/newsletters"), ("Statistics", "/statistics"),
                ("Audit", "/audit"), ("Backup", "/backup"), ("Knowledge", "/muscles"),
            ]
        case .therapist, .assistant:
            [
                ("Today", "/today"), ("Calendar", "/calendar"), ("Clients", "/clients"), ("Body chart", "/"),
                ("Pages and hours", "/desk"), ("Team", "/team"), ("Knowledge", "/muscles"),
            ]
        case .client: [("Body chart", "/"), ("My record", "/my-record")]
        }
    }

    static func html(
        _ page: OfficePage, status: HTTPResponse.Status, templates: MustacheLibrary
    ) throws -> Response {
        var page = page
        page.finish()
        return try drawn(page, by: "office", status: status, templates: templates)
    }

    /// A page or sheet that a template draws; nobody keeps a copy.
    static func drawn(
        _ value: Any, by template: String, status: HTTPResponse.Status = .ok, templates: MustacheLibrary
    ) throws -> Response {
        guard let text = templates.render(value, withTemplate: template) else {
            throw HTTPError(.internalServerError, message: "the page \(template) is missing")
        }
        return Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// The page for an error outside of a form; holds nothing of what was asked for.
    static func problem(_ status: HTTPResponse.Status, text: String, templates: MustacheLibrary) -> Response {
        let (heading, advice) = Words.problem(status)
        let sentence = text.prefix(1).uppercased() + text.dropFirst() + "."
        let page = OfficePage(
            heading, lead: [advice],
            [
                .init(
                    text: .init(
                        paragraphs: status == .notFound ? [] : [sentence],
                        link: .init(name: "To the first page", href: "/")))
            ]
        )
        return (try? html(page, status: status, templates: templates)) ?? Response(status: status)
    }

    /// Runs the work of a form; what is wrong with a field goes back to the form.
    func trying(
        _ work: () async throws -> Response, orElse form: (RecordsError) async throws -> Response
    ) async throws -> Response {
        do {
            return try await work()
        } catch let error as RecordsError {
            switch error {
            case .invalid, .duplicate: return try await form(error)
            default: throw error
            }
        }
    }

    /// Where links begin.
    func base(_ call: OfficeRouter.Call) -> String { configuration.base(call) }
}

extension ServerConfiguration {
    /// Where links begin: the public address, or the one that the browser used.
    func base(_ call: OfficeRouter.Call) -> String {
        publicURL ?? "\(tls == nil && !isSecure ? "http" : "https")://\(call.request.head.authority ?? "localhost")"
    }
}

/// Words that pages share.
enum Words {
    static func role(_ role: Role) -> String {
        switch role {
        case .owner: "Owner"
        case .therapist: "Therapist"
        case .assistant: "Assistant"
        case .client: "Client"
        }
    }

    /// Heading and advice for an error that fills a page.
    static func problem(_ status: HTTPResponse.Status) -> (heading: String, advice: String) {
        switch status {
        case .notFound:
            (
                "Nothing here",
                "There is nothing at this address, or it is not yours to see. A link may have been used or be out of date."
            )
        case .tooManyRequests:
            ("Please wait", "There were too many attempts. Nothing is lost; please wait a while.")
        case .preconditionFailed:
            (
                "Someone was faster",
                "Someone else has changed this meanwhile. Go back, load the page again, and put your change in once more."
            )
        case .serviceUnavailable:
            (
                "Not just now",
                "Nothing was changed unless the text below says otherwise. Please try again."
            )
        case .internalServerError:
            (
                "Something went wrong here",
                "This is a fault of the program, not yours. Please try again; if it comes back, tell whoever runs the server."
            )
        default: ("This did not work", "Go back and look at what was typed.")
        }
    }

    /// A moment in a time zone, with its abbreviation.
    static func time(_ date: Date, in zone: String) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_GB")
        formatter.timeZone = TimeZone(identifier: zone) ?? .gmt
        formatter.dateFormat = "d MMM yyyy, HH:mm zzz"
        return formatter.string(from: date)
    }

    /// A number without needless decimals.
    static func number(_ value: Double) -> String {
        let tenths = (value * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }

    static let stale =
        "Someone else has changed this meanwhile. What you typed is below; look whether it still fits before you save."

    static let passwordHint =
        "15 characters or more, for example four unrelated words. Password managers and pasting are welcome."
}
