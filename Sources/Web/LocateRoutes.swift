import Clinic
import Foundation
import Hummingbird

/// Answers a drawing.
struct LocateRoutes: Sendable {
    let product: Product

    func add(to router: Router<BasicRequestContext>) {
        router.post("/api/locate") { request, _ in
            let data = try await body(of: request)
            let presentation = try product.cases.presentation(from: data, origin: "request")
            let document = product.document(try product.assess(presentation))
            return Response.json(try document.json())
        }
    }

    /// The whole body, refused early when it announces or turns out to be too large.
    private func body(of request: Request) async throws -> Data {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > CaseFile.largestDocument {
            throw HTTPError(.contentTooLarge)
        }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: CaseFile.largestDocument)
        } catch let error as HTTPError {
            throw error
        } catch {
            throw HTTPError(.badRequest, message: "the request's body did not arrive whole")
        }
        return Data(buffer.readableBytesView)
    }
}
