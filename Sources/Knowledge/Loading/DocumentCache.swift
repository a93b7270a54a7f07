import Anatomy
import Foundation

/// The parsed documents in a compact binary form, so that a program starts without parsing a megabyte of YAML.
///
/// The cache lies beside the knowledge folder and carries a stamp of the content it was made from: another content,
/// another stamp, and the YAML is read again. It holds nothing that the YAML does not.
struct DocumentCache {
    /// The first bytes of a cache file; the digit is the format.
    private static let magic = Array("TBKNOW2\n".utf8)

    /// A 64-bit FNV-1a hash of names and contents.
    static func stamp(of files: [(name: String, data: Data)]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        for file in files {
            file.name.utf8.forEach(mix)
            mix(0)
            file.data.withUnsafeBytes { raw in
                var index = 0
                while index + 8 <= raw.count {
                    let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    hash = (hash ^ word) &* 0x0000_0100_0000_01b3
                    hash ^= hash >> 29
                    index += 8
                }
                while index < raw.count {
                    mix(raw[index])
                    index += 1
                }
            }
            mix(1)
        }
        return hash
    }

    /// Writes the documents; failure is no error, the next start then parses again.
    static func save(_ documents: [(name: String, root: DocumentNode)], stamp: UInt64, to path: String) {
        var writer = CacheWriter()
        writer.bytes = magic
        writer.number(stamp)
        writer.number(UInt64(documents.count))
        for document in documents {
            writer.text(document.name)
            writer.node(document.root)
        }
        try? Data(writer.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Reads the documents when the file exists, is whole and carries the stamp.
    static func load(from path: String, stamp: UInt64) -> [(name: String, root: DocumentNode)]? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
            return nil
        }
        return data.withUnsafeBytes { raw in
            var reader = CacheReader(raw: raw)
            guard reader.take(magic.count).map(Array.init) == magic, reader.number() == stamp,
                let count = reader.number(), count < 100_000
            else { return nil }
            var documents: [(name: String, root: DocumentNode)] = []
            for _ in 0..<count {
                guard let name = reader.text(), let root = reader.node(depth: 0) else { return nil }
                documents.append((name, root))
            }
            return documents
        }
    }
}

/// Appends numbers (LEB128), texts and nodes to a byte array.
private struct CacheWriter {
    var bytes: [UInt8] = []

    mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func text(_ text: String) {
        number(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func node(_ node: DocumentNode) {
        switch node {
        case .scalar(let text, let line):
            bytes.append(0)
            number(UInt64(max(line, 0)))
            self.text(text)
        case .list(let elements, let line):
            bytes.append(1)
            number(UInt64(max(line, 0)))
            number(UInt64(elements.count))
            for element in elements { self.node(element) }
        case .map(let entries, let line):
            bytes.append(2)
            number(UInt64(max(line, 0)))
            number(UInt64(entries.count))
            for entry in entries {
                text(entry.key)
                self.node(entry.value)
            }
        }
    }
}

/// Reads what ``CacheWriter`` wrote; every read checks the bounds.
private struct CacheReader {
    let raw: UnsafeRawBufferPointer
    private var offset = 0

    init(raw: UnsafeRawBufferPointer) {
        self.raw = raw
    }

    mutating func take(_ count: Int) -> UnsafeRawBufferPointer.SubSequence? {
        guard count >= 0, count <= raw.count - offset else { return nil }
        defer { offset += count }
        return raw[offset..<(offset + count)]
    }

    mutating func number() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < raw.count, shift < 64 {
            let byte = raw[offset]
            offset += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    mutating func count() -> Int? {
        guard let value = number(), value <= UInt64(raw.count) else { return nil }
        return Int(value)
    }

    mutating func text() -> String? {
        guard let length = count(), let bytes = take(length) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    mutating func node(depth: Int) -> DocumentNode? {
        guard depth < 48, let kind = take(1)?.first, let line = count() else { return nil }
        switch kind {
        case 0: return text().map { .scalar($0, line: line) }
        case 1:
            guard let count = count() else { return nil }
            var elements: [DocumentNode] = []
            for _ in 0..<count {
                guard let element = node(depth: depth + 1) else { return nil }
                elements.append(element)
            }
            return .list(elements, line: line)
        case 2:
            guard let count = count() else { return nil }
            var entries: [(key: String, value: DocumentNode)] = []
            for _ in 0..<count {
                guard let key = text(), let value = node(depth: depth + 1) else { return nil }
                entries.append((key, value))
            }
            return .map(entries, line: line)
        default: return nil
        }
    }
}
