import Foundation
public enum InferenceError: Error { case contradiction }
public struct NoisyOrNetwork: Sendable {
    public struct Link: Sendable { public let cause: Int, effect: Int; public let probability: Double
        public init(cause: Int, effect: Int, probability: Double) { self.cause = cause; self.effect = effect; self.probability = probability } }
    let priors: [Double], leaks: [Double], links: [Link]
    public init(priors: [Double], leaks: [Double], links: [Link]) throws(InferenceError) { self.priors = priors; self.leaks = leaks; self.links = links }
}
public struct NetworkEvidence: Sendable { let present: [Int], absent: [Int], causeLogOdds: [Double]
    public init(present: [Int], absent: [Int], causeLogOdds: [Double]) { self.present = present; self.absent = absent; self.causeLogOdds = causeLogOdds } }
public struct NetworkPosterior: Sendable { public let probabilities: [Double], groupProbabilities: [Double]; public let groupStandardErrors: [Double]?; public let bound: Double?; public let method: String }
public struct PosteriorEngine: Sendable {
    public init() {}
    public func posterior(of n: NoisyOrNetwork, given e: NetworkEvidence, groups: [[Int]]) throws(InferenceError) -> NetworkPosterior {
        let N = n.priors.count, M = n.leaks.count
        var ch = [[(Int, Double)]](repeating: [], count: N)
        for l in n.links { ch[l.cause].append((l.effect, l.probability)) }
        var lo = (0..<N).map { logOdds(n.priors[$0]) + e.causeLogOdds[$0] }
        let neg = Set(e.absent), pos = Set(e.present)
        for i in 0..<N { for (j, q) in ch[i] where neg.contains(j) { lo[i] += log(1 - q) }; ch[i] = ch[i].filter { pos.contains($0.0) } }
        var prod = [Double](repeating: 1, count: M)
        var z = [Bool](repeating: false, count: N)
        var s: UInt64 = 88172645463325252
        func rnd() -> Double { s ^= s << 13; s ^= s >> 7; s ^= s << 17; return Double(s >> 11) / 9007199254740992.0 }
        var acc = [Double](repeating: 0, count: N), gacc = [Double](repeating: 0, count: groups.count)
        let T = 1500
        for t in 0..<(T + 100) {
            for i in 0..<N {
                if z[i] { for (j, q) in ch[i] { prod[j] /= (1 - q) } }
                var l = lo[i]
                for (j, q) in ch[i] { let c = (1 - n.leaks[j]) * prod[j]; l += log((1 - c * (1 - q)) / max(1 - c, 1e-12)) }
                let p = 1 / (1 + exp(-l))
                if t >= 100 { acc[i] += p }
                z[i] = rnd() < p
                if z[i] { for (j, q) in ch[i] { prod[j] *= (1 - q) } }
            }
            if t >= 100 { for (g, m) in groups.enumerated() where m.contains(where: { z[$0] }) { gacc[g] += 1 } }
        }
        return NetworkPosterior(probabilities: acc.map { $0 / Double(T) }, groupProbabilities: gacc.map { $0 / Double(T) }, groupStandardErrors: nil, bound: nil, method: "stub gibbs")
    }
}
