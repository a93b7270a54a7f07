import Clinic
import Foundation
import Hummingbird
import Records

/// The fields of a form that was sent, each once.
struct Form: Sendable {
    private let fields: [String: String]

    /// - Throws: `HTTPError` with status 413, 415 or 400.
    init(open call: OfficeRouter.Call) async throws {
        let request = call.request
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true else {
            throw HTTPError(.unsupportedMediaType, message: "a form is expected here")
        }
        let text = String(decoding: try await request.whole(call.context.limits), as: UTF8.self)
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&").prefix(200) {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let name = Self.plain(halves[0]), let value = Self.plain(halves[1]) else {
                throw HTTPError(.badRequest, message: "the form is not readable")
            }
            fields[name] = value
        }
        self.fields = fields
    }

    /// The same, refused unless the form is a page of this session's.
    init(_ call: OfficeRouter.Call) async throws {
        try await self.init(open: call)
        guard try call.signedIn().isOwn(self["csrf"]) else {
            throw HTTPError(.forbidden, message: "this form is out of date; load the page again")
        }
    }

    subscript(_ name: String) -> String { fields[name] ?? "" }

    /// The fields whose names begin so, without that beginning, in the order of names.
    func fields(beginning start: String) -> [(name: String, value: String)] {
        fields.filter { $0.key.hasPrefix(start) }.map { (String($0.key.dropFirst(start.count)), $0.value) }
            .sorted { $0.0 < $1.0 }
    }

    /// The version that the form was made from; 0 when it is missing or no number.
    var version: Int { Int(self["version"]) ?? 0 }

    static func plain(_ text: Substring) -> String? { text.replacing("+", with: " ").removingPercentEncoding }
}
