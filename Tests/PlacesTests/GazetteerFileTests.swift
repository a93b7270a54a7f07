import Foundation
import Places
import Testing

/// A small file of places, built as `Tools/gazetteer/build.py` does.
private struct SmallFile {
    var sections: [[UInt8]]
    var count: UInt32 = 3
    var version: UInt32 = 1

    init() {
        let names = "Wien\u{0}Vienna\u{1}Graz\u{1}Öd\u{1}"
        // graz, od, vienna, wien
        let words = [12, 17, 5, 0]
        sections = [
            Array("places=3\n".utf8), Self.number(0xd6, 3) + [1] + Array("o".utf8),
            Array("AT\tAUT\tAustria\tÖsterreich".utf8), Array("0\t0\tST\tSteiermark\tStyria\n0\t0\t\tWien\t".utf8),
            Array("Europe/Vienna".utf8),
            Self.position(48.208, 16.372) + Self.position(47.067, 15.442) + Self.position(47.9, 15.9),
            Self.number(11, 3) + Self.number(12, 3) + Self.number(13, 3),
            Self.number(9 << 12 | 3300, 2) + Self.number(7 << 12 | 2300, 2) + Self.number(900, 2),
            Self.number(1, 2) + Self.number(0, 2) + Self.number(0, 2), [], Array(names.utf8),
            words.flatMap { Self.number($0, 3) },
        ]
    }

    static func number(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func position(_ latitude: Double, _ longitude: Double) -> [UInt8] {
        number(Int((latitude * 1000).rounded()) + 90_000 | (Int((longitude * 1000).rounded()) + 180_000) << 18, 5)
    }

    /// The bytes of the file with a checksum that fits.
    var bytes: [UInt8] {
        var body = Self.number(Int(version), 4) + Self.number(Int(count), 4)
        var offset = 24 + 8 * sections.count
        for section in sections {
            body += Self.number(offset, 4) + Self.number(section.count, 4)
            offset += section.count
        }
        return Self.sealed(Array("TBPLACE1".utf8) + Self.number(0, 8) + body + sections.joined())
    }

    /// The same bytes with the checksum that fits them.
    static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for start in stride(from: 16, to: bytes.count, by: 8) {
            let word = bytes[start..<min(start + 8, bytes.count)].enumerated()
                .reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
            value = (value ^ word) &* 0x100_0000_01b3
        }
        return bytes[..<8] + number(Int(truncatingIfNeeded: value), 8) + bytes[16...]
    }
}

@Suite struct GazetteerFileTests {
    @Test func `a small file is read as it was written`() throws {
        let places = try Gazetteer(bytes: SmallFile().bytes)
        #expect(places.count == 3)
        #expect(places.search("vienna").map(\.label) == ["Wien (Vienna), Austria"])
        #expect(places.search("od").map(\.label) == ["Öd, Steiermark, Austria"])
        #expect(places.search("graz, styria").map(\.place.id.number) == [12])
        #expect(places.search("graz st").map(\.place.population) == [2300 << 7])
        #expect(places.names(rank: 0) == ["Wien", "Vienna"])
        #expect(places.nearest(to: try point(47, 15))?.place.name == "Graz")
    }

    @Test func `damage is noticed`() throws {
        let good = SmallFile().bytes
        for offset in good.indices {
            var bad = good
            bad[offset] ^= 0x10
            #expect(throws: PlacesError.self) { try Gazetteer(bytes: bad) }
        }
        for length in 0..<good.count {
            #expect(throws: PlacesError.self) { try Gazetteer(bytes: Array(good.prefix(length))) }
        }
    }

    @Test func `what is wrong is said with its offset`() {
        func problem(_ change: (inout SmallFile) -> Void) -> PlacesError? {
            var file = SmallFile()
            change(&file)
            do {
                _ = try Gazetteer(bytes: file.bytes)
                return nil
            } catch {
                return error
            }
        }
        #expect(problem { $0.version = 2 } == .badFile(problem: "version 2 is not known", offset: 16))
        #expect("\(problem { $0.count = 4 }, default: "")".contains("is not 5 bytes a place"))
        #expect("\(problem { $0.sections[10].removeLast() }, default: "")".contains("there are names of"))
        #expect("\(problem { $0.sections[11] += [200, 0, 0] }, default: "")".contains("word 4 lies in no name"))
        #expect("\(problem { $0.sections[8][0] = 7 }, default: "")".contains("place 0 is in no region"))
        #expect("\(problem { $0.sections[3] = Array("9\t0\t\tX\t".utf8) }, default: "")".contains("region 0"))
        #expect("\(problem { $0.sections[2] = Array("AT".utf8) }, default: "")".contains("country 0"))
        #expect("\(problem { $0.sections[1] = [1, 2] }, default: "")".contains("table of letters"))
        #expect("\(problem { $0.sections[9] = [0, 0, 0, 9, 0] }, default: "")".contains("no zone 9"))
    }

    @Test(arguments: 0..<20)
    func `a forged file gives an error or odd answers, and never stops the program`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var read = 0
        for _ in 0..<100 {
            var bytes = SmallFile().bytes
            for _ in 0...random.below(4) {
                bytes[16 + random.below(bytes.count - 16)] = UInt8(truncatingIfNeeded: random.next())
            }
            guard let places = try? Gazetteer(bytes: SmallFile.sealed(bytes)) else { continue }
            read += 1
            for text in ["g", "wien", "vienna, at", "o", "graz st", "\u{fffd}"] {
                #expect(places.search(text, near: places.place(rank: 0)?.point, country: "at").count <= places.count)
            }
            for rank in 0..<places.count {
                let place = places.place(rank: rank)
                #expect(place.map { (-90...90).contains($0.point.latitude) } == true)
                #expect(!places.names(rank: rank).isEmpty)
                #expect(place.map { places.nearest(to: $0.point)?.distance == .zero } == true)
            }
        }
        #expect(read > 0)
    }

    @Test func `a missing file is an error that names it`() {
        #expect(throws: PlacesError.self) { try Gazetteer.load(path: "/nowhere/gazetteer.places") }
    }
}
