import Clinic
import Foundation
import Hummingbird
import NIOCore

extension Request {
    /// The whole body, refused early when it announces or turns out to be too large.
    ///
    /// - Throws: `HTTPError` with status 413 or 400.
    func whole(_ limits: RequestLimits) async throws -> Data {
        let most = min(limits.bytes, CaseFile.largestDocument)
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > most {
            throw HTTPError(.contentTooLarge)
        }
        let buffer: ByteBuffer
        let body = body
        do {
            // A sender that drips bytes does not hold the request for ever.
            buffer = try await withThrowingTaskGroup(of: ByteBuffer.self) { group in
                group.addTask { try await body.collect(upTo: most) }
                group.addTask {
                    try await Task.sleep(for: .seconds(limits.seconds))
                    throw HTTPError(.requestTimeout, message: "the request's body did not arrive in time")
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw HTTPError(.badRequest) }
                return first
            }
        } catch let error as HTTPError {
            throw error
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        } catch {
            throw HTTPError(.badRequest, message: "the request's body did not arrive whole")
        }
        return Data(buffer.readableBytesView)
    }

    /// One field of a form that was sent, or the body as it is when it is no form.
    func formField(_ name: String, _ limits: RequestLimits) async throws -> Data {
        let data = try await whole(limits)
        guard headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return data }
        for pair in String(decoding: data, as: UTF8.self).split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard halves.count == 2, halves[0] == name else { continue }
            return Data((halves[1].replacing("+", with: " ").removingPercentEncoding ?? "").utf8)
        }
        return Data()
    }
}

/// What a request may cost.
struct RequestLimits: Sendable {
    /// Bytes of the body.
    var bytes = CaseFile.largestDocument
    /// Seconds until the body is there.
    var seconds = 30
}
