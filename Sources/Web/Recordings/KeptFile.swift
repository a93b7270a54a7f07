import Dispatch
import Foundation
import Recordings
import Records
import Synchronization

/// A kept file as bytes at any offset: parts are fetched and opened when they are asked for, and the last few stay.
///
/// Reading blocks its thread while a part is fetched, so it belongs on threads that may wait.
final class KeptFile: ByteSource {
    let name: String
    let count: Int
    private let fetch: @Sendable (Int) async throws -> Data
    private let recent = Mutex<[(place: Int, part: Data)]>([])

    /// Parts that stay.
    private static let most = 4

    init(_ file: StoredRecording.File, fetch: @escaping @Sendable (Int) async throws -> Data) {
        (name, count, self.fetch) = (file.name, file.bytes, fetch)
    }

    func copy(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard offset >= 0, offset < count else { return 0 }
        let wanted = min(buffer.count, count - offset)
        var done = 0
        while done < wanted {
            let place = (offset + done) / StoredRecording.partBytes
            let inside = (offset + done) % StoredRecording.partBytes
            guard let part = part(place), part.count > inside else { return done > 0 ? done : -1 }
            let length = min(part.count - inside, wanted - done)
            part.withUnsafeBytes { bytes in
                UnsafeMutableRawBufferPointer(rebasing: buffer[done..<(done + length)])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[inside..<(inside + length)]))
            }
            done += length
        }
        return done
    }

    private func part(_ place: Int) -> Data? {
        let kept = recent.withLock { recent -> Data? in
            guard let found = recent.firstIndex(where: { $0.place == place }) else { return nil }
            let one = recent.remove(at: found)
            recent.append(one)
            return one.part
        }
        if let kept { return kept }
        let answer = Answer()
        Task.detached { [fetch] in answer.give(try? await fetch(place)) }
        guard let part = answer.wait() else { return nil }
        recent.withLock { recent in
            recent.append((place, part))
            if recent.count > Self.most { recent.removeFirst() }
        }
        return part
    }
}

/// What one thread gives and another waits for.
private final class Answer: Sendable {
    private let value = Mutex<Data?>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func give(_ part: Data?) {
        value.withLock { $0 = part }
        arrived.signal()
    }

    func wait() -> Data? {
        arrived.wait()
        return value.withLock { $0 }
    }
}
