/// A sample, or the samples of several segments at one place, as a transform computes with them.
protocol TransformLane: BitwiseCopyable {
    init(repeating value: Double)
    static func * (sample: Self, factor: Double) -> Self
    static func + (left: Self, right: Self) -> Self
    static func - (left: Self, right: Self) -> Self
}

extension SIMD4<Double>: TransformLane {}

extension Double: TransformLane {
    @inline(__always) init(repeating value: Double) { self = value }
}
