import Anatomy
import Foundation

/// The parsed documents in a compact binary form, so that a program starts without parsing a megabyte of YAML.
///
/// The cache lies beside the knowledge folder and carries a stamp of the content it was made from: another content,
/// another stamp, and the YAML is read again. It holds nothing that the YAML does not.
struct DocumentCache {
    /// The first bytes of a cache file; the digit is the format.
    private static let magic = Array("TBKNOW3\n".utf8)

    /// A 64-bit FNV-1a hash of a name and a content.
    static func stamp(ofFile name: String, _ data: Data) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        name.utf8.forEach(mix)
        mix(0)
        data.withUnsafeBytes { raw in
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
        return hash
    }

    /// One stamp for many files, in their order.
    static func stamp(of stamps: [UInt64]) -> UInt64 {
        stamps.reduce(0xcbf2_9ce4_8422_2325) { hash, stamp in
            var mixed = (hash ^ stamp) &* 0x0000_0100_0000_01b3
            mixed ^= mixed >> 29
            return mixed
        }
    }

    /// Writes the documents: magic, stamp, a table of names and lengths, then the documents one after the other.
    ///
    /// Failure is no error, the next start then parses again.
    static func save(_ documents: [(name: String, root: DocumentNode)], stamp: UInt64, to path: String) {
        var head = CacheWriter()
        head.bytes = magic
        head.number(stamp)
        head.number(UInt64(documents.count))
        var bodies: [UInt8] = []
        for document in documents {
            var body = CacheWriter()
            body.node(document.root)
            head.text(document.name)
            head.number(UInt64(body.bytes.count))
            bodies += body.bytes
        }
        try? Data(head.bytes + bodies).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// The documents, not decoded yet, when the file exists, is as long as it says and carries the stamp.
    static func load(from path: String, stamp: UInt64) -> [StoredDocument]? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe) else {
            return nil
        }
        return data.withUnsafeBytes { raw in
            var reader = CacheReader(raw: raw)
            guard reader.take(magic.count).map(Array.init) == magic, reader.number() == stamp,
                let count = reader.number(), count < 100_000
            else { return nil }
            var table: [(name: String, length: Int)] = []
            for _ in 0..<count {
                guard let name = reader.text(), let length = reader.count() else { return nil }
                table.append((name, length))
            }
            var start = reader.offset
            var documents: [StoredDocument] = []
            for (name, length) in table {
                guard length <= raw.count - start else { return nil }
                documents.append(StoredDocument(name: name, content: .cached(data, start..<(start + length))))
                start += length
            }
            return start == raw.count ? documents : nil
        }
    }

    /// Decodes one document of a cache file; `nil` when its bytes are damaged.
    static func node(in data: Data, _ range: Range<Int>) -> DocumentNode? {
        data.withUnsafeBytes { raw in
            guard range.lowerBound >= 0, range.upperBound <= raw.count else { return nil }
            var reader = CacheReader(raw: UnsafeRawBufferPointer(rebasing: raw[range]))
            return reader.node(depth: 0)
        }
    }
}

/// A document of the knowledge, parsed, or as its bytes in the cache.
struct StoredDocument: Sendable {
    enum Content: Sendable {
        case parsed(DocumentNode)
        case cached(Data, Range<Int>)
    }

    let name: String
    let content: Content

    /// The document; `nil` when its bytes in the cache are damaged.
    var root: DocumentNode? {
        switch content {
        case .parsed(let node): node
        case .cached(let data, let range): DocumentCache.node(in: data, range)
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
    private(set) var offset = 0

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
