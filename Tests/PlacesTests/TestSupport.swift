import Foundation
import Places
import Testing

/// The gazetteer of the product, loaded once for all tests.
func gazetteer() throws -> Gazetteer { try Shipped.gazetteer.get() }

private enum Shipped {
    static let gazetteer = LazyGazetteer()
}

/// A position from two numbers known to be good.
func point(_ latitude: Double, _ longitude: Double) throws -> GeoPoint {
    try GeoPoint(latitude: latitude, longitude: longitude)
}

/// The position at a distance and bearing, both in radians, by the spherical law of cosines, apart from the product.
func destination(from start: GeoPoint, angle: Double, bearing: Double) throws -> GeoPoint {
    let (latitude, longitude) = (start.latitude * .pi / 180, start.longitude * .pi / 180)
    let sine = sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(bearing)
    let east = sin(bearing) * sin(angle) * cos(latitude)
    let turned = longitude + atan2(east, cos(angle) - sin(latitude) * sine)
    let degrees = (turned * 180 / .pi).remainder(dividingBy: 360)
    return try point(asin(min(max(sine, -1), 1)) * 180 / .pi, min(max(degrees, -180), 180))
}

/// A small deterministic random generator (SplitMix64); the same seed gives the same numbers everywhere.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &self) }

    mutating func within(_ low: Double, _ high: Double) -> Double { Double.random(in: low...high, using: &self) }
}
