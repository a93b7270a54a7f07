/// A place in the body's own space: millimetres, x to the client's left, y up, z to the front, soles at y = 0.
public struct Point3: Hashable, Sendable {
    public var x: Double
    public var y: Double
    public var z: Double

    public init(x: Double, y: Double, z: Double) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The straight distance to another point, in millimetres.
    public func distance(to other: Point3) -> Double {
        let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
        return (dx * dx + dy * dy + dz * dz).squareRoot()
    }
}
