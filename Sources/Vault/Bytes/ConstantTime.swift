package import Foundation

/// Comparison whose time depends on the lengths alone.
package enum ConstantTime {
    /// Whether both are equal byte for byte; lengths may be told apart by time.
    package static func equal(_ left: Data, _ right: Data) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (one, other) in zip(left, right) { difference |= one ^ other }
        return difference == 0
    }
}
