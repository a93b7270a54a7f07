public import Foundation

extension SealedArchive {
    /// Writes an archive piece by piece; without ``finish()`` it stays without its end and won't open.
    ///
    /// Blocks on the disk, and for a part of a second at the start: not for Swift's cooperative threads.
    public final class Writer {
        private let file: FileHandle
        private let cipher: ChunkCipher
        private var pending = Data()
        private var number: UInt64 = 0
        private var isFinished = false

        /// Writes the header at the place of the handle, which stays open after the end.
        ///
        /// - Throws: ``VaultError/hashing(code:)`` and the errors of the handle.
        public init(to file: FileHandle, passphrase: String, cost: HashingCost = .archive) throws {
            let parameters = Parameters(cost: cost)
            self.file = file
            cipher = try parameters.cipher(passphrase: passphrase)
            try file.write(contentsOf: parameters.header)
        }

        /// Appends bytes.
        ///
        /// - Precondition: Not after ``finish()``.
        public func write(_ bytes: Data) throws {
            precondition(!isFinished, "The archive has its end already")
            pending.append(bytes)
            // One chunk is held back: only at the end is it known which is the last.
            while pending.count > chunkBytes {
                try put(Data(pending.prefix(chunkBytes)), isLast: false)
                pending = Data(pending.dropFirst(chunkBytes))
            }
        }

        /// Writes the last chunk and waits until all is on the disk; a second call does nothing.
        public func finish() throws {
            guard !isFinished else { return }
            try put(pending, isLast: true)
            pending = Data()
            isFinished = true
            try file.synchronize()
        }

        private func put(_ text: Data, isLast: Bool) throws {
            let frame = UInt32(clamping: text.count) | (isLast ? lastMark : 0)
            var chunk = Data()
            chunk.append(bigEndian: frame)
            chunk.append(try cipher.seal(text, number: number, frame: frame))
            try file.write(contentsOf: chunk)
            number += 1
        }
    }
}
