/// A part of the picture that was drawn below another.
struct TimeLinePart {
    /// Its elements.
    var svg: [String] = []
    /// Elements that lie over the lines of changes.
    var above: [String] = []
    /// Where the next part begins.
    var bottom: Double
    /// The stretches, top to bottom, that shades, the lines of months and the lines of changes run through.
    var bands: [(top: Double, bottom: Double)] = []

    init(top: Double) { bottom = top }
}

/// Words that are to stand beside a height, moved apart so that they do not lie on one another.
enum TimeLineSpread {
    /// The tops of blocks, near the wished ones, in the order given.
    static func tops(_ wished: [Double], heights: [Double], within top: Double, _ bottom: Double) -> [Double] {
        let order = wished.indices.sorted { (wished[$0], $0) < (wished[$1], $1) }
        var tops = wished
        var floor = top
        for index in order {
            tops[index] = max(wished[index], floor)
            floor = tops[index] + heights[index]
        }
        var ceiling = bottom
        for index in order.reversed() {
            tops[index] = min(tops[index], ceiling - heights[index])
            ceiling = tops[index]
        }
        // Where there is too little room the uppermost stays in sight and the rest is pushed down.
        floor = top
        for index in order {
            tops[index] = max(tops[index], floor)
            floor = tops[index] + heights[index]
        }
        return tops
    }
}

/// Rows in which stretches of a line find room without lying on one another.
struct TimeLineLanes {
    private var taken: [[ClosedRange<Double>]]

    init(_ count: Int) { taken = Array(repeating: [], count: max(count, 0)) }

    /// The first row with room, or `nil`.
    mutating func place(_ extent: ClosedRange<Double>) -> Int? {
        for lane in taken.indices where !taken[lane].contains(where: { $0.overlaps(extent) }) {
            taken[lane].append(extent)
            return lane
        }
        return nil
    }

    /// How many rows are in use.
    var used: Int { taken.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0 }
}

/// The marks of events and movements, told apart by their shape.
enum TimeLineMark: CaseIterable {
    case circle, square, triangle, diamond, ring, cross

    /// The mark around a middle, `size` being half of its height.
    func svg(x: Double, y: Double, size: Double, colour: String) -> String {
        let (cx, cy) = (number(x), number(y))
        switch self {
        case .circle: return "<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"\(number(size))\" fill=\"\(colour)\"/>"
        case .ring:
            return "<circle cx=\"\(cx)\" cy=\"\(cy)\" r=\"\(number(size - 0.8))\" fill=\"#fff\" stroke=\"\(colour)\" "
                + "stroke-width=\"2\"/>"
        case .square:
            let side = number(size * 1.8)
            return "<rect x=\"\(number(x - size * 0.9))\" y=\"\(number(y - size * 0.9))\" width=\"\(side)\" "
                + "height=\"\(side)\" fill=\"\(colour)\"/>"
        case .triangle:
            return "<path d=\"M\(cx) \(number(y - size))L\(number(x + size)) \(number(y + size * 0.8))"
                + "H\(number(x - size))Z\" fill=\"\(colour)\"/>"
        case .diamond:
            let reach = size * 1.15
            return "<path d=\"M\(cx) \(number(y - reach))L\(number(x + reach)) \(cy)L\(cx) \(number(y + reach))"
                + "L\(number(x - reach)) \(cy)Z\" fill=\"\(colour)\"/>"
        case .cross:
            let (l, r, t, b) = (number(x - size), number(x + size), number(y - size), number(y + size))
            return "<path d=\"M\(l) \(t)L\(r) \(b)M\(l) \(b)L\(r) \(t)\" stroke=\"\(colour)\" stroke-width=\"2\"/>"
        }
    }
}

extension TimeLine.Event.Kind {
    var mark: TimeLineMark {
        switch self {
        case .return: .ring
        case .relapse: .diamond
        case .flare: .triangle
        }
    }

    var colour: String {
        switch self {
        case .return: TimeLineInk.treated
        case .relapse: TimeLineInk.deep
        case .flare: TimeLineInk.amber
        }
    }
}
