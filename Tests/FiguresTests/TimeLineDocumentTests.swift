import Figures
import Testing

@Suite struct TimeLineDocumentTests {
    /// Where words lie, as widths of Arial are on the average.
    private struct Box {
        let text: String
        let left: Double
        let right: Double
        let top: Double
        let bottom: Double

        init(_ element: TimeLineReader.Element) {
            text = element.text
            let size = element.number("font-size")
            let isBold = element.attributes["font-weight"] != nil
            let wide = element.text.count { "iljtf.,:;' ()|-I".contains($0) }
            let width = size * (Double(text.count - wide) * 0.57 + Double(wide) * 0.28) * (isBold ? 1.05 : 1)
            let x = element.number("x")
            switch element.attributes["text-anchor"] {
            case "middle": left = x - width / 2
            case "end": left = x - width
            default: left = x
            }
            right = left + width
            top = element.number("y") - 0.74 * size
            bottom = element.number("y") + 0.2 * size
        }

        func overlaps(_ other: Box) -> Bool {
            left < other.right && other.left < right && top < other.bottom && other.top < bottom
        }
    }

    private func check(_ document: String) {
        let read = TimeLineReader(document)
        guard let picture = read.all("svg").first else { return }
        let boxes = read.all("text").map(Box.init)
        for (index, box) in boxes.enumerated() {
            let isInside =
                box.left >= 0 && box.right <= picture.number("width") && box.top >= 0
                && box.bottom <= picture.number("height")
            #expect(isInside, "\(box.text) leaves the picture")
            for other in boxes[(index + 1)...] {
                #expect(!box.overlaps(other), "\(box.text) lies on \(other.text)")
            }
        }
        #expect(read.all("text").allSatisfy { $0.number("font-size") >= 11 })
    }

    @Test(arguments: [10, 90, 365, 1_096], [300.0, 360, 519, 520, 700, 1_100])
    func `no words lie on other words or leave the picture`(count: Int, width: Double) {
        check(TimeLineSamples.course(count).svg(width: width))
    }

    @Test(arguments: [300.0, 360, 700, 1_100])
    func `crowds and long names find room too`(width: Double) {
        var line = TimeLineSamples.course(200)
        line.title = String(repeating: "A very long name of a complaint ", count: 9)
        line.changes = (0..<40).map { index in
            TimeLine.Change(
                kind: index % 3 == 0 ? .causeTreated : .change, day: index * 5, label: "Something was changed \(index)")
        }
        line.events = (0..<120).map { index in
            TimeLine.Event(kind: TimeLine.Event.Kind.allCases[index % 3], day: index * 3 / 2)
        }
        line.treatments = (0..<200).map { .init(day: $0, holds: $0) }
        line.movements = (0..<9).map { index in
            TimeLine.Movement(
                name: "Movement with a name that is very long \(index)", norm: 90,
                readings: [.init(day: 0, value: 60), .init(day: 190, value: 61)])
        }
        line.exposures = (0..<15).map { index in
            TimeLine.Exposure(
                name: "Exposure with a name that is far too long \(index)", unit: "of a unit with a long name",
                readings: [.init(day: index, value: 2)], isUnderTest: index == 14)
        }
        check(line.svg(width: width))
    }

    @Test(arguments: [360.0, 1_100])
    func `names are escaped wherever they stand`(width: Double) {
        let name = "<b a='1'>\"&\u{0}\u{1b}\n\u{fffe}</b>"
        var line = TimeLine(title: name, zero: name, days: 0...9)
        line.pain = [.init(day: 1, value: 3)]
        line.events = [.init(kind: .flare, day: 2, label: name)]
        line.movements = [.init(name: name, readings: [.init(day: 2, value: 30)])]
        line.exposures = [.init(name: name, unit: name, readings: [.init(day: 2, value: 3)], isUnderTest: true)]
        line.changes = [.init(kind: .causeTreated, day: 2, label: name), .init(day: 5, label: name)]
        let document = line.svg(width: width, prefix: "\"><b>")
        let read = TimeLineReader(document)
        #expect(read.all("b").isEmpty && !document.contains("<b "))
        #expect(read.words.contains { $0.hasPrefix("<b a='1'>\"&") })
        #expect(read.all("title").first?.attributes["id"] == "b-title")
    }

    @Test(arguments: [360.0, 1_100])
    func `a strict policy of the page forbids nothing in it`(width: Double) {
        let read = TimeLineReader(TimeLineSamples.course(90).svg(width: width))
        let names = Set(read.elements.map(\.name))
        #expect(
            names.isSubset(of: ["svg", "title", "desc", "defs", "pattern", "path", "rect", "circle", "text", "g"]))
        for element in read.elements {
            for (key, value) in element.attributes {
                #expect(key != "style" && key != "href" && !key.hasPrefix("on"))
                #expect(key.hasPrefix("xmlns") || !value.contains("//"))
            }
        }
    }

    @Test(arguments: [Double.nan, -.infinity, -5, 0, 1, 1e300, .infinity])
    func `no width and no value breaks it`(width: Double) {
        var line = TimeLine(title: "", zero: "9999-12-31", days: Int.min...Int.max)
        let days = [Int.min, -4_000_000, -1, 0, 1, 4_000_000, Int.max]
        let values = [Double.nan, .infinity, -.infinity, 1e308, -1e308, 0, .leastNonzeroMagnitude]
        let readings = days.flatMap { day in values.map { TimeLine.Reading(day: day, value: $0) } }
        line.pain = readings
        line.threshold = .nan
        line.painFree = [Int.min...Int.max, 3...3]
        line.events = days.map { .init(kind: .return, day: $0) }
        line.movements = values.map { .init(name: "", norm: $0, readings: readings) }
        line.treatments = days.map { .init(day: $0, holds: $0) }
        line.exposures = values.map { .init(name: "", most: $0, readings: readings) }
        line.changes = days.flatMap { day in
            TimeLine.Change.Kind.allCases.map { .init(kind: $0, day: day, label: "") }
        }
        for zero in ["9999-12-31", "0000-01-01", nil] {
            line.zero = zero
            for shown in [nil, Int.min...Int.max, 0...0, Int.max...Int.max, -4_000_000...0] as [ClosedRange<Int>?] {
                line.days = shown
                let document = line.svg(width: width)
                #expect(!document.contains("nan") && !document.contains("inf"))
                #expect(!TimeLineReader(document).all("svg").isEmpty)
            }
        }
    }

    @Test(arguments: [1, 2, 8, 7_305])
    func `one day is enough and twenty years are not too many`(count: Int) {
        for width in [360.0, 1_100] {
            var line = TimeLine(title: "Neck", zero: "2006-01-01", days: 0...(count - 1))
            line.pain = (0..<count).map { .init(day: $0, value: Double($0 % 11)) }
            line.exposures = [.init(name: "Desk", readings: line.pain)]
            let document = line.svg(width: width)
            check(document)
            #expect(document.utf8.count < 60_000)
        }
    }

    @Test func `the same course gives the same picture`() {
        #expect(TimeLineSamples.course(365).svg(width: 700) == TimeLineSamples.course(365).svg(width: 700))
    }
}
