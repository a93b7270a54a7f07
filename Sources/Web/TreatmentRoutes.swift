import Clinic
import Crypto
import Foundation
import Hummingbird
import Knowledge
import Records
import Treatment

/// What a therapist needs beside the table and what a change means; knowledge alone, nothing of anybody.
struct TreatmentRoutes: Sendable {
    let product: Product

    private struct Change: Encodable {
        let verdict: String
        let sources: [String]
    }

    func add(to router: Router<ServerContext>) {
        let guide = try? product.treatmentGuide().json()
        let digest = SHA256.hash(data: guide ?? Data()).prefix(8).map { String($0, radix: 16) }.joined()
        let tag = "\"\(digest)\""
        router.get("/api/treatment") { request, _ in
            if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: [.eTag: tag]) }
            var response = Response.json(guide ?? Data(), cache: "no-cache")
            response.headers[.eTag] = tag
            return response
        }
        router.get("/api/change") { request, _ in
            func text(_ name: String) -> String {
                request.uri.queryParameters[Substring(name)].map { String($0).removingPercentEncoding ?? "" } ?? ""
            }
            func number(_ name: String) throws(RecordsError) -> Double {
                guard let value = Double(text(name)), value.isFinite else {
                    throw .invalid(field: name, value: String(text(name).prefix(20)), reason: "is no number")
                }
                return value
            }
            guard let measure = MeasuredValue.Measure(rawValue: text("measure")) else {
                throw RecordsError.invalid(
                    field: "measure", value: String(text("measure").prefix(20)), reason: "is no measure")
            }
            let (before, after) = (try number("before"), try number("after"))
            let values = [(MeasuredValue.Phase.before, before), (.after, after)].map { phase, value in
                MeasuredValue(measure: measure, phase: phase, target: text("target"), values: [value])
            }
            let pair = MeasuredPair.pairs(values).first
            return Response.json(
                try JSONEncoder().encode(Change(verdict: pair?.verdict ?? "", sources: pair?.sources ?? [])))
        }
    }
}
