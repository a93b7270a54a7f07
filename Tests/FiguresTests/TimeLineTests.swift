import Figures
import Testing

@Suite struct TimeLineTests {
    private func near(_ value: Double, _ wished: Double) -> Bool { abs(value - wished) < 0.06 }

    @Test func `returns stand at the middle of their day and are numbered by their days`() throws {
        var line = TimeLine(title: "Neck", zero: "2026-01-01", days: 0...9)
        line.events = [.init(kind: .return, day: 6), .init(kind: .return, day: 3)]
        // Wide: ten days between 209 and 1100 - 92, 79.9 pixels each.
        var read = TimeLineReader(line.svg(width: 1_100))
        var marks = read.all("circle").filter { $0.around.contains("return") }
        #expect(marks.count == 2)
        #expect(near(try #require(marks.first).number("cx"), 209 + 3.5 * 79.9))
        #expect(near(try #require(marks.last).number("cx"), 209 + 6.5 * 79.9))
        #expect(read.words.filter { ["R1", "R2"].contains($0) } == ["R1", "R2"])
        // Narrow: between 30 and 360 - 12, 31.8 pixels each.
        read = TimeLineReader(line.svg(width: 360))
        marks = read.all("circle").filter { $0.around.contains("return") }
        #expect(near(try #require(marks.first).number("cx"), 30 + 3.5 * 31.8))
    }

    @Test func `the axis names months where they begin`() throws {
        var line = TimeLine(title: "Neck", zero: "2026-01-12", days: 0...364)
        line.pain = [.init(day: 0, value: 4)]
        let read = TimeLineReader(line.svg(width: 1_100))
        // 12 January 2026 and 20 days are 1 February, 48 are 1 March, and 364 are 11 January 2027.
        for (name, day) in [("Feb", 20.0), ("Mar", 48), ("Dec", 323)] {
            let label = try #require(read.all("text").first { $0.text == name })
            #expect(near(label.number("x"), 209 + (day + 0.5) * 799 / 365), "\(name)")
        }
        #expect(read.words.contains("2026") && read.words.contains("2027"))
    }

    @Test func `short courses name months below the days, and leap days are counted`() throws {
        var line = TimeLine(title: "Neck", zero: "2028-02-24", days: 0...9)
        line.pain = [.init(day: 0, value: 4)]
        let read = TimeLineReader(line.svg(width: 1_100))
        #expect(read.words.filter { ["24", "28", "29", "30", "1"].contains($0) } == ["24", "28", "29", "1"])
        let march = try #require(read.all("text").first { $0.text == "Mar 2028" })
        #expect(near(march.number("x"), 209 + 6.5 * 79.9))
    }

    @Test(arguments: [nil, "", "2026-02-30", "26-01-01", "soon"] as [String?])
    func `without a readable date of day zero the axis counts days`(zero: String?) {
        var line = TimeLine(title: "Neck", zero: zero, days: 0...99)
        line.pain = [.init(day: 0, value: 4)]
        let read = TimeLineReader(line.svg(width: 1_100))
        #expect(read.words.contains("day") && read.words.contains("70") && !read.words.contains("Feb"))
    }

    @Test func `days without pain recorded leave a gap in the line`() throws {
        var line = TimeLine(title: "Neck", zero: "2026-01-01", days: 0...9)
        line.pain = [0, 1, 2, 5, 6, 9].map { .init(day: $0, value: 5) }
        let path = try #require(TimeLineReader(line.svg(width: 700)).all("path", of: "pain").first?.attributes["d"])
        #expect(path.count { $0 == "M" } == 3 && path.count { $0 == "L" } == 3)
    }

    @Test func `more days than room become a band with its median, and the legend says so`() {
        let long = TimeLineReader(TimeLineSamples.course(1_096).svg(width: 1_100))
        #expect(long.all("path", of: "band").count == 1 && long.all("path", of: "median").count == 1)
        #expect(long.all("path", of: "pain").isEmpty)
        #expect(long.words.contains { $0.contains("of each week with its median") })
        let short = TimeLineReader(TimeLineSamples.course(90).svg(width: 1_100))
        #expect(short.all("path", of: "band").isEmpty && short.all("path", of: "pain").count == 1)
        #expect(!short.words.contains { $0.contains("median") })
    }

