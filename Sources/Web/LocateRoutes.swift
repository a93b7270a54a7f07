import Clinic
import Foundation
import Hummingbird

/// Answers a drawing.
struct LocateRoutes: Sendable {
    let product: Product
    let computing: Computing

    func add(to router: Router<ServerContext>) {
        router.post("/api/locate") { request, context in
            let data = try await request.whole(context.limits)
            let presentation = try product.cases.presentation(from: data, origin: "request")
            return Response.json(
                try await computing.run { try product.document(try product.assess(presentation)).json() })
        }
    }
}
