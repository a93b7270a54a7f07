import Foundation
import HTTPTypes
import Hummingbird

/// Refuses unsafe requests that another site began.
///
/// Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`); one that carries a cookie and says neither is refused too.
struct SameOrigin: RouterMiddleware {
    typealias Context = ServerContext

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let isSafe = [.get, .head, .options].contains(request.method)
        guard isSafe || Self.isOwn(request) else {
            throw HTTPError(.forbidden, message: "this request came from another site and was not carried out")
        }
        return try await next(request, context)
    }

    static func isOwn(_ request: Request) -> Bool {
        if let site = field("Sec-Fetch-Site", request) { return site == "same-origin" || site == "none" }
        if let origin = request.headers[.origin] {
            guard let host = URLComponents(string: origin)?.host, let own = request.head.authority else { return false }
            let port = URLComponents(string: origin)?.port.map { ":\($0)" } ?? ""
            return own == host + port || own == "[\(host)]" + port
        }
        return OfficeCookie.session.value(in: request).isEmpty
    }

    private static func field(_ name: String, _ request: Request) -> String? {
        HTTPField.Name(name).flatMap { request.headers[$0] }
    }
}
