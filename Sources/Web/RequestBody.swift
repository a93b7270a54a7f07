import Clinic
import Foundation
import Hummingbird
import NIOCore
import NIOPosix
import Synchronization

extension Request {
    /// The whole body, refused early when it announces or turns out to be too large.
    ///
    /// - Throws: `HTTPError` with status 413 or 400.
    ///
    /// `most`: Another bound than that of ordinary requests, where files are sent.
    func whole(_ limits: RequestLimits, most: Int? = nil) async throws -> Data {
        let most = most ?? min(limits.bytes, CaseFile.largestDocument)
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > most {
            throw HTTPError(.contentTooLarge)
        }
        let body = body
        let reading = Task { try await body.collect(upTo: most) }
        // A sender that drips bytes does not hold the request for ever. The loop's timer goes when it is cancelled; a task that sleeps
        // would stay until its time is over.
        let isLate = Atomic(false)
        let alarm = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: .seconds(Int64(limits.seconds))) {
            isLate.store(true, ordering: .releasing)
            reading.cancel()
        }
        defer { alarm.cancel() }
        let late = HTTPError(.requestTimeout, message: "the request's body did not arrive in time")
        let buffer: ByteBuffer
        do {
            buffer = try await withTaskCancellationHandler(
                operation: { try await reading.value }, onCancel: { reading.cancel() })
            // A cancelled reader ends early, as if the body were complete.
            if isLate.load(ordering: .acquiring) { throw late }
        } catch let error as HTTPError {
            throw error
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        } catch {
            if isLate.load(ordering: .acquiring) { throw late }
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
