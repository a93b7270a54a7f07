import Foundation

/// The action potentials of the units of a pool at each channel of an array, in µV.
///
/// On each fibre two waves run from the end plate to the tendons; a pole stands still at the end plate before it
/// starts and at the tendon after it arrives, so that the currents of a fibre sum to zero at any time and the waves
/// begin and end as they should (Merletti & Parker, Electromyography, 2004, chapter 4, for the principle).
public struct ActionPotentials: Sendable {
    /// How many places between two samples a discharge can have.
    public static let phases = 4

    /// Samples per second, in hertz.
    public let sampleRate: Double

    /// The channels.
    public let array: ElectrodeArray

    /// The samples of each action potential, from the discharge on.
    public let length: Int

    // For each unit `phases` blocks of channels × length; empty for a unit that was left out.
    let waves: [[Double]]

    /// Computes the action potentials.
    ///
    /// - Parameters:
    ///   - pool: The pool.
    ///   - units: The units that are needed, by their place in the pool; `nil` for all.
    ///   - array: The channels.
    ///   - anatomy: Where the fibres lie.
    ///   - conductor: The tissue.
    ///   - sampleRate: Samples per second, in hertz.
    ///   - seed: The seed of the anatomy.
    /// - Throws: ``MotorUnitError`` when the anatomy or the rate is outside its limits.
    /// - Complexity: O(units × fibres × channels × samples × ``phases``).
    public init(
        pool: MotorUnitPool, units: [Int]? = nil, array: ElectrodeArray, anatomy: MuscleAnatomy = MuscleAnatomy(),
        conductor: VolumeConductor = .standard, sampleRate: Double, seed: UInt64
    ) throws(MotorUnitError) {
        let anatomy = try anatomy.checked()
        self.sampleRate = try MotorUnitError.checked(sampleRate, "sampleRate", in: SignalLimit.sampleRate)
        self.array = array
        let slowest = anatomy.velocities.lowerBound * 0.94
        // The last pole lies 8 mm behind the front; m/s are mm/ms.
        let milliseconds = (anatomy.halfLength + 2 * anatomy.spread + 10) / slowest
        length = Int((milliseconds / 1000 * sampleRate).rounded(.up)) + 1
        let wanted = Set(units ?? Array(pool.units.indices))
        let count = Double(max(pool.units.count - 1, 1))
        let field = FiberField(
            array: array, conductor: conductor, step: 1000 / sampleRate / Double(Self.phases),
            count: length * Self.phases)
        let phases = Self.phases
        waves = pool.units.enumerated().map { [length] index, unit in
            guard wanted.contains(index) else { return [] }
            let fibers = anatomy.fibers(of: unit, index: index, share: Double(index) / count, seed: seed)
            return Self.sorted(field.potential(of: fibers), channels: array.channels.count, length, phases)
        }
    }

    /// The action potential of a unit at a channel, in µV, for a discharge on a sample; empty when it was left out.
    public func wave(unit: Int, channel: Int) -> [Double] {
        guard waves.indices.contains(unit), !waves[unit].isEmpty, array.channels.indices.contains(channel) else {
            return []
        }
        return Array(waves[unit][channel * length..<(channel + 1) * length])
    }

    /// The sum of squares over the samples of each unit's action potential at a channel, in µV².
    public func energies(channel: Int) -> [Double] {
        waves.indices.map { wave(unit: $0, channel: channel).reduce(0) { $0 + $1 * $1 } }
    }

    // From fine samples (channel by channel) to one block for each phase. A discharge `phase` quarters of a sample
    // before its first sample is seen there at that age.
    private static func sorted(_ fine: [Double], channels: Int, _ length: Int, _ phases: Int) -> [Double] {
        var blocks = [Double](repeating: 0, count: fine.count)
        for phase in 0..<phases {
            for channel in 0..<channels {
                let start = (phase * channels + channel) * length
                for sample in 0..<length {
                    blocks[start + sample] = fine[channel * length * phases + sample * phases + phase]
                }
            }
        }
        return blocks
    }
}

/// The potential of moving poles at the electrodes of an array.
struct FiberField {
    private let channels: [ElectrodeArray.Channel]
    private let anisotropy: Double
    private let unit: Double
    private let step: Double
    private let count: Int

    /// Creates the field for ages of 0, `step`, 2·`step`, … ms.
    init(array: ElectrodeArray, conductor: VolumeConductor, step: Double, count: Int) {
        channels = array.channels
        anisotropy = conductor.anisotropy
        unit = conductor.microvoltsPerPole
        self.step = step
        self.count = count
    }

    /// The potential of the fibres at each channel and age, channel by channel, in µV.
    func potential(of fibers: [Fiber]) -> [Double] {
        var electrodes: [ElectrodePosition: [Double]] = [:]
        func potential(at position: ElectrodePosition) -> [Double] {
            if let known = electrodes[position] { return known }
            var sum = [Double](repeating: 0, count: count)
            for fiber in fibers { add(fiber, at: position, to: &sum) }
            electrodes[position] = sum
            return sum
        }
        return channels.flatMap { channel in
            let plus = potential(at: channel.plus)
            guard let other = channel.minus else { return plus }
            return zip(plus, potential(at: other)).map { $0 - $1 }
        }
    }

    private func add(_ fiber: Fiber, at position: ElectrodePosition, to sum: inout [Double]) {
        let across = position.across - fiber.across
        let along = position.along - fiber.endPlate
        func square(_ depth: Double) -> Double { anisotropy * (across * across + depth * depth) }
        let direct = max(square(position.depth - fiber.depth), 0.01)
        let mirror = max(square(position.depth + fiber.depth), 0.01)
        let surface = position.depth == 0
        let travel = fiber.velocity * step
        for pole in FiberSource.poles {
            let strength = unit * fiber.weight * pole.strength
            for (direction, end) in [(1.0, fiber.towardPlus), (-1.0, fiber.towardMinus)] {
                for age in 0..<count {
                    let way = min(max(Double(age) * travel - pole.distance, 0), end)
                    let gap = along - direction * way
                    let near = 1 / (direct + gap * gap).squareRoot()
                    let far = surface ? near : 1 / (mirror + gap * gap).squareRoot()
                    sum[age] += strength * (near + far)
                }
            }
        }
    }
}
