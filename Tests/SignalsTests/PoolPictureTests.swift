import Foundation
import MotorUnits
import Signals
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The picture of a held point")
struct PoolPictureTests {
    private static let scenarios: [(seconds: Double, pressure: Double, treated: Bool, days: Int)] = [
        (60, 6, false, 14), (0, 0, true, 0), (300, 10, true, 90), (1, 0.5, false, 1), (0, 10, false, 90),
        (300, 0, true, 1),
    ]

    private let model: HeldPointModel

    init() throws { model = try HeldPointModel() }

    @Test("the same question gives the same picture, another one another", arguments: PoolPicture.Size.allCases)
    func same(size: PoolPicture.Size) throws {
        let scenario = try PoolScenario(holdSeconds: 60, pressure: 6)
        let first = PoolPicture(try model.run(scenario)).svg(size)
        #expect(first == PoolPicture(try HeldPointModel().run(scenario)).svg(size))
        for other in [
            try PoolScenario(holdSeconds: 61, pressure: 6), try PoolScenario(holdSeconds: 60, pressure: 6.5),
            try PoolScenario(holdSeconds: 60, pressure: 6, causeTreated: true),
            try PoolScenario(holdSeconds: 60, pressure: 6, days: 15),
        ] {
            #expect(PoolPicture(try model.run(other)).svg(size) != first)
        }
    }

    @Test("every picture is well-formed, has title and description, and stays inside its frame", arguments: scenarios)
    func wellFormed(seconds: Double, pressure: Double, treated: Bool, days: Int) throws {
        let point = try model.run(
            try PoolScenario(holdSeconds: seconds, pressure: pressure, causeTreated: treated, days: days))
        for size in PoolPicture.Size.allCases {
            let reader = PictureReader()
            let parser = XMLParser(data: Data(PoolPicture(point).svg(size, id: "a\"<&'b").utf8))
            parser.delegate = reader
            #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
            #expect(reader.elements.starts(with: ["svg", "title", "desc"]))
            let width = size == .wide ? 720.0 : 340
            #expect(reader.frame.count == 4 && reader.frame[2] == width)
            for (x, y) in reader.places {
                #expect(x >= 0 && x <= width && y >= 0 && y <= reader.frame[3], "\(x), \(y)")
            }
            #expect(reader.places.count > 200)
            #expect(reader.letters.allSatisfy { $0 >= 12 }, "no letter is too small to read")
        }
    }

    @Test("the course that was chosen is the thick one, the other is dashed")
    func chosen() throws {
        for isTreated in [false, true] {
            let svg = PoolPicture(try model.run(try PoolScenario(causeTreated: isTreated))).svg()
            let name = isTreated ? "the cause is dealt with" : "the cause stays"
            #expect(svg.contains("\(name) (chosen)"))
            #expect(svg.components(separatedBy: "(chosen)").count == 2)
        }
    }

    @Test("identifiers begin as told, so that two pictures can stand on one page")
    func identifiers() throws {
        let picture = PoolPicture(try model.run(try PoolScenario()))
        let (one, two) = (picture.svg(.wide, id: "one"), picture.svg(.narrow, id: "two"))
        #expect(one.contains("id=\"one-title\"") && one.contains("aria-labelledby=\"one-title one-desc\""))
        #expect(!two.contains("\"one-") && !one.contains("style="))
    }
}

/// Collects what a picture is made of.
private final class PictureReader: NSObject, XMLParserDelegate {
    var elements: [String] = []
    var frame: [Double] = []
    var places: [(Double, Double)] = []
    var letters: [Double] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        elements.append(name)
        if name == "svg" { frame = (attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) } }
        if let size = attributes["font-size"].flatMap(Double.init) { letters.append(size) }
        if let x = (attributes["x"] ?? attributes["cx"]).flatMap(Double.init),
            let y = (attributes["y"] ?? attributes["cy"]).flatMap(Double.init)
        {
            places.append((x, y))
        }
        // `M x y` and `L x y x y ...`; the short strokes `v` stay near where they begin.
        for part in (attributes["d"] ?? "").split(whereSeparator: { "ML".contains($0) }) {
            let numbers = part.prefix { $0 != "v" }.split(separator: " ").compactMap { Double($0) }
            for index in stride(from: 0, to: numbers.count - 1, by: 2) {
                places.append((numbers[index], numbers[index + 1]))
            }
        }
    }
}
