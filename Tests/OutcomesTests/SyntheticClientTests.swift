import Outcomes
import Testing

@Suite struct SyntheticClientTests {
    /// How often the planted cause is first, and how often something is advised, among clients with enough returns.
    private func counts(
        _ population: SyntheticDiaries, clients: Int, from seed: UInt64
    ) throws -> (first: Int, advised: Int) {
        var first = 0
        var advised = 0
        var seen = 0
        var seed = seed
        while seen < clients {
            seed += 1
            let client = try population.client(seed: seed)
            let history = RecurrenceHistory(of: client.diary)
            guard history.returns.count >= 6 else { continue }
            seen += 1
            // Shifts are for advice alone; the order of exposures does not need them.
            let options = ExposureAnalysis.Options(maximumShifts: client.cause == nil ? 999 : 1)
            let analysis = try ExposureAnalysis(of: client.diary, history: history, options: options)
            if let cause = client.cause, let best = analysis.hypotheses.first, best.exposure == cause.exposure,
                best.risk == cause.risk
            {
                first += 1
            }
            if analysis.tryNext != nil { advised += 1 }
        }
        return (first, advised)
    }

    @Test func `the planted cause is first in most clients`() throws {
        let population = try #require(SyntheticDiaries(hazardRatios: 3...6))
        // 0.80 less three standard errors of 45 clients; measured over 500 it is 0.88.
        #expect(try counts(population, clients: 45, from: 500_000).first >= 28)
    }

    @Test func `a planted lack is first in most clients, and as a lack`() throws {
        let population = try #require(SyntheticDiaries(hazardRatios: 4...6, risk: .lack))
        // 0.80 less three standard errors of 30 clients.
        #expect(try counts(population, clients: 30, from: 550_000).first >= 17)
    }

    @Test func `where there is no cause, advice is rare`() throws {
        // 0.05 and three standard errors of 45 clients; measured over 1500 it is 0.039.
        #expect(try counts(.withoutCause, clients: 45, from: 600_000).advised <= 6)
    }

    @Test func `the same seed gives the same client, another seed another`() throws {
        #expect(try SyntheticDiaries.withoutCause.client(seed: 4) == SyntheticDiaries.withoutCause.client(seed: 4))
        #expect(try SyntheticDiaries.withoutCause.client(seed: 4) != SyntheticDiaries.withoutCause.client(seed: 5))
    }

    @Test func `clients are as described`() throws {
        let population = try #require(SyntheticDiaries(hazardRatios: 4...4, shape: .threshold))
        for seed in 0..<40 {
            let client = try population.client(seed: UInt64(seed))
            let cause = try #require(client.cause)
            #expect((725...1460).contains(client.diary.dayCount))
            #expect((5...8).contains(client.diary.exposures.count))
            #expect(client.diary.exposures.contains { $0.name == cause.exposure })
            #expect(cause.hazardRatio == 4)
            #expect(!cause.window.orderIsUnknown)
            #expect(cause.risk == .excess)
        }
        let lacking = try #require(SyntheticDiaries(hazardRatios: 4...4, risk: .lack))
        let cause = try #require(lacking.client(seed: 3).cause)
        #expect(cause.risk == .lack)
        #expect(ExposureNature(identifier: cause.exposure).allowsChange(against: .lack))
    }

    @Test func `a population that makes no sense is refused`() {
        #expect(SyntheticDiaries(hazardRatios: 0.5...2) == nil)
        #expect(SyntheticDiaries(hazardRatios: 3...1000) == nil)
    }
}
