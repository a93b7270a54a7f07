import Foundation

/// Standard normal numbers by the ziggurat method.
///
/// 128 layers after Marsaglia & Tsang (J Stat Softw 2000;5(8), doi:10.18637/jss.v005.i08), with the layer and the place
/// taken from different bits of one 64-bit number (Doornik 2005).
struct NormalDeviates {
    private static let tail = 3.442619855899
    private static let area = 9.91256303526217e-3
    private static let count = 128

    // The right edges of the layers, widest first; layer 0 has the edge that gives it the common area with the tail.
    private static let edges: [Double] = {
        var edges = [Double](repeating: 0, count: count + 1)
        var height = exp(-0.5 * tail * tail)
        edges[0] = area / height
        edges[1] = tail
        for index in 2..<count {
            height += area / edges[index - 1]
            edges[index] = (-2 * log(height)).squareRoot()
        }
        return edges
    }()

    private let edges = Self.edges

    /// The next number.
    @inline(__always)
    func next(_ random: inout PoolRandom) -> Double {
        let bits = random.next()
        let layer = Int(bits & 127)
        let place = Double(Int64(bitPattern: bits) >> 11) * 0x1p-52
        let x = place * edges[layer]
        if abs(x) < edges[layer + 1] { return x }
        return slow(layer, x, &random)
    }

    // One draw in eighty ends here.
    @inline(never)
    private func slow(_ layer: Int, _ first: Double, _ random: inout PoolRandom) -> Double {
        var layer = layer
        var x = first
        while true {
            if layer == 0 {
                var step = 0.0
                repeat {
                    step = -log(1 - random.uniform()) / Self.tail
                } while -2 * log(1 - random.uniform()) < step * step
                return x < 0 ? -(Self.tail + step) : Self.tail + step
            }
            let outer = exp(-0.5 * (edges[layer] * edges[layer] - x * x))
            let inner = exp(-0.5 * (edges[layer + 1] * edges[layer + 1] - x * x))
            if inner + random.uniform() * (outer - inner) < 1 { return x }
            let bits = random.next()
            layer = Int(bits & 127)
            x = Double(Int64(bitPattern: bits) >> 11) * 0x1p-52 * edges[layer]
            if abs(x) < edges[layer + 1] { return x }
        }
    }
}
