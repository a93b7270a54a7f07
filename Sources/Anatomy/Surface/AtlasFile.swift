import Foundation

/// The sections of `body.atlas`: a JSON header and little-endian arrays (written by `Tools/atlas/body.py`).
struct AtlasFile {
    struct Header: Decodable {
        struct Section: Decodable {
            let name: String
            let type: String
            let shape: [Int]
            let offset: Int
            let bytes: Int
        }
        let version: Int
        let origin: String
        let licence: String
        let zones: [String]
        let bodies: [String]
        let landmarks: [String: [Double]]
        let deep: [String: [String: [Double]]]
        let sections: [Section]
    }

    let header: Header
    private let data: Data

    /// Reads and checks the header.
    ///
    /// - Throws: ``AnatomyError/badAtlas(problem:)``.
    init(_ data: Data) throws(AnatomyError) {
        self.data = data
        guard data.count >= 12, data.prefix(8) == Data("TBATLAS1".utf8) else {
            throw .badAtlas(problem: "not a body atlas (magic word missing)")
        }
        let start = data.startIndex
        let length = (0..<4).reduce(0) { $0 | Int(data[start + 8 + $1]) << (8 * $1) }
        guard length > 0, length <= data.count - 12 else {
            throw .badAtlas(problem: "header length \(length) is beyond the file's \(data.count) bytes")
        }
        do {
            header = try JSONDecoder().decode(Header.self, from: data[(start + 12)..<(start + 12 + length)])
        } catch {
            throw .badAtlas(problem: "header is not readable: \(error)")
        }
    }

    /// The numbers of a section, row by row.
    ///
    /// - Throws: ``AnatomyError/badAtlas(problem:)`` when it is absent, of another type or beyond the file.
    func array<Number: FixedWidthInteger>(_ name: String, as type: Number.Type) throws(AnatomyError) -> [Number] {
        let bytes = try section(name, type: "\(type)".lowercased(), width: MemoryLayout<Number>.size)
        return bytes.withUnsafeBytes { raw in
            (0..<raw.count / MemoryLayout<Number>.size).map { index in
                Number(littleEndian: raw.loadUnaligned(fromByteOffset: index * MemoryLayout<Number>.size, as: type))
            }
        }
    }

    /// The numbers of a section of 32-bit floating-point numbers.
    func floats(_ name: String) throws(AnatomyError) -> [Double] {
        let bytes = try section(name, type: "float32", width: 4)
        return bytes.withUnsafeBytes { raw in
            (0..<raw.count / 4).map { index in
                let bits = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
                return Double(Float(bitPattern: bits))
            }
        }
    }

    private func section(_ name: String, type: String, width: Int) throws(AnatomyError) -> Data {
        guard let found = header.sections.first(where: { $0.name == name }) else {
            throw .badAtlas(problem: "section \(name) is missing")
        }
        guard found.type == type else {
            throw .badAtlas(problem: "section \(name) holds \(found.type), expected \(type)")
        }
        guard found.offset >= 0, found.bytes >= 0, found.bytes % width == 0,
            found.offset <= data.count, found.bytes <= data.count - found.offset
        else {
            throw .badAtlas(problem: "section \(name) lies outside the file")
        }
        let start = data.startIndex + found.offset
        return data[start..<(start + found.bytes)]
    }
}
