import MotorUnits
import Testing

@Suite struct DecompositionTests {
    // A small grid over a small pool: the large figures are measured by Scripts, not by tests.
    private func recording(seed: UInt64) throws -> SurfaceRecording {
        let pool = MotorUnitPool(try PoolParameters(unitCount: 12, recruitmentRange: 8, twitchRange: 6))
        let activity = try pool.simulate(.constant(0.35, seconds: 12), sampleRate: 2000, seed: seed)
        let grid = try ElectrodeArray(rows: 5, columns: 4, spacing: 10, along: 25)
        let anatomy = MuscleAnatomy(depths: 4...12, fibersPerForce: 100)
        let potentials = try ActionPotentials(
            pool: pool, units: activity.activeUnits, array: grid, anatomy: anatomy, sampleRate: 2000, seed: seed)
        return try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: 12, signalToNoise: 20, seed: seed)
    }

    @Test(arguments: [SeparationSettings.Contrast.skewness, .kurtosis])
    func `units of a grid at 20 dB are found with their discharges`(contrast: SeparationSettings.Contrast) throws {
        let recording = try recording(seed: 2)
        let settings = SeparationSettings(extensionFactor: 10, contrast: contrast, attempts: 20)
        let units = try SourceSeparator(settings).units(in: recording.channels, sampleRate: 2000)
        let score = DecompositionScore(found: units.map(\.times), truth: recording.discharges)
        #expect(units.count >= 3)
        #expect(score.meanAgreement >= 0.95 && score.lowestAgreement >= 0.8)
        #expect(units.allSatisfy { $0.silhouette >= 0.93 })
        for (unit, match) in zip(units, score.matches) {
            let truth = DischargeStatistics(times: recording.discharges[try #require(match.truth)])
            let found = try #require(unit.statistics.meanRate)
            #expect(abs(found - (try #require(truth.meanRate))) < 0.6)
        }
    }

    @Test func `units hidden behind others are found once those are taken out`() throws {
        let recording = try recording(seed: 2)
        func found(patience: Int, attempts: Int) throws -> DecompositionScore {
            let settings = SeparationSettings(extensionFactor: 16, attempts: attempts, patience: patience)
            let units = try SourceSeparator(settings).units(in: recording.channels, sampleRate: 2000)
            return DecompositionScore(found: units.map(\.times), truth: recording.discharges)
        }
        let first = try found(patience: 1, attempts: 2)
        let all = try found(patience: 15, attempts: 60)
        #expect(all.matches.count > first.matches.count && all.matches.count >= 5)
        #expect(all.lowestAgreement >= 0.9)
    }

    @Test func `two units are not given twice`() throws {
        let recording = try recording(seed: 4)
        let units = try SourceSeparator(SeparationSettings(extensionFactor: 16, attempts: 40))
            .units(in: recording.channels, sampleRate: 2000)
        for (place, unit) in units.enumerated() {
            for other in units[(place + 1)...] {
                #expect(RateOfAgreement(unit.times, other.times, tolerance: 0.001).value < 0.3)
            }
        }
        #expect(units.count >= 2)
    }

    @Test func `noise alone has no units`() throws {
        let channels = (0..<6).map { channel in
            var random = PoolRandom(seed: 1, stream: UInt64(channel))
            return (0..<8000).map { _ in random.normal() }
        }
        let settings = SeparationSettings(extensionFactor: 8, attempts: 8)
        #expect(try SourceSeparator(settings).units(in: channels, sampleRate: 2000).isEmpty)
    }

    @Test func `the same recording gives the same answer`() throws {
        let recording = try recording(seed: 3)
        let separator = try SourceSeparator(SeparationSettings(extensionFactor: 6, attempts: 5))
        let once = try separator.units(in: recording.channels, sampleRate: 2000)
        let again = try separator.units(in: recording.channels, sampleRate: 2000)
        #expect(once.map(\.times) == again.map(\.times))
    }

    @Test func `a search can be ended early`() throws {
        let recording = try recording(seed: 3)
        let separator = try SourceSeparator(SeparationSettings(extensionFactor: 6, attempts: 5))
        var shares: [Double] = []
        let none = try separator.units(in: recording.channels, sampleRate: 2000) { share in
            shares.append(share)
            return false
        }
        #expect(none.isEmpty && shares == [0])
    }

    @Test func `a dead or a doubled channel does no harm`() throws {
        var channels = try recording(seed: 2).channels
        channels[3] = [Double](repeating: 5, count: channels[0].count)
        channels[4] = channels[0]
        let separator = try SourceSeparator(SeparationSettings(extensionFactor: 8, attempts: 10))
        #expect(try separator.units(in: channels, sampleRate: 2000).count >= 2)
        let flat = [[Double]](repeating: [Double](repeating: 0, count: 4000), count: 4)
        #expect(try separator.units(in: flat, sampleRate: 2000).isEmpty)
    }

    @Test func `channels that don't fit are refused`() throws {
        let separator = try SourceSeparator()
        let zeros = [Double](repeating: 0, count: 4000)
        #expect(throws: MotorUnitError.self) { try separator.units(in: [], sampleRate: 2000) }
        #expect(throws: MotorUnitError.self) { try separator.units(in: [zeros, [0]], sampleRate: 2000) }
        #expect(throws: MotorUnitError.self) { try separator.units(in: [[]], sampleRate: 2000) }
        #expect(throws: MotorUnitError.self) { try separator.units(in: [zeros], sampleRate: .nan) }
        #expect(throws: MotorUnitError.notFinite(channel: 1, sample: 0)) {
            try separator.units(in: [zeros, [.infinity] + zeros.dropLast()], sampleRate: 2000)
        }
        #expect(throws: MotorUnitError.self) {
            try separator.units(in: [[Double]](repeating: zeros, count: 200), sampleRate: 2000)
        }
        #expect(throws: MotorUnitError.self) { try SourceSeparator(SeparationSettings(extensionFactor: 0)) }
        #expect(throws: MotorUnitError.self) { try SourceSeparator(SeparationSettings(patience: 0)) }
    }
}
