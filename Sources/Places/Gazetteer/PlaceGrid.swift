/// The places by cells of one degree, for the search around a position.
struct PlaceGrid: Sendable {
    private let starts: [UInt32]
    private let places: [UInt32]

    /// Sorts places into cells.
    ///
    /// - Complexity: O(*n* + *c*) for *n* places and *c* cells.
    init(count: Int, point: (Int) -> GeoPoint) {
        let cells = (0..<count).map { GeoGrid.degrees.cell(of: point($0)) }
        var starts = [UInt32](repeating: 0, count: GeoGrid.degrees.count + 1)
        for cell in cells { starts[cell + 1] += 1 }
        for cell in 1..<starts.count { starts[cell] += starts[cell - 1] }
        var next = starts
        var places = [UInt32](repeating: 0, count: count)
        for (place, cell) in cells.enumerated() {
            places[Int(next[cell])] = UInt32(place)
            next[cell] += 1
        }
        self.starts = starts
        self.places = places
    }

    /// The places in the cells that cover a circle, with some beyond it.
    func places(around circle: GeoCircle) -> some Sequence<Int> {
        GeoGrid.degrees.ranges(covering: circle).lazy
            .flatMap { places[Int(starts[$0.lowerBound])..<Int(starts[$0.upperBound + 1])] }
            .map(Int.init)
    }
}
