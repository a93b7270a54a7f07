/// The earth cut into numbered cells of equal degrees, for an index of a database that has no R*Tree.
///
/// Cells are numbered from the south pole, row by row, and from the 180th meridian eastwards; so a row of neighbouring
/// cells is one range of numbers, which SQL finds with `BETWEEN`. Stored numbers stay valid: do not change the grid of
/// a column.
public struct GeoGrid: Hashable, Sendable {
    /// Cells along one degree, 1...100.
    public let cellsPerDegree: Int

    /// Cells of a tenth of a degree (11 km from south to north), numbered 0 to 6,479,999.
    public static let tenths = GeoGrid(cellsPerDegree: 10)

    /// Cells of one degree, numbered 0 to 64,799.
    public static let degrees = GeoGrid(cellsPerDegree: 1)

    /// How many cells there are.
    public var count: Int { rows * columns }

    private var rows: Int { 180 * cellsPerDegree }
    private var columns: Int { 360 * cellsPerDegree }

    /// A grid; a number of cells outside 1...100 is held within it.
    public init(cellsPerDegree: Int) {
        self.cellsPerDegree = min(max(cellsPerDegree, 1), 100)
    }

    /// The number of the cell that holds the position.
    public func cell(of point: GeoPoint) -> Int {
        row(point.latitude) * columns + column(point.longitude)
    }

    /// The cells that cover a circle, as ranges of numbers in ascending order, without gaps that could be joined.
    ///
    /// - Parameter circle: The circle.
    /// - Returns: About one range for each row (20 for a radius of 100 km in a grid of tenths), twice as many across
    ///   the 180th meridian, at most two for each row of the grid.
    /// - Complexity: O(*r* log *r*) for *r* rows.
    public func ranges(covering circle: GeoCircle) -> [ClosedRange<Int>] {
        var found: [ClosedRange<Int>] = []
        for box in circle.boxes {
            let (west, east) = (column(box.longitudes.lowerBound), column(box.longitudes.upperBound))
            for row in row(box.latitudes.lowerBound)...row(box.latitudes.upperBound) {
                found.append(row * columns + west...row * columns + east)
            }
        }
        found.sort { $0.lowerBound < $1.lowerBound }
        var joined: [ClosedRange<Int>] = []
        for range in found {
            if let last = joined.last, range.lowerBound <= last.upperBound + 1 {
                joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    private func row(_ latitude: Double) -> Int {
        min(max(Int(((latitude + 90) * Double(cellsPerDegree)).rounded(.down)), 0), rows - 1)
    }

    private func column(_ longitude: Double) -> Int {
        min(max(Int(((longitude + 180) * Double(cellsPerDegree)).rounded(.down)), 0), columns - 1)
    }
}