    @Test func `a week's band reaches from its lowest to its highest pain`() throws {
        // Monday 5 January 2026 to Sunday 11 January; 700 days at 360 pixels are drawn by the week.
        var line = TimeLine(title: "Neck", zero: "2026-01-05", days: 0...699)
        line.pain = [2, 8, 5].enumerated().map { .init(day: $0, value: $1) }
        let read = TimeLineReader(line.svg(width: 360))
        let axis = try #require(read.all("text").first { $0.text == "10" }).number("y") - 4
        let band = try #require(read.all("path", of: "band").first?.attributes["d"])
        let heights = band.split(whereSeparator: { "MLZ".contains($0) })
            .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }
        // The plot is 150 pixels high.
        #expect(near(try #require(heights.min()), axis + 30))
        #expect(near(try #require(heights.max()), axis + 120))
        let median = try #require(read.all("path", of: "median").first?.attributes["d"])
        #expect(median.hasSuffix(" \(Int(axis) + 75)"))
    }

    @Test func `what follows a treated cause is shaded from its day on until the cause is back`() throws {
        var line = TimeLine(title: "Neck", zero: "2026-01-01", days: 0...9)
        line.pain = [.init(day: 0, value: 4)]
        line.changes = [
            .init(kind: .causeTreated, day: 4, label: "Desk"), .init(kind: .causeBack, day: 8, label: "Old desk"),
        ]
        let read = TimeLineReader(line.svg(width: 1_100))
        let shade = try #require(read.all("rect", of: "treated").first)
        #expect(near(shade.number("x"), 209 + 4 * 79.9) && near(shade.number("width"), 4 * 79.9))
        #expect(
            read.words.filter { $0.hasPrefix("cause ") }.prefix(3) == [
                "cause present", "cause treated", "cause present",
            ])
        line.changes = [.init(day: 4, label: "Desk")]
        #expect(TimeLineReader(line.svg(width: 1_100)).all("rect", of: "treated").isEmpty)
    }

    @Test func `pain-free stretches are found when none are told`() {
        var line = TimeLine(title: "Neck", zero: "2026-01-01")
        line.pain = (0..<30).map { .init(day: $0, value: (5...11).contains($0) || (20...25).contains($0) ? 0 : 3) }
        #expect(TimeLineReader(line.svg(width: 700)).all("g", of: "pain-free").count == 1)
        line.painFree = [3...4, 5...8, 20...22, 90...99]
        #expect(TimeLineReader(line.svg(width: 700)).all("g", of: "pain-free").count == 2)
        line.painFree = []
        #expect(TimeLineReader(line.svg(width: 700)).all("g", of: "pain-free").isEmpty)
    }

    @Test func `of many exposures twelve are drawn and the one under test is among them`() {
        var line = TimeLine(title: "Neck")
        line.exposures = (1...20).map {
            .init(name: "Exposure \($0)", readings: [.init(day: 0, value: 1)], isUnderTest: $0 == 17)
        }
        let read = TimeLineReader(line.svg(width: 1_100))
        #expect(read.all("g", of: "exposure").count == 12)
        #expect(read.all("rect", of: "tested").count == 1)
        #expect(read.words.contains("Exposure 17") && read.words.contains("under test"))
        #expect(read.words.contains("Exposures not drawn: 8."))
    }

    @Test func `days without a reading of an exposure are hatched`() throws {
        var line = TimeLine(title: "Neck", days: 0...9)
        line.exposures = [.init(name: "Desk", readings: [0, 1, 4, 9].map { .init(day: $0, value: 0) })]
        let hatched = try #require(TimeLineReader(line.svg(width: 700)).all("path", of: "missing").first)
        #expect(hatched.attributes["d"]?.count { $0 == "M" } == 2)
        #expect(hatched.attributes["fill"] == "url(#time-line-missing)")
    }

    @Test func `the description tells the course in words`() throws {
        let read = TimeLineReader(TimeLineSamples.course(90).svg(width: 700, prefix: "one"))
        let words = try #require(read.all("desc").first?.text)
        #expect(words.hasPrefix("90 days, 12 Jan 2026 to 11 Apr 2026."))
        #expect(words.contains("present pain 5 of 10"))
        #expect(words.contains("3 returns, 1 relapse, 2 flares"))
        #expect(words.contains("Cause treated on 3 Feb 2026: Desk raised 6 cm."))
        let picture = try #require(read.all("svg").first?.attributes)
        #expect(picture["role"] == "img" && picture["aria-labelledby"] == "one-title")
        #expect(picture["aria-describedby"] == "one-desc")
    }

    @Test(arguments: [360.0, 1_100])
    func `a course of which nothing is known says so`(width: Double) {
        let read = TimeLineReader(TimeLine(title: "Neck").svg(width: width))
        #expect(read.words == ["Neck", "There is nothing recorded yet."])
        #expect(read.all("desc").first?.text == "There is nothing recorded yet.")
        var treated = TimeLine(title: "Neck")
        treated.treatments = [.init(day: 3, holds: 2)]
        #expect(TimeLineReader(treated.svg(width: width)).words.contains("There is no pain recorded yet."))
    }
}
