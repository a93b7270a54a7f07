import Foundation

/// Where the units of a pool lie in the muscle and what their fibres are like.
///
/// All values are choices of this model, within what is usual for a small superficial muscle; none is a measurement of
/// a particular one.
public struct MuscleAnatomy: Hashable, Sendable {
    /// Depths of the middles of the units below the skin, in mm.
    public var depths: ClosedRange<Double>

    /// Half the width of the muscle across the fibres, in mm.
    public var halfWidth: Double

    /// The distance from the end plates to either tendon, in mm.
    public var halfLength: Double

    /// The spread of end plates and of tendon ends along the fibres, in mm either way.
    public var spread: Double

    /// Conduction velocities from the smallest to the largest unit, in m/s.
    public var velocities: ClosedRange<Double>

    /// The fibres of the unit with a twitch force of 1; the number grows in proportion to the twitch force.
    public var fibersPerForce: Double

    /// The radius of the territory of the smallest and of the largest unit, in mm.
    public var territory: ClosedRange<Double>

    /// How many fibres stand for all fibres of a unit; more cost more time.
    public var sampledFibers: Int

    /// Creates an anatomy; without arguments, that of a small superficial muscle.
    public init(
        depths: ClosedRange<Double> = 4...20, halfWidth: Double = 20, halfLength: Double = 60, spread: Double = 4,
        velocities: ClosedRange<Double> = 3.6...4.8, fibersPerForce: Double = 20,
        territory: ClosedRange<Double> = 1.5...4, sampledFibers: Int = 16
    ) {
        self.depths = depths
        self.halfWidth = halfWidth
        self.halfLength = halfLength
        self.spread = spread
        self.velocities = velocities
        self.fibersPerForce = fibersPerForce
        self.territory = territory
        self.sampledFibers = sampledFibers
    }

    /// Checks the values.
    ///
    /// - Throws: ``MotorUnitError/invalid(field:value:reason:)`` for depths outside 0.5 to 100 mm, lengths outside 1
    ///   to 500 mm, a spread above half the half-length, velocities outside 0.5 to 20 m/s, fibres outside 1 to 1,000
    ///   or sampled fibres outside 1 to 512.
    public func checked() throws(MotorUnitError) -> MuscleAnatomy {
        _ = try MotorUnitError.checked(depths.lowerBound, "depths", in: 0.5...100)
        _ = try MotorUnitError.checked(depths.upperBound, "depths", in: 0.5...100)
        _ = try MotorUnitError.checked(halfWidth, "halfWidth", in: 1...500)
        _ = try MotorUnitError.checked(halfLength, "halfLength", in: 10...500)
        _ = try MotorUnitError.checked(spread, "spread", in: 0...halfLength / 2)
        _ = try MotorUnitError.checked(velocities.lowerBound, "velocities", in: 0.5...20)
        _ = try MotorUnitError.checked(velocities.upperBound, "velocities", in: 0.5...20)
        _ = try MotorUnitError.checked(fibersPerForce, "fibersPerForce", in: 1...1000)
        _ = try MotorUnitError.checked(territory.lowerBound, "territory", in: 0.05...50)
        _ = try MotorUnitError.checked(territory.upperBound, "territory", in: 0.05...50)
        _ = try MotorUnitError.checked(sampledFibers, "sampledFibers", in: 1...512)
        return self
    }
}

/// One fibre that stands for `weight` fibres of its unit.
struct Fiber {
    let across: Double
    let depth: Double
    let endPlate: Double
    let towardPlus: Double
    let towardMinus: Double
    let velocity: Double
    let weight: Double
}

extension MuscleAnatomy {
    /// The fibres of a unit: the same ones for the same seed and place in the pool, whatever the other units are.
    ///
    /// - Parameters:
    ///   - unit: The unit.
    ///   - index: Its place in the order of recruitment.
    ///   - share: Its place between the smallest (0) and the largest (1) unit.
    ///   - seed: The seed of the anatomy.
    /// - Returns: The fibres.
    func fibers(of unit: MotorUnit, index: Int, share: Double, seed: UInt64) -> [Fiber] {
        var random = PoolRandom(seed: seed, stream: UInt64(index))
        let middleAcross = random.uniform(in: -halfWidth...halfWidth)
        let middleDepth = random.uniform(in: depths)
        let count = max(1, (fibersPerForce * unit.twitchForce).rounded())
        let sampled = min(Double(sampledFibers), count)
        let radius = territory.lowerBound + (territory.upperBound - territory.lowerBound) * share
        let mean = velocities.lowerBound + (velocities.upperBound - velocities.lowerBound) * share
        return (0..<Int(sampled)).map { _ in
            let angle = random.uniform(in: 0...2 * .pi)
            let distance = radius * random.uniform().squareRoot()
            let plate = random.uniform(in: -spread...spread)
            let plus = halfLength + random.uniform(in: -spread...spread)
            let minus = halfLength + random.uniform(in: -spread...spread)
            return Fiber(
                across: middleAcross + distance * cos(angle),
                depth: max(middleDepth + distance * sin(angle), 0.5), endPlate: plate, towardPlus: plus - plate,
                towardMinus: minus + plate, velocity: mean * (1 + 0.02 * random.normal().clamped(to: -3...3)),
                weight: count / sampled)
        }
    }
}

extension Double {
    func clamped(to range: ClosedRange<Double>) -> Double { min(max(self, range.lowerBound), range.upperBound) }
}
