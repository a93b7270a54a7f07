import Clinic
import Figures
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Mustache
import Reasoning
import Records

/// An error as the interface answers it: what is wrong, where, with which value.
struct ErrorDocument: Encodable {
    struct Detail: Encodable {
        let problem: String
        let field: String?
        let value: String?
    }
    let error: Detail
}

/// Turns every error into one JSON form with a fitting status, or into a page for those who browse; the process never ends on one.
struct ErrorPages: RouterMiddleware {
    typealias Context = ServerContext

    let templates: MustacheLibrary

    @concurrent func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as RecordsError {
            return answer(error, to: request, in: context)
        } catch let error as CaseError {
            return answer(.unprocessableContent, error.problem, field: error.field, value: error.value, to: request)
        } catch let error as ChartError {
            return answer(.notFound, error.description, to: request)
        } catch let error as InferenceError {
            return answer(.unprocessableContent, "the evidence cannot be computed: \(error)", to: request)
        } catch let error as HTTPError {
            return answer(error.status, text(for: error.status, error.body), to: request)
        } catch let error as any HTTPResponseError {
            return answer(error.status, text(for: error.status, nil), to: request)
        } catch {
            context.logger.error("request failed", metadata: ["type": "\(type(of: error))"])
            return answer(.internalServerError, "the server could not answer; nothing was lost", to: request)
        }
    }

    private func isPage(_ request: Request) -> Bool {
        !request.uri.path.hasPrefix("/api/") && request.headers[.accept]?.contains("text/html") == true
    }

    /// A page for those who browse, else JSON with the field and its value.
    private func answer(
        _ status: HTTPResponse.Status, _ problem: String, field: String? = nil, value: String? = nil,
        to request: Request
    ) -> Response {
        guard isPage(request) else { return answer(status, problem, field: field, value: value) }
        let place = field.flatMap { $0.isEmpty ? nil : "\($0): " } ?? ""
        return OfficePages.problem(status, text: place + problem, templates: templates)
    }

    /// The same words for what is not there and for what is not the reader's.
    private func answer(_ error: RecordsError, to request: Request, in context: Context) -> Response {
        if error == .signedOut, isPage(request) {
            let back = request.method == .get ? request.uri.path : "/clients"
            var response = Response.see(
                "/sign-in?next=\(back.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")")
            response.remove(.session)
            return response
        }
        let (status, problem): (HTTPResponse.Status, String) =
            switch error {
            case .notFound: (.notFound, "there is nothing at this address")
            case .signedOut: (.unauthorized, "please sign in")
            case .forbidden: (.forbidden, "this is not open to you")
            case .invalid(_, _, let reason): (.unprocessableContent, reason)
            case .stale(let current):
                (.preconditionFailed, "someone else has changed this; it is at version \(current) now; read it again")
            case .duplicate(let field): (.conflict, "there is one with this \(field) already")
            case .keyReused: (.unprocessableContent, "this Idempotency-Key came with another request")
            case .inProgress: (.conflict, "the first request is not finished yet; please wait")
            case .tooMany(let seconds):
                (.tooManyRequests, "too many attempts; try again in \(max(seconds / 60, 1)) minutes")
            case .overloaded: (.serviceUnavailable, "too much is going on at once; try again in some seconds")
            case .unavailable(let reason): (.serviceUnavailable, reason)
            }
        if case .unavailable = error {
            context.logger.error("store unavailable", metadata: ["type": "\(type(of: error))"])
        }
        var response =
            switch error {
            case .invalid(let field, let value, let reason):
                answer(status, reason, field: field, value: value, to: request)
            default: answer(status, problem, to: request)
            }
        switch error {
        case .tooMany(let seconds), .overloaded(let seconds): response.headers[.retryAfter] = "\(seconds)"
        default: break
        }
        return response
    }

    private func text(for status: HTTPResponse.Status, _ body: String?) -> String {
        switch status {
        case .notFound: "there is nothing at this address"
        case .contentTooLarge: "the request is larger than \(CaseFile.largestDocument) bytes"
        default: body ?? status.reasonPhrase
        }
    }

    private func answer(
        _ status: HTTPResponse.Status, _ problem: String, field: String? = nil, value: String? = nil
    ) -> Response {
        let detail = ErrorDocument.Detail(
            problem: problem, field: field.flatMap { $0.isEmpty ? nil : $0 },
            value: value.flatMap { $0.isEmpty ? nil : $0 }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = (try? encoder.encode(ErrorDocument(error: detail))) ?? Data("{}".utf8)
        return .json(data, status: status)
    }
}

extension Response {
    /// A JSON answer.
    static func json(_ data: Data, status: HTTPResponse.Status = .ok, cache: String = "no-store") -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: cache],
            body: .init(byteBuffer: ByteBuffer(bytes: data))
        )
    }
}
