public import Foundation

extension SealedArchive {
    /// Reads an archive piece by piece.
    ///
    /// Each piece is authentic in its place, but only the `nil` at the end says that none is missing: keep what was read
    /// apart until then. Blocks on the disk, and for a part of a second at the start.
    public final class Reader {
        private let file: FileHandle
        private let cipher: ChunkCipher
        private var number: UInt64 = 0
        private var isAtEnd = false

        /// Reads the header at the place of the handle.
        ///
        /// - Throws: ``Fault/notABackup``, ``Fault/truncated``, ``VaultError/hashing(code:)`` and the errors of the handle.
        public init(from file: FileHandle, passphrase: String) throws {
            self.file = file
            let header = try Self.read(headerBytes, from: file)
            guard header.prefix(magic.count) == magic else { throw Fault.notABackup }
            guard header.count == headerBytes else { throw Fault.truncated }
            guard let parameters = Parameters(header: header) else { throw Fault.notABackup }
            cipher = try parameters.cipher(passphrase: passphrase)
        }

        /// The next piece of up to 64 KiB; `nil` at the true end.
        ///
        /// - Throws: ``Fault/wrongPassphrase``, ``Fault/damaged(chunk:)``, ``Fault/truncated`` and the errors of the handle.
        public func next() throws -> Data? {
            guard !isAtEnd else { return nil }
            let prefix = try Self.read(4, from: file)
            var reader = ByteReader(prefix)
            guard let frame: UInt32 = reader.integer() else { throw Fault.truncated }
            let isLast = frame & lastMark != 0
            let length = Int(frame & ~lastMark)
            guard isLast ? length <= chunkBytes : length == chunkBytes else { throw damaged }
            let sealed = try Self.read(length + tagBytes, from: file)
            guard sealed.count == length + tagBytes else { throw Fault.truncated }
            guard let text = cipher.open(sealed, number: number, frame: frame) else {
                throw number == 0 ? Fault.wrongPassphrase : damaged
            }
            if isLast {
                guard try Self.read(1, from: file).isEmpty else { throw damaged }
                isAtEnd = true
                // An archive of nothing is one empty chunk.
                return text.isEmpty ? nil : text
            }
            number += 1
            return text
        }

        private var damaged: Fault { .damaged(chunk: Int(clamping: number)) }

        /// Reads as many bytes, or fewer at the end of the file alone.
        private static func read(_ count: Int, from file: FileHandle) throws -> Data {
            var bytes = Data()
            while bytes.count < count, let more = try file.read(upToCount: count - bytes.count), !more.isEmpty {
                bytes.append(more)
            }
            return bytes
        }
    }
}
