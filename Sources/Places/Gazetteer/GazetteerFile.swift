/// The sections of `gazetteer.places` (written by `Tools/gazetteer/build.py`), checked before anything is read.
///
/// Layout, all numbers little-endian: `TBPLACE1`, checksum (8 bytes), version (4), number of places (4), then offset
/// and length (4 each) of the sections in the order of ``Section``.
struct GazetteerFile: Sendable {
    /// What a section holds.
    enum Section: Int, CaseIterable {
        /// Lines `key=value`.
        case notes
        /// Per scalar: number (3 bytes), length (1), folded text.
        case folding
        /// Lines: ISO code, three-letter code, name, other names.
        case countries
        /// Lines: country, usual zone, short code, name, other names.
        case regions
        /// Lines: names of time zones.
        case zones
        /// Per place 5 bytes: 18 bits of latitude, 19 bits of longitude, in 0.001 degrees from the south-west corner.
        case coordinates
        /// Per place 3 bytes: number in GeoNames.
        case numbers
        /// Per place 2 bytes: exponent (4 bits) and digits (12 bits) of the population.
        case populations
        /// Per place 2 bytes: region.
        case regionOfPlace
        /// Place (3 bytes) and zone (2), ascending, where the zone is not the usual one of the region.
        case zoneExceptions
        /// Names; 0 ends one, 1 ends the last one of a place.
        case names
        /// Per word 3 bytes: where it begins in the names, sorted by the folded rest of its name.
        case words
    }

    /// The whole file.
    let bytes: [UInt8]

    /// How many places there are.
    let count: Int

    private let ranges: [Range<Int>]

    private static let header = 24 + 8 * Section.allCases.count
    private static let limit = 64 << 20

    /// Checks magic word, checksum, version, and the place and size of each section.
    ///
    /// - Throws: ``PlacesError/badFile(problem:offset:)``.
    init(_ bytes: [UInt8]) throws(PlacesError) {
        guard bytes.count >= Self.header, bytes.starts(with: "TBPLACE1".utf8) else {
            throw .badFile(problem: "this is not a file of places", offset: 0)
        }
        guard bytes.count <= Self.limit else {
            throw .badFile(problem: "the file has more than \(Self.limit) bytes", offset: Self.limit)
        }
        guard Self.checksum(bytes, from: 16) == bytes.number(at: 8, width: 8) else {
            throw .badFile(problem: "the checksum is another one", offset: 8)
        }
        guard bytes.number(at: 16, width: 4) == 1 else {
            throw .badFile(problem: "version \(bytes.number(at: 16, width: 4)) is not known", offset: 16)
        }
        count = bytes.number(at: 20, width: 4)
        var ranges: [Range<Int>] = []
        for index in Section.allCases.indices {
            let entry = 24 + 8 * index
            let (offset, length) = (bytes.number(at: entry, width: 4), bytes.number(at: entry + 4, width: 4))
            guard offset >= Self.header, offset <= bytes.count, length <= bytes.count - offset else {
                throw .badFile(problem: "section \(index) lies outside the file", offset: entry)
            }
            ranges.append(offset..<offset + length)
        }
        self.bytes = bytes
        self.ranges = ranges
        for (section, width) in [(Section.coordinates, 5), (.numbers, 3), (.populations, 2), (.regionOfPlace, 2)] {
            guard self[section].count == count * width else {
                throw .badFile(problem: "section \(section) is not \(width) bytes a place", offset: offset(section))
            }
        }
        for (section, width) in [(Section.words, 3), (.zoneExceptions, 5)] {
            guard self[section].count % width == 0 else {
                throw .badFile(problem: "section \(section) ends within an entry", offset: offset(section))
            }
        }
    }

    /// Where in the file a section lies.
    subscript(_ section: Section) -> Range<Int> { ranges[section.rawValue] }

    /// The first byte of a section.
    func offset(_ section: Section) -> Int { self[section].lowerBound }

    /// The number at an index of a section whose entries have `width` bytes.
    func number(_ section: Section, _ index: Int, width: Int) -> Int {
        bytes.number(at: offset(section) + index * width, width: width)
    }

    /// The lines of a section, each cut at tabs.
    func rows(_ section: Section) -> [[Substring]] {
        String(decoding: bytes[self[section]], as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: true)
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }

    /// FNV-1a over words of 64 bits, the last one filled with zeros.
    ///
    /// Fowler G, Noll LC, Vo KP, Eastlake D. The FNV non-cryptographic hash algorithm, with words in place of bytes.
    /// It finds damage, not malice.
    private static func checksum(_ bytes: [UInt8], from start: Int) -> Int {
        bytes.withUnsafeBytes { raw in
            var value: UInt64 = 0xcbf2_9ce4_8422_2325
            var offset = start
            while offset + 8 <= raw.count {
                let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                value = (value ^ word) &* 0x100_0000_01b3
                offset += 8
            }
            if offset < raw.count {
                var word: UInt64 = 0
                for (index, byte) in raw[offset...].enumerated() { word |= UInt64(byte) << (8 * UInt64(index)) }
                value = (value ^ word) &* 0x100_0000_01b3
            }
            return Int(truncatingIfNeeded: value)
        }
    }
}

extension [UInt8] {
    /// The little-endian number of `width` bytes (1...8) that begins at `offset`.
    ///
    /// - Precondition: All of them lie within the array.
    func number(at offset: Int, width: Int) -> Int {
        var value = 0
        for index in 0..<width { value |= Int(self[offset + index]) << (8 * index) }
        return value
    }
}
