import Foundation

/// The slope of the straight line through the logarithms of both coordinates, by least squares.
///
/// - Parameter points: Points with positive coordinates; others are left out.
/// - Returns: The slope; 0 with fewer than two different abscissas.
func logarithmicSlope(_ points: [(x: Double, y: Double)]) -> Double {
    let logs = points.filter { $0.x > 0 && $0.y > 0 }.map { (x: log($0.x), y: log($0.y)) }
    guard logs.count > 1 else { return 0 }
    let meanX = logs.reduce(0) { $0 + $1.x } / Double(logs.count)
    let meanY = logs.reduce(0) { $0 + $1.y } / Double(logs.count)
    let across = logs.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard across > 0 else { return 0 }
    return logs.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / across
}
