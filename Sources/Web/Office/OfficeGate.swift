import Access
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// Who a route is for; checked before its handler runs.
enum RouteAccess: String, Sendable {
    /// Anybody.
    case open
    /// Whoever holds a link that works once.
    case link
    /// Anybody who is signed in.
    case signedIn = "signed_in"
    /// Owner, therapist, assistant.
    case staff
    case owner

    func allows(_ role: Role) -> Bool {
        switch self {
        case .open, .link, .signedIn: true
        case .staff: role.isStaff
        case .owner: role == .owner
        }
    }
}

/// One route, for the table of routes and the test of who may use it.
public struct RouteEntry: Encodable, Hashable, Sendable {
    public let method: String
    public let path: String
    public let access: String
}

/// Adds the office's routes: each says who it is for, and none can be added without saying so.
final class OfficeRouter {
    private let router: Router<ServerContext>
    private let office: Office
    private(set) var entries: [RouteEntry] = []

    init(router: Router<ServerContext>, office: Office) {
        self.router = router
        self.office = office
    }

    /// What a handler gets to know.
    struct Call: Sendable {
        let request: Request
        let context: ServerContext
        let identity: Identity?

        /// - Throws: ``RecordsError/signedOut``; does not happen on routes for the signed-in.
        func signedIn() throws(RecordsError) -> Identity {
            guard let identity else { throw .signedOut }
            return identity
        }

        /// An identifier in the path; what is none is not there.
        func identifier<Subject>(of: Subject.Type, _ name: String = "id") throws(RecordsError) -> Identifier<Subject> {
            guard let text = context.parameters.get(name), let identifier = Identifier<Subject>(text: text) else {
                throw .notFound
            }
            return identifier
        }

        /// A field of the address behind `?`; empty when it is missing.
        func query(_ name: String) -> String {
            for pair in (request.uri.query ?? "").split(separator: "&") {
                let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard let key = halves.first, Form.plain(key) == name else { continue }
                return halves.count == 2 ? Form.plain(halves[1]) ?? "" : ""
            }
            return ""
        }
    }

    /// Adds a route.
    func on(
        _ method: HTTPRequest.Method, _ path: String, _ access: RouteAccess,
        _ handler: @escaping @Sendable (Call) async throws -> Response
    ) {
        entries.append(RouteEntry(method: method.rawValue, path: path, access: access.rawValue))
        let office = office
        router.on(RouterPath(path), method: method) { request, context in
            let token = OfficeCookie.session.value(in: request)
            var identity: Identity?
            if !token.isEmpty, let found = try await office.session(token: token) {
                identity = Identity(session: found.session, account: found.account, token: token)
            }
            switch access {
            case .open, .link: break
            case .signedIn, .staff, .owner:
                guard let identity else { throw RecordsError.signedOut }
                guard access.allows(identity.account.role) else {
                    try await office.records.note(AuditEvent(.refused, detail: path), by: identity.author)
                    throw RecordsError.notFound
                }
            }
            return try await handler(Call(request: request, context: context, identity: identity))
        }
    }
}
