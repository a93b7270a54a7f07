import Clinic
import Foundation
import Hummingbird

/// Answers a drawing.
struct LocateRoutes: Sendable {
    let product: Product

    func add(to router: Router<ServerContext>) {
        router.post("/api/locate") { request, context in
            let data = try await request.whole(context.limits)
            let presentation = try product.cases.presentation(from: data, origin: "request")
            let document = product.document(try product.assess(presentation))
            return Response.json(try document.json())
        }
    }

}
