import Glibc

/// Reads a text file line by line through a buffer of its own.
///
/// A class, because the buffer has one owner that frees it. A line that ``next()`` gives is valid until the call after.
final class LineReader {
    /// The number of the line that was read last; the first is 1.
    private(set) var number: Int

    /// The offset in the file of the line that was read last.
    private(set) var offset: Int

    /// Whether a line end follows the line that was read last.
    private(set) var isEnded = true

    private let source: any ByteSource
    private let buffer: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var at = 0
    private var bufferOffset: Int

    /// Starts at a line.
    ///
    /// - Parameters:
    ///   - source: The file.
    ///   - offset: The offset of the line's first octet.
    ///   - number: The number of the line.
    init(_ source: any ByteSource, offset: Int, number: Int) {
        self.source = source
        self.number = number - 1
        self.offset = offset
        bufferOffset = offset
        let size = max(1, min(2 * RecordingLimits.lineBytes, source.count - offset))
        buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// The next line without its line end; `nil` at the end of the file.
    func next() throws(RecordingError) -> UnsafeBufferPointer<UInt8>? {
        var searched = at
        while true {
            if let base = buffer.baseAddress, searched < filled,
                let found = memchr(base + searched, 0x0a, filled - searched)
            {
                let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
                isEnded = true
                return line(to: end, next: end + 1)
            }
            searched = filled
            guard filled - at <= RecordingLimits.lineBytes else {
                throw source.error(
                    .overLimit, at: .line(number + 1), "line", "",
                    "is longer than \(RecordingLimits.lineBytes) octets")
            }
            searched -= at
            guard try fill() else { break }
        }
        guard at < filled else { return nil }
        isEnded = false
        return line(to: filled, next: filled)
    }

    private func line(to end: Int, next: Int) -> UnsafeBufferPointer<UInt8> {
        let start = at
        number += 1
        offset = bufferOffset + start
        at = next
        var stop = end
        if stop > start, buffer[stop - 1] == 0x0d { stop -= 1 }
        return UnsafeBufferPointer(rebasing: UnsafeRawBufferPointer(buffer).bindMemory(to: UInt8.self)[start..<stop])
    }

    /// Moves what is left to the front and reads on; `false` at the end of the file.
    private func fill() throws(RecordingError) -> Bool {
        if at > 0, let base = buffer.baseAddress {
            memmove(base, base + at, filled - at)
            bufferOffset += at
            filled -= at
            at = 0
        }
        let wanted = min(buffer.count - filled, source.count - bufferOffset - filled)
        guard wanted > 0 else { return false }
        let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<(filled + wanted)])
        guard source.copy(at: bufferOffset + filled, into: free) == wanted else {
            throw source.error(
                .unreadable, at: .byte(bufferOffset + filled), "content", "",
                "can't be read; the file has changed or the system refuses")
        }
        filled += wanted
        return true
    }
}
