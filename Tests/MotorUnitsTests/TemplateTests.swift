import MotorUnits
import Testing

@Suite struct TemplateTests {
    // Two shapes, told apart by eye, at known places with overlaps.
    private static let shapes: [[Double]] = [
        offsets.map { 100 * exponential(-0.02 * $0 * $0) },
        offsets.map { 150 * exponential(-0.02 * $0 * $0) - 90 * exponential(-0.01 * ($0 - 9) * ($0 - 9)) },
    ]

    private static let offsets: [Double] = (0..<50).map { Double($0 - 20) }

    private func signal(_ places: [[Int]], noise: Double, count: Int) -> [Double] {
        var random = PoolRandom(seed: 5)
        var signal = (0..<count).map { _ in noise * random.normal() }
        for (shape, starts) in zip(Self.shapes, places) {
            for start in starts {
                for (at, value) in shape.enumerated() { signal[start + at] += value }
            }
        }
        return signal
    }

    @Test func `two units are found, also where they overlap`() throws {
        let first = (0..<60).map { 500 + 1010 * $0 }
        let second = (0..<55).map { 700 + 1090 * $0 }
        let signal = signal([first, second], noise: 2, count: 62_000)
        let overlaps = first.filter { place in second.contains { abs($0 - place) < 40 } }
        #expect(overlaps.count >= 3)
        let answer = try TemplateDecomposer().decompose(signal, sampleRate: 10_000)
        let truth = [first, second].map { $0.map { Double($0) / 10_000 } }
        let score = DecompositionScore(found: answer.units.map(\.times), truth: truth)
        #expect(answer.units.count == 2 && score.lowestAgreement > 0.95)
        #expect(answer.unexplained < 0.02 && abs(answer.noise - 2) < 0.4)
    }

    @Test func `most discharges near a simulated needle are found`() throws {
        let pool = MotorUnitPool(try PoolParameters(unitCount: 4, recruitmentRange: 6, twitchRange: 5))
        let activity = try pool.simulate(.constant(0.3, seconds: 10), sampleRate: 10_000, seed: 2)
        let anatomy = MuscleAnatomy(
            depths: 8...12, halfWidth: 2.5, fibersPerForce: 40, territory: 1.5...2, sampledFibers: 60)
        let needle = try ElectrodeArray(
            plus: ElectrodePosition(along: 25, depth: 10), minus: ElectrodePosition(along: 27, depth: 10))
        let potentials = try ActionPotentials(
            pool: pool, array: needle, anatomy: anatomy, sampleRate: 10_000, seed: 2)
        let recording = try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: 10, signalToNoise: 20, seed: 2)
        let answer = try TemplateDecomposer().decompose(recording.channels[0], sampleRate: 10_000)
        let score = DecompositionScore(found: answer.units.map(\.times), truth: activity.discharges)
        #expect(score.matches.filter { $0.agreement >= 0.9 }.count >= 2)
    }

    @Test func `noise alone, silence and a short signal have no units`() throws {
        let decomposer = try TemplateDecomposer()
        #expect(try decomposer.decompose(signal([[], []], noise: 1, count: 20_000), sampleRate: 10_000).units.isEmpty)
        #expect(try decomposer.decompose([], sampleRate: 10_000).units.isEmpty)
        let zeros = [Double](repeating: 0, count: 5000)
        #expect(try decomposer.decompose(zeros, sampleRate: 10_000).units.isEmpty)
    }

    @Test func `a sample that is no number is refused`() throws {
        let decomposer = try TemplateDecomposer()
        #expect(throws: MotorUnitError.notFinite(channel: 0, sample: 2)) {
            try decomposer.decompose([0, 0, .nan], sampleRate: 10_000)
        }
        var settings = TemplateDecomposer.Settings()
        settings.mostUnits = 0
        #expect(throws: MotorUnitError.self) { try TemplateDecomposer(settings) }
    }
}
