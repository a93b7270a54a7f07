import Foundation

extension SealedArchive {
    /// Seals a file into a new one that its owner alone can read.
    ///
    /// - Throws: ``VaultError/file(path:operation:code:)``, with `EEXIST` where the destination exists: a backup is never
    ///   written over; ``VaultError/hashing(code:)``; errors of reading and writing. Nothing is left behind then.
    public static func seal(
        fileAt source: String, to destination: String, passphrase: String, cost: HashingCost = .archive
    ) throws {
        try copy(from: source, to: destination) { input, output in
            let writer = try Writer(to: output, passphrase: passphrase, cost: cost)
            while let bytes = try input.read(upToCount: 16 * chunkBytes), !bytes.isEmpty { try writer.write(bytes) }
            try writer.finish()
        }
    }

    /// Opens a sealed file into a new one that its owner alone can read; it appears only when all of it was authentic.
    ///
    /// - Throws: ``Fault``, and as ``seal(fileAt:to:passphrase:cost:)``.
    public static func open(fileAt source: String, to destination: String, passphrase: String) throws {
        try copy(from: source, to: destination) { input, output in
            let reader = try Reader(from: input, passphrase: passphrase)
            while let bytes = try reader.next() { try output.write(contentsOf: bytes) }
            try output.synchronize()
        }
    }

    private static func copy(
        from source: String, to destination: String, _ work: (FileHandle, FileHandle) throws -> Void
    ) throws {
        let input = try Descriptor(opening: source, flags: O_RDONLY)
        // Looked at before the long work, and once more at its end.
        guard access(destination, F_OK) != 0 else {
            throw VaultError.file(path: destination, operation: "open", code: EEXIST)
        }
        let draft = "\(destination).part-\(Base64URL.encode(Randomness.bytes(9)))"
        do {
            let output = try Descriptor(opening: draft, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            try work(
                FileHandle(fileDescriptor: input.number, closeOnDealloc: false),
                FileHandle(fileDescriptor: output.number, closeOnDealloc: false)
            )
            // Only the empty file made here is replaced; works where there are no hard links, as on memory sticks.
            _ = try Descriptor(opening: destination, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            guard rename(draft, destination) == 0 else {
                throw VaultError.file(path: destination, operation: "rename", code: errno)
            }
        } catch {
            unlink(draft)
            throw error
        }
        try Descriptor.folder(of: destination).sync()
    }
}
