import Access
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Records

/// Who is signed in, with what.
struct Identity: Sendable {
    let session: Session
    let account: Account
    private let token: String
    /// Protects forms against other sites; known to pages of this session alone.
    var formToken: String { Self.formToken(of: token) }
    var author: Author { Author(account) }

    init(session: Session, account: Account, token: String) {
        self.session = session
        self.account = account
        self.token = token
    }

    /// A one-way product of the session's token: who reads a page does not get the session.
    static func formToken(of token: String) -> String {
        let key = SymmetricKey(data: Data(token.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Data("tautband form".utf8), using: key)
        return code.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// Whether a form came from a page of this session; takes the same time whatever differs.
    func isOwn(_ token: String) -> Bool {
        let (left, right) = (Array(formToken.utf8), Array(token.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// The cookies: session, step between password and code, known device, and known booker.
enum OfficeCookie: String, CaseIterable {
    case session = "__Host-tautband"
    case step = "__Host-tautband-step"
    case device = "__Host-tautband-device"
    /// Tells that this browser has proved an address of mail by booking before.
    case known = "__Host-tautband-known"

    /// The cookie's value in a request; empty without one.
    func value(in request: Request) -> String { request.cookies[rawValue]?.value ?? "" }

    /// The line that sets it; `seconds` 0 removes it.
    ///
    /// The session's cookie is never sent with a request that another site began.
    func line(_ value: String, seconds: Int) -> String {
        "\(rawValue)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; Secure; SameSite=\(self == .session ? "Strict" : "Lax")"
    }
}

extension Response {
    mutating func set(_ cookie: OfficeCookie, _ value: String, seconds: Int) {
        headers[values: .setCookie].append(cookie.line(value, seconds: seconds))
    }

    mutating func remove(_ cookie: OfficeCookie) { set(cookie, "", seconds: 0) }

    /// After a form: the next page, asked for with GET.
    static func see(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
