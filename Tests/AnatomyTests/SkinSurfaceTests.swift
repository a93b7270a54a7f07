import Anatomy
import Testing

@Suite struct SkinSurfaceTests {
    let surface: BodySurface
    let skin: SkinSurface

    init() throws {
        surface = try BodySurface(vocabulary: Vocabulary())
        skin = SkinSurface(surface)
    }

    private let blade = Zone.ID("trunk/upper_back/shoulder_blade_center")
    private let shoulder = Zone.ID("upper_limb/shoulder/posterior_deltoid")

    @Test func `a place lies within its zone and further down is lower`() throws {
        let top = try #require(skin.position(of: SurfacePlace(zone: blade, down: 0.1, out: 0.5), side: .right))
        let bottom = try #require(skin.position(of: SurfacePlace(zone: blade, down: 0.9, out: 0.5), side: .right))
        #expect(top.y > bottom.y)
        let point = try #require(skin.point(at: SurfacePlace(zone: blade, down: 0.5, out: 0.5), side: .right))
        let cell = try #require(point.cell)
        #expect(surface.cells[cell].sidedZone == SidedZone(blade, .right))
        // The shoulder blade faces backwards.
        #expect(point.normal.z < 0)
    }

    @Test func `the left side is the mirror of the right`() throws {
        let sheet = FibreSheet(
            from: [SurfacePlace(zone: blade, down: 0.1, out: 0.1), SurfacePlace(zone: blade, down: 0.8, out: 0.2)],
            to: [SurfacePlace(zone: shoulder, down: 0.1, out: 0.6), SurfacePlace(zone: shoulder, down: 0.3, out: 0.6)]
        )
        let right = try #require(skin.lay(sheet, side: .right))
        let left = try #require(skin.lay(sheet, side: .left))
        for (one, other) in zip(right.fibres.flatMap { $0 }, left.fibres.flatMap { $0 }) {
            #expect(abs(one.position.x + other.position.x) < 3)
            #expect(abs(one.position.y - other.position.y) < 3)
            #expect(abs(one.position.z - other.position.z) < 3)
        }
    }

    @Test(arguments: [5.0, 20, 60])
    func `a spindle is as wide as it says in the middle and narrower at its ends`(width: Double) throws {
        let arm = Zone.ID("upper_limb/arm/front_upper_arm")
        let sheet = FibreSheet(
            from: [SurfacePlace(zone: arm, down: 0.1, out: 0.5)], to: [SurfacePlace(zone: arm, down: 0.9, out: 0.5)],
            width: width
        )
        let laid = try #require(skin.lay(sheet, side: .right))
        func across(_ sample: Int) -> Double {
            laid.fibres[0][sample].position.distance(to: laid.fibres[laid.fibres.count - 1][sample].position)
        }
        #expect(across(10) > across(0))
        #expect(across(10) < width * 1.25)
        #expect(across(10) > width * 0.6)
    }

    @Test func `fibres stay on the skin`() throws {
        let sheet = FibreSheet(
            from: [SurfacePlace(zone: blade, down: 0.5, out: 0.1)],
            to: [SurfacePlace(zone: shoulder, down: 0.2, out: 0.6)]
        )
        let laid = try #require(skin.lay(sheet, side: .right))
        for point in laid.fibres.flatMap({ $0 }) {
            let nearest = (0..<surface.vertexCount).map { surface.position(ofVertex: $0).distance(to: point.position) }
                .min()
            #expect((nearest ?? .infinity) < 45)
            #expect(abs(point.normal.dot(point.normal) - 1) < 1e-9)
        }
    }

    @Test func `a sheet of unknown places is no sheet and no trap`() {
        let nowhere = SurfacePlace(zone: Zone.ID("no/such/zone"))
        #expect(skin.lay(FibreSheet(from: [nowhere], to: [nowhere]), side: .right) == nil)
        #expect(skin.lay(FibreSheet(from: [], to: []), side: .left) == nil)
        #expect(skin.point(at: nowhere, side: .right) == nil)
    }
}

@Suite struct SegmentTests {
    @Test func `the way from shoulder blade to forearm passes the arm`() {
        #expect(Segment.way(from: .shoulderGirdle, to: .forearm) == [.shoulderGirdle, .arm, .forearm])
        #expect(Segment.way(from: .foot, to: .foot) == [.foot])
    }

    @Test func `neighbours are mutual and every segment can be reached from every other`() {
        for segment in Segment.allCases {
            for neighbor in segment.neighbors {
                #expect(neighbor.neighbors.contains(segment), "\(segment) \(neighbor)")
            }
            for other in Segment.allCases {
                let way = Segment.way(from: segment, to: other)
                #expect(way.first == segment && way.last == other)
            }
        }
    }

    @Test func `opposites undo each other and are movements of the vocabulary`() throws {
        let vocabulary = try Vocabulary()
        for movement in vocabulary.movements {
            for opposite in movement.opposites where vocabulary.movement[opposite] == nil {
                // Pairs are written for all joints; some joints have one half only.
                #expect(opposite.text.contains("/"))
            }
        }
        let flexion = try #require(vocabulary.movement[Movement.ID("elbow/flexion")])
        #expect(flexion.opposites == [Movement.ID("elbow/extension")])
    }
}
