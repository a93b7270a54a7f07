import CFuzzer
import Foundation

// Unsafe is right here: set once before the fuzzer starts, and the fuzzer runs on one thread.
nonisolated(unsafe) private var parser: (Data) -> Void = { _ in }

/// Hands inputs to a parser for ever; the arguments of the process are libFuzzer's.
public func fuzz(_ parse: @escaping (Data) -> Void) -> Never {
    parser = parse
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, size in
        parser(bytes.map { Data(bytes: $0, count: size) } ?? Data())
        return 0
    }
    exit(status)
}

/// Loads what a parser needs; ends the process when it is missing.
public func needed<Value>(_ load: () throws -> Value) -> Value {
    do { return try load() } catch { fatalError("\(error)") }
}

/// Parses, and makes the description of the error, which shows parts of the input.
public func described<Value>(_ parse: () throws -> Value) -> Value? {
    do {
        return try parse()
    } catch {
        precondition(!"\(error)".isEmpty)
        return nil
    }
}

/// Takes an input apart.
public struct Pieces {
    public private(set) var rest: Data

    public init(_ data: Data) { rest = data }

    public var isEmpty: Bool { rest.isEmpty }

    /// The next byte, 0 at the end.
    public mutating func byte() -> UInt8 {
        guard let first = rest.first else { return 0 }
        rest = Data(rest.dropFirst())
        return first
    }

    /// The next two bytes, 0 at the end.
    public mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

    /// Text up to the next zero byte, with replacement characters for what is no UTF-8.
    public mutating func text() -> String {
        let piece = rest.prefix { $0 != 0 }
        rest = Data(rest.dropFirst(piece.count + 1))
        return String(decoding: piece, as: UTF8.self)
    }
}

/// A file in memory, where the system has such a folder, that a parser reads by its path.
public struct ScratchFile {
    public let path: String
    public let handle: FileHandle

    public init(_ name: String) {
        let memory = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()
        path = memory + "tautband-fuzz-\(name)-\(getpid())"
        let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        precondition(descriptor >= 0, "no scratch file at \(path)")
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        atexit_b(path)
    }

    /// Replaces the content; the handle then stands at its beginning.
    public func fill(_ bytes: Data) {
        needed {
            try handle.truncate(atOffset: 0)
            try handle.write(contentsOf: bytes)
            try handle.seek(toOffset: 0)
        }
    }

    private func atexit_b(_ path: String) {
        scratchPath = strdup(path)
        atexit { if let scratchPath { unlink(scratchPath) } }
    }
}

// Unsafe is right here: set once before the fuzzer starts, read by its exit handler alone.
nonisolated(unsafe) private var scratchPath: UnsafeMutablePointer<CChar>?
