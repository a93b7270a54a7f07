import Figures
import Foundation
import FoundationXML
import Testing

/// Made courses.
enum TimeLineSamples {
    /// Everything that can be drawn, over so many days from 12 January 2026 on.
    static func course(_ count: Int) -> TimeLine {
        var line = TimeLine(title: "Right shoulder, front: infraspinatus", zero: "2026-01-12")
        let (a, b, c) = (count / 4, count / 2, count * 7 / 10)
        line.pain = (0..<count).filter { $0 % 11 != 5 }.map { day in
            let value = day < a ? 6 : day < b ? 4 : day < c ? 0 : 2
            return .init(day: day, value: Double(value == 0 ? 0 : value + day * 7 % 4))
        }
        line.threshold = 4
        line.painFree = [b...(c - 1)]
        line.events =
            [
                .init(kind: .return, day: c), .init(kind: .relapse, day: c + count / 30),
                .init(kind: .flare, day: a / 2), .init(kind: .return, day: count - 1),
                .init(kind: .flare, day: count - 1), .init(kind: .return, day: count - 2),
            ]
        line.treatments = stride(from: 2, to: count, by: count > 30 ? 7 : 3).map { .init(day: $0, holds: $0 % 9) }
        let movements = [
            ("Internal rotation right", 70.0), ("External rotation right", 90), ("Abduction right", 180),
            ("Flexion right", 180), ("Horizontal adduction", 130),
        ]
        line.movements = movements.map { name, norm in
            .init(
                name: name, norm: norm,
                readings: stride(from: 1, to: count, by: 4).map {
                    .init(day: $0, value: norm * (0.6 + 0.4 * Double($0) / Double(count)))
                })
        }
        let exposures = [
            "Desk work", "Sleeping on the right side", "Overhead lifting", "Cold draught at the workplace window",
        ]
        line.exposures = exposures.enumerated().map { index, name in
            .init(
                name: name, unit: "hours",
                readings: (index * count / 8..<count).filter { $0 % 9 != 3 }.map {
                    .init(day: $0, value: Double(($0 * (index + 3)) % 8))
                }, isUnderTest: index == 2)
        }
        line.changes = [
            .init(kind: .causeTreated, day: a, label: "Desk raised 6 cm"), .init(day: a + 1, label: "New pillow"),
            .init(day: b, label: "Exercises at home"), .init(kind: .causeBack, day: c, label: "Holiday, old desk"),
            .init(day: count - 1, label: "Back to swimming"),
        ]
        return line
    }
}

/// The elements of a document, read by a parser that refuses what is not well formed.
final class TimeLineReader: NSObject, XMLParserDelegate {
    struct Element {
        let name: String
        let attributes: [String: String]
        var text = ""
        /// Of the elements around it, outermost first.
        let around: [String]

        func number(_ name: String) -> Double { attributes[name].flatMap(Double.init) ?? .nan }
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []

    /// Reads a document; an issue is recorded when it is not well formed.
    init(_ document: String) {
        super.init()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = self
        let isRead = parser.parse()
        #expect(isRead, "\(String(describing: parser.parserError))")
    }

    func all(_ name: String, of type: String? = nil) -> [Element] {
        elements.filter { $0.name == name && (type == nil || $0.attributes["class"] == type) }
    }

    /// The words of all text elements.
    var words: [String] { all("text").map(\.text) }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let around = open.map { elements[$0].attributes["class"] ?? elements[$0].name }
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes, around: around))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        if let last = open.last { elements[last].text += string }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        _ = open.popLast()
    }
}
