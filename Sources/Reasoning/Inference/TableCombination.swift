/// How a message fits into a table: point by point over causes, by OR over the effects that both know.
struct Shape {
    /// Table index for each index of the working layout, in which the shared effects are the high bits.
    private let toTable: [Int]
    /// Message index for each index of the working layout; variables that only the table has are ignored.
    private let toMessage: [Int]
    /// The number of shared effects.
    private let shared: Int
    private let messageCount: Int

    /// - Precondition: `message` is a part of `table`; both are sorted.
    init(_ table: [Int], _ message: [Int], causeCount: Int) {
        let sharedEffects = message.filter { $0 >= causeCount }
        let known = Set(sharedEffects)
        let layout = table.filter { !known.contains($0) } + sharedEffects
        shared = sharedEffects.count
        messageCount = 1 << message.count
        var tableBits: [Int: Int] = [:]
        for (bit, variable) in table.enumerated() { tableBits[variable] = bit }
        var messageBits: [Int: Int] = [:]
        for (bit, variable) in message.enumerated() { messageBits[variable] = bit }
        var toTable = [0]
        var toMessage = [0]
        toTable.reserveCapacity(1 << layout.count)
        toMessage.reserveCapacity(1 << layout.count)
        for variable in layout {
            let high = 1 << (tableBits[variable] ?? 0)
            let own = messageBits[variable].map { 1 << $0 } ?? 0
            toTable += toTable.map { $0 | high }
            toMessage += toMessage.map { $0 | own }
        }
        self.toTable = toTable
        self.toMessage = toMessage
    }

    /// The table after the message was taken in.
    func combined(_ table: [Double], _ message: [Double]) -> [Double] {
        let left = toTable.map { table[$0] }
        let right = toMessage.map { message[$0] }
        var result = [Double](repeating: 0, count: left.count)
        var scratch = [Double](repeating: 0, count: left.count)
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                result.withUnsafeMutableBufferPointer { result in
                    scratch.withUnsafeMutableBufferPointer { scratch in
                        guard let l = left.baseAddress, let r = right.baseAddress, let o = result.baseAddress,
                            let s = scratch.baseAddress
                        else { return }
                        combine(l, r, o, s, count: left.count, shared: shared)
                    }
                }
            }
        }
        var cells = [Double](repeating: 0, count: table.count)
        for (index, place) in toTable.enumerated() { cells[place] = result[index] }
        return cells
    }

    /// The gradients of table and message, given the gradient of the combination.
    func gradients(
        table: [Double], message: [Double], outer: [Double]
    ) -> (table: [Double], message: [Double]) {
        let left = toTable.map { table[$0] }
        let right = toMessage.map { message[$0] }
        let above = toTable.map { outer[$0] }
        var ofLeft = [Double](repeating: 0, count: left.count)
        var ofRight = [Double](repeating: 0, count: left.count)
        var scratch = [Double](repeating: 0, count: 2 * left.count)
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                above.withUnsafeBufferPointer { above in
                    ofLeft.withUnsafeMutableBufferPointer { ofLeft in
                        ofRight.withUnsafeMutableBufferPointer { ofRight in
                            scratch.withUnsafeMutableBufferPointer { scratch in
                                guard let l = left.baseAddress, let r = right.baseAddress, let g = above.baseAddress,
                                    let a = ofLeft.baseAddress, let b = ofRight.baseAddress, let s = scratch.baseAddress
                                else { return }
                                differentiate(l, r, g, a, b, s, count: left.count, shared: shared)
                            }
                        }
                    }
                }
            }
        }
        var tableGradient = [Double](repeating: 0, count: table.count)
        for (index, place) in toTable.enumerated() { tableGradient[place] = ofLeft[index] }
        var messageGradient = [Double](repeating: 0, count: messageCount)
        for (index, place) in toMessage.enumerated() { messageGradient[place] += ofRight[index] }
        return (tableGradient, messageGradient)
    }
}

private typealias Cells = UnsafePointer<Double>
private typealias Output = UnsafeMutablePointer<Double>

/// out += left OR right: per shared effect (l0 r0, l0 r1 + l1 (r0 + r1)), the rest point by point.
private func combine(_ left: Cells, _ right: Cells, _ out: Output, _ scratch: Output, count: Int, shared: Int) {
    guard shared > 0 else {
        for index in 0..<count { out[index] += left[index] * right[index] }
        return
    }
    let half = count / 2
    combine(left, right, out, scratch, count: half, shared: shared - 1)
    combine(left, right + half, out + half, scratch, count: half, shared: shared - 1)
    for index in 0..<half { scratch[index] = right[index] + right[index + half] }
    combine(left + half, scratch, out + half, scratch + half, count: half, shared: shared - 1)
}

/// Adds the gradients of ``combine(_:_:_:_:count:shared:)`` to `ofLeft` and `ofRight`.
private func differentiate(
    _ left: Cells, _ right: Cells, _ outer: Cells, _ ofLeft: Output, _ ofRight: Output, _ scratch: Output,
    count: Int, shared: Int
) {
    guard shared > 0 else {
        for index in 0..<count {
            ofLeft[index] += outer[index] * right[index]
            ofRight[index] += outer[index] * left[index]
        }
        return
    }
    let half = count / 2
    differentiate(left, right, outer, ofLeft, ofRight, scratch, count: half, shared: shared - 1)
    differentiate(left, right + half, outer + half, ofLeft, ofRight + half, scratch, count: half, shared: shared - 1)
    let (sum, gradient) = (scratch, scratch + half)
    for index in 0..<half {
        sum[index] = right[index] + right[index + half]
        gradient[index] = 0
    }
    differentiate(
        left + half, sum, outer + half, ofLeft + half, gradient, scratch + count, count: half, shared: shared - 1
    )
    for index in 0..<half {
        ofRight[index] += gradient[index]
        ofRight[index + half] += gradient[index]
    }
}
