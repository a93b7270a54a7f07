import Clinic
import Figures
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Reasoning

/// An error as the interface answers it: what is wrong, where, with which value.
struct ErrorDocument: Encodable {
    struct Detail: Encodable {
        let problem: String
        let field: String?
        let value: String?
    }
    let error: Detail
}

/// Turns every error into one JSON form with a fitting status; the process never ends on one.
struct ErrorPages<Context: RequestContext>: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as CaseError {
            return answer(.unprocessableContent, error.problem, field: error.field, value: error.value)
        } catch let error as ChartError {
            return answer(.notFound, error.description)
        } catch let error as InferenceError {
            return answer(.unprocessableContent, "the evidence cannot be computed: \(error)")
        } catch let error as HTTPError {
            return answer(error.status, text(for: error.status, error.body))
        } catch let error as any HTTPResponseError {
            return answer(error.status, text(for: error.status, nil))
        } catch {
            context.logger.error("request failed", metadata: ["type": "\(type(of: error))"])
            return answer(.internalServerError, "the server could not answer; nothing was lost")
        }
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
