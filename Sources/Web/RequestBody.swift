import Clinic
import Foundation
import Hummingbird

extension Request {
    /// The whole body, refused early when it announces or turns out to be too large.
    ///
    /// - Throws: `HTTPError` with status 413 or 400.
    func whole() async throws -> Data {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > CaseFile.largestDocument {
            throw HTTPError(.contentTooLarge)
        }
        let buffer: ByteBuffer
        do {
            buffer = try await body.collect(upTo: CaseFile.largestDocument)
        } catch let error as HTTPError {
            throw error
        } catch {
            throw HTTPError(.badRequest, message: "the request's body did not arrive whole")
        }
        return Data(buffer.readableBytesView)
    }

    /// One field of a form that was sent, or the body as it is when it is no form.
    func formField(_ name: String) async throws -> Data {
        let data = try await whole()
        guard headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return data }
        for pair in String(decoding: data, as: UTF8.self).split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, halves[0] == name else { continue }
            return Data((halves[1].replacing("+", with: " ").removingPercentEncoding ?? "").utf8)
        }
        return Data()
    }
}
