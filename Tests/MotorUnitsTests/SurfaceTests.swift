import MotorUnits
import Testing

@Suite struct SurfaceTests {
    private let pool: MotorUnitPool

    init() throws { pool = MotorUnitPool(try PoolParameters(unitCount: 12)) }

    @Test func `the poles of a fibre sum to zero, and so does their first moment`() {
        let poles = FiberSource.poles
        #expect(abs(poles.reduce(0) { $0 + $1.strength }) < 1e-12)
        #expect(abs(poles.reduce(0) { $0 + $1.strength * $1.distance }) < 1e-9)
        // 24.6, −35.4, 10.8 in the literature; the ratios are those of the profile.
        #expect(abs(poles[1].strength / poles[0].strength + 35.4 / 24.6) < 0.01)
        #expect(abs(poles[1].distance - poles[0].distance - 2.1) < 0.01)
    }

    @Test func `an action potential begins and ends at zero`() throws {
        let grid = try ElectrodeArray(rows: 3, columns: 2, spacing: 10, along: 25)
        let potentials = try ActionPotentials(pool: pool, array: grid, sampleRate: 4000, seed: 3)
        for unit in 0..<12 {
            for channel in 0..<6 {
                let wave = potentials.wave(unit: unit, channel: channel)
                let top = wave.map { abs($0) }.max() ?? 0
                #expect(top > 0)
                #expect(abs(wave[0]) < 1e-9 * top && abs(wave[wave.count - 1]) < 1e-9 * top)
            }
        }
        #expect(potentials.wave(unit: 12, channel: 0).isEmpty && potentials.wave(unit: 0, channel: 6).isEmpty)
    }

    @Test func `the wave runs along the fibres at its velocity`() throws {
        let anatomy = MuscleAnatomy(depths: 5...6, halfWidth: 1, spread: 0, velocities: 4...4.0001)
        func wave(_ along: Double) throws -> [Double] {
            let pair = try ElectrodeArray(
                plus: ElectrodePosition(along: along - 5), minus: ElectrodePosition(along: along + 5))
            return try ActionPotentials(pool: pool, array: pair, anatomy: anatomy, sampleRate: 20_000, seed: 1)
                .wave(unit: 11, channel: 0)
        }
        func peak(_ wave: [Double]) -> Int { wave.indices.max { wave[$0] < wave[$1] } ?? 0 }
        // 16 mm further at 4 mm/ms: 4 ms, 80 samples.
        #expect(abs(peak(try wave(36)) - peak(try wave(20)) - 80) <= 5)
    }

    @Test func `a deeper muscle gives a smaller and slower signal`() throws {
        func wave(_ depths: ClosedRange<Double>) throws -> [Double] {
            let anatomy = MuscleAnatomy(depths: depths, halfWidth: 1)
            return try ActionPotentials(pool: pool, array: .bipolar, anatomy: anatomy, sampleRate: 2000, seed: 1)
                .wave(unit: 6, channel: 0)
        }
        let near = try wave(5...5.1)
        let far = try wave(20...20.1)
        #expect(rootMeanSquare(far) < 0.5 * rootMeanSquare(near))
        let pad = [Double](repeating: 0, count: 180)
        let slow = medianFrequency(Array((pad + far + pad).prefix(400)), sampleRate: 2000)
        let fast = medianFrequency(Array((pad + near + pad).prefix(400)), sampleRate: 2000)
        #expect(slow < fast)
    }

    @Test func `the power of the signal is the sum of rate times energy`() throws {
        let potentials = try ActionPotentials(pool: pool, array: .bipolar, sampleRate: 2000, seed: 1)
        let activity = try pool.simulate(.constant(0.5, seconds: 40), seed: 2)
        let recording = try SurfaceRecording(
            discharges: activity.discharges, potentials: potentials, seconds: 40, seed: 1)
        let power = zip(potentials.energies(channel: 0), pool.rates(atDrive: 0.5)).reduce(0) { $0 + $1.0 * $1.1 / 2000 }
        #expect(abs(rootMeanSquare(recording.channels[0]) / power.squareRoot() - 1) < 0.1)
        #expect(recording.noise == 0)
    }

    @Test(arguments: [0.0, 20])
    func `noise has the ratio asked for`(decibels: Double) throws {
        let potentials = try ActionPotentials(pool: pool, array: .bipolar, sampleRate: 2000, seed: 1)
        let activity = try pool.simulate(.constant(0.5, seconds: 20), seed: 2)
        func recording(_ ratio: Double?) throws -> [Double] {
            try SurfaceRecording(
                discharges: activity.discharges, potentials: potentials, seconds: 20, signalToNoise: ratio, seed: 9
            ).channels[0]
        }
        let clean = try recording(nil)
        let noise = zip(try recording(decibels), clean).map { $0 - $1 }
        let ratio = rootMeanSquare(clean) / rootMeanSquare(noise)
        #expect(abs(ratio - (decibels == 0 ? 1 : 10)) < 0.02 * ratio)
    }

    @Test func `less drive gives less signal`() throws {
        let pool = MotorUnitPool()
        let potentials = try ActionPotentials(pool: pool, array: .bipolar, sampleRate: 1000, seed: 1)
        let signals = try [0.1, 0.3, 0.6].map { drive in
            let activity = try pool.simulate(.constant(drive, seconds: 5), seed: 1)
            return rootMeanSquare(
                try SurfaceRecording(discharges: activity.discharges, potentials: potentials, seconds: 5, seed: 1)
                    .channels[0])
        }
        #expect(signals[0] < signals[1] && signals[1] < signals[2])
    }

    @Test func `what doesn't fit is refused`() {
        #expect(throws: MotorUnitError.self) { try ElectrodeArray(rows: 0, columns: 1, spacing: 8) }
        #expect(throws: MotorUnitError.self) { try ElectrodeArray(rows: 1, columns: 1, spacing: .nan) }
        #expect(throws: MotorUnitError.self) { try VolumeConductor(radial: 0) }
        #expect(throws: MotorUnitError.self) {
            try ActionPotentials(
                pool: pool, array: .bipolar, anatomy: MuscleAnatomy(sampledFibers: 0), sampleRate: 2000, seed: 1)
        }
        #expect(throws: MotorUnitError.self) {
            try ActionPotentials(pool: pool, array: .bipolar, sampleRate: 0, seed: 1)
        }
    }
}
