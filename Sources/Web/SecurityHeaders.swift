import HTTPTypes
import Hummingbird

/// Headers that every answer carries: no third party, no framing, no sniffing.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    /// Whether browsers come by https, so that they may be told to stay there.
    let isSecure: Bool

    /// Nothing from elsewhere, no inline script, no inline style.
    static var contentSecurityPolicy: String {
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    }

    @concurrent func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let headers: [(String, String)] = [
            ("Content-Security-Policy", Self.contentSecurityPolicy), ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "geolocation=(self), camera=(), microphone=()"),
        ]
        let strict = isSecure ? [("Strict-Transport-Security", "max-age=63072000; includeSubDomains")] : []
        for (name, value) in headers + strict {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}
