import Anatomy
import Testing

@Suite struct VocabularyTests {
    let vocabulary: Vocabulary

    init() throws {
        vocabulary = try Vocabulary()
    }

    @Test func `the tables hold the rows that the product is built for`() {
        #expect(vocabulary.muscles.count == 171)
        #expect(vocabulary.leaves.count == 178)
        #expect(vocabulary.leaves.reduce(0) { $0 + $1.laterality.sides.count } == 334)
    }

    @Test func `identifiers are unique and every parent exists`() {
        #expect(Set(vocabulary.zones.map(\.id)).count == vocabulary.zones.count)
        #expect(Set(vocabulary.movements.map(\.id)).count == vocabulary.movements.count)
        #expect(vocabulary.zones.allSatisfy { zone in zone.parent.map { vocabulary.zone[$0] != nil } ?? true })
    }

    @Test func `every entrapment names a known nerve and every group known muscles`() {
        #expect(vocabulary.entrapments.allSatisfy { vocabulary.nerve[$0.nerve] != nil })
        #expect(vocabulary.groups.values.joined().allSatisfy { vocabulary.muscle[$0] != nil })
    }

    @Test(arguments: [
        ("upper_limb/shoulder/anterior_deltoyd", "upper_limb/shoulder/anterior_deltoid"),
        ("kneecp", "lower_limb/knee/kneecap"),
        ("groin", "pelvis/front/groin"),
    ])
    func `a misspelt zone is answered with the one that was meant`(written: String, meant: String) {
        #expect(suggestions(for: written, among: vocabulary.leaves.map(\.id.text)).contains(meant))
    }

    @Test func `a hopeless word gets no suggestion`() {
        #expect(suggestions(for: "xqzw", among: vocabulary.leaves.map(\.id.text)).isEmpty)
    }

    @Test func `a CHOIR segment comes back from the zones it stands for`() {
        let crosswalk = vocabulary.crosswalk
        for segment in crosswalk.segments {
            let zones = crosswalk.zones(ofChoirSegment: segment)
            #expect(!zones.isEmpty)
            #expect(crosswalk.choirSegments(of: zones).contains(segment))
        }
        #expect(crosswalk.segments.count >= 60)
    }

    @Test func `the right shoulder is CHOIR segment 107 and the right shoulder girdle of the pain index`() {
        let shoulder = SidedZone(Zone.ID("upper_limb/shoulder/anterior_deltoid"), .right)
        #expect(vocabulary.crosswalk.choirSegments(of: [shoulder]) == ["107"])
        #expect(vocabulary.crosswalk.wpiAreas(of: [shoulder]) == ["right_shoulder_girdle"])
        #expect(vocabulary.crosswalk.zones(ofWPIArea: "right_shoulder_girdle").contains(shoulder))
    }

    @Test func `segments of the female figure are brought to the male numbering and stay a permutation`() {
        let segments = (101...136).map(String.init)
        let standard = segments.map(ZoneCrosswalk.standardized(femaleSegment:))
        #expect(Set(standard) == Set(segments))
        #expect(ZoneCrosswalk.standardized(femaleSegment: "112") == "116")
    }
}

@Suite struct SideTests {
    @Test func `a pattern written once lands on the right side`() {
        #expect(RelativeSide.ipsilateral.sides(from: .right) == [.right])
        #expect(RelativeSide.contralateral.sides(from: .right) == [.left])
        #expect(RelativeSide.both.sides(from: .left) == [.right, .left])
        #expect(RelativeSide.ipsilateral.sides(from: .midline) == [.right, .left])
    }

    @Test(arguments: Side.allCases)
    func `mirroring twice changes nothing`(side: Side) {
        #expect(side.mirrored.mirrored == side)
    }
}
