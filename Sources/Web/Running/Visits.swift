import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Where a request comes from: the connection, or what a trusted proxy says of it.
struct Origins: Sendable {
    /// Whether the peer is a proxy whose `X-Forwarded-For` is believed.
    let isTrusted: @Sendable (String) -> Bool
    /// The address in one form, IPv6 by its network of one subscriber; `nil` for text that is no address.
    let subscriber: @Sendable (String) -> String?

    /// The nearest address that is no trusted proxy; what stands before it could have been written by anybody.
    func address(of request: Request, peer: String) -> String {
        let own = subscriber(peer) ?? peer
        guard isTrusted(peer), let name = HTTPField.Name("X-Forwarded-For") else { return own }
        let chain = request.headers[values: name].flatMap { $0.split(separator: ",") }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        return chain.last { !isTrusted($0) }.flatMap(subscriber) ?? own
    }
}

/// Counts, times and logs every request, and limits how many one address sends.
struct Visits: RouterMiddleware {
    typealias Context = ServerContext

    let metrics: RequestMetrics
    /// `nil` for no limit.
    let limiter: RateLimiter?
    let origins: Origins
    let limits: RequestLimits

    @concurrent func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.limits = limits
        context.address = origins.address(of: request, peer: context.peer)
        let began = ContinuousClock.now
        metrics.began()
        let elapsed = { (ContinuousClock.now - began) / .seconds(1) }
        func end(_ status: Int) {
            let route = context.endpointPath
            metrics.ended(route: route, method: request.method.rawValue, status: status, seconds: elapsed())
            context.logger.info(
                "request",
                metadata: [
                    "request_id": "\(context.id)", "method": "\(request.method)", "route": "\(route ?? "other")",
                    "status": "\(status)", "milliseconds": "\(Int(elapsed() * 1000))",
                ]
            )
        }
        // Files of the page cost little and come by the dozen.
        let cost = request.uri.path.hasPrefix("/assets/") ? 0.05 : 1
        let now = ProcessInfo.processInfo.systemUptime
        if let wait = limiter?.allow(key: context.address, now: now, cost: cost) {
            end(429)
            var response = Response(status: .tooManyRequests)
            response.headers[.cacheControl] = "no-store"
            response.headers[.retryAfter] = "\(Int(wait.rounded(.up)))"
            return response
        }
        do {
            let response = try await next(request, context)
            end(response.status.code)
            return response
        } catch {
            end((error as? any HTTPResponseError)?.status.code ?? 500)
            throw error
        }
    }
}
