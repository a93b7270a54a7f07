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
        router.get("/api/card/{kind}/{name}") { _, context in
            let kind = try context.parameters.require("kind")
            let name = try context.parameters.require("name").removingPercentEncoding ?? ""
            guard let card = product.cardText("\(kind):\(name)") else { throw HTTPError(.notFound) }
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-cache"],
                body: .init(byteBuffer: ByteBuffer(string: card))
            )
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
