import Clinic
import Foundation
import Hummingbird

/// Answers a drawing.
struct LocateRoutes: Sendable {
    let product: Product

    func add(to router: Router<BasicRequestContext>) {
        router.post("/api/locate") { request, _ in
            let data = try await request.whole()
            let presentation = try product.cases.presentation(from: data, origin: "request")
            let document = product.document(try product.assess(presentation))
            return Response.json(try document.json())
        }
    }

}
