import Outcomes
import Testing

@Suite struct MeasuredChangeTests {
    @Test(arguments: [
        (Measure.pain, 6.0, 4.0, MeasuredChange.Reality.realBetter, true), (.pain, 6, 5, .withinError, false),
        (.pain, 3, 6, .realWorse, true), (.pressureThreshold, 1.8, 2.42, .realBetter, true),
        (.pressureThreshold, 1.8, 2.1, .withinError, true), (.patientSpecificFunction, 4, 5.5, .realBetter, false),
        (.peg, 5, 3.5, .withinError, true),
    ])
    func `a change is judged against error and importance`(
        measure: Measure, before: Double, after: Double, reality: MeasuredChange.Reality, important: Bool
    ) throws {
        let change = try MeasuredChange(measure, from: before, to: after)
        #expect(change.reality == reality)
        #expect(change.isImportant == important)
    }

    @Test(arguments: Measure.allCases)
    func `every threshold is positive, on the scale and has a source`(measure: Measure) {
        #expect(!measure.detectable.isEmpty)
        for threshold in measure.detectable + measure.important {
            #expect(threshold.value > 0)
            #expect(threshold.value <= measure.scale.upperBound - measure.scale.lowerBound)
            #expect(!threshold.source.identifier.isEmpty)
            #expect(!threshold.population.isEmpty)
        }
    }

    @Test(arguments: Measure.allCases)
    func `the way back turns better into worse`(measure: Measure) throws {
        let (low, high) = (measure.scale.lowerBound, measure.scale.upperBound)
        let up = try MeasuredChange(measure, from: low, to: high)
        let down = try MeasuredChange(measure, from: high, to: low)
        #expect(up.improvement == -down.improvement)
        #expect(Set([up.reality, down.reality]) == [.realBetter, .realWorse])
    }

    @Test func `no movement has a known important change`() throws {
        #expect(try MeasuredChange(.neckRotation, from: 50, to: 70).isImportant == nil)
        #expect(try MeasuredChange(.neckRotation, from: 50, to: 70).reality == .realBetter)
    }

    @Test func `a value off the scale is refused`() {
        #expect(throws: MeasuredChange.Failure.outOfScale(value: 11, scale: 0...10)) {
            try MeasuredChange(.pain, from: 11, to: 3)
        }
        #expect(throws: MeasuredChange.Failure.self) { try MeasuredChange(.pain, from: .nan, to: 3) }
    }

    @Test func `the client's own answer needs no subtraction`() {
        #expect(GlobalImpression(rawValue: 2)?.isBetter == true)
        #expect(GlobalImpression.slightlyBetter.isImportant == false)
        #expect(GlobalImpression.muchWorse.isImportant)
        #expect(GlobalImpression.unchanged.isBetter == nil)
        #expect(GlobalImpression(rawValue: 8) == nil)
    }

    @Test(arguments: [(0.33, false), (0.32, true)])
    func `a drawing has moved when it overlaps less than repeated drawings do`(overlap: Double, moved: Bool) throws {
        #expect(try #require(DrawingOverlap(overlap, region: .neckOrBack)).hasMoved == moved)
        #expect(DrawingOverlap(1.2, region: .shoulder) == nil)
    }

    @Test func `three readings give a mean and a spread`() throws {
        let readings = try #require(RepeatedReading([2, 2.4, 2.8]))
        #expect(abs(readings.mean - 2.4) < 1e-12)
        #expect(abs((readings.deviation ?? 0) - 0.4) < 1e-12)
        #expect(readings.isComplete)
        #expect(RepeatedReading([2])?.deviation == nil)
        #expect(RepeatedReading([0, 2]) == nil)
        #expect(RepeatedReading([]) == nil)
    }
}
