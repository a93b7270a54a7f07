import Outcomes
import Testing

@Suite struct ExposureNatureTests {
    @Test(arguments: [
        ("sleep_hours", ExposureNature.lack), ("Breaks from sitting", .lack), ("hours slept", .lack),
        ("sport_minutes", .either), ("walking", .either), ("desk_hours", .excess), ("lifted_load", .excess),
        ("Stress", .excess), ("missed_breaks", .excess), ("poor-sleep", .excess), ("no_sport", .excess),
        ("x1", .unknown), ("breakfast", .unknown), ("no stress", .unknown), ("", .unknown), ("shoes 2", .excess),
    ])
    func `the nature is read off the words of an identifier`(identifier: String, nature: ExposureNature) {
        #expect(ExposureNature(identifier: identifier) == nature)
    }

    @Test(arguments: ExposureNature.allCases)
    func `both risks together weigh one, and some change is allowed`(nature: ExposureNature) {
        #expect(abs(nature.weight(of: .excess) + nature.weight(of: .lack) - 1) < 1e-12)
        #expect(ExposureRisk.allCases.contains { nature.allowsChange(against: $0) })
    }
}
