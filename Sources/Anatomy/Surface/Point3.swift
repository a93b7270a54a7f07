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

extension Point3 {
    static func + (left: Point3, right: Point3) -> Point3 {
        Point3(x: left.x + right.x, y: left.y + right.y, z: left.z + right.z)
    }

    static func - (left: Point3, right: Point3) -> Point3 {
        Point3(x: left.x - right.x, y: left.y - right.y, z: left.z - right.z)
    }

    static func * (left: Point3, factor: Double) -> Point3 {
        Point3(x: left.x * factor, y: left.y * factor, z: left.z * factor)
    }

    /// The scalar product.
    public func dot(_ other: Point3) -> Double { x * other.x + y * other.y + z * other.z }

    /// The vector product.
    func cross(_ other: Point3) -> Point3 {
        Point3(x: y * other.z - z * other.y, y: z * other.x - x * other.z, z: x * other.y - y * other.x)
    }

    /// The vector of length one in the same direction; the zero vector stays as it is.
    var unit: Point3 {
        let length = dot(self).squareRoot()
        return length > 0 ? self * (1 / length) : self
    }
}
