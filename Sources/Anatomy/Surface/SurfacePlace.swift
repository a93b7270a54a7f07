/// A place inside a zone in the words of the knowledge: how far down and how far out.
public struct SurfacePlace: Hashable, Sendable {
    public let zone: Zone.ID
    /// 0 at the head end, 1 at the hand or foot end (in the foot 0 at the heel, 1 at the toes).
    public let down: Double
    /// 0 at the edge nearest to the body's midline, 1 at the outer edge.
    public let out: Double

    public init(zone: Zone.ID, down: Double = 0.5, out: Double = 0.5) {
        self.zone = zone
        self.down = down
        self.out = out
    }
}

extension BodySurface {
    /// The cell that lies nearest to a place, for a source on `side`; `nil` for zones without skin.
    ///
    /// The two fractions are taken along the extent of the zone's own cells: height (in the foot: front to back)
    /// and distance from the midline plane.
    public func cell(at place: SurfacePlace, side: Side) -> Int? {
        let sided = cellsOf[SidedZone(place.zone, side)]
        guard let members = sided ?? cellsOf[SidedZone(place.zone, .midline)], let first = members.first else {
            return nil
        }
        let isFoot = place.zone.text.hasPrefix("lower_limb/foot") || place.zone.text.hasPrefix("lower_limb/toes")
        let isMidline = cells[first].side == .midline
        func down(_ cell: Int) -> Double { isFoot ? cells[cell].position.z : -cells[cell].position.y }
        func out(_ cell: Int) -> Double {
            let x = cells[cell].position.x
            guard isMidline else { return abs(x) }
            return side == .right ? -x : x
        }
        let downs = members.map(down)
        let outs = isMidline ? [0, members.map(out).max() ?? 0] : members.map(out)
        guard let top = downs.min(), let bottom = downs.max(), let inner = outs.min(), let outer = outs.max()
        else { return first }
        let wantedDown = top + place.down * (bottom - top)
        let wantedOut = inner + place.out * (outer - inner)
        func miss(_ cell: Int) -> Double {
            let (a, b) = (down(cell) - wantedDown, out(cell) - wantedOut)
            return a * a + b * b
        }
        return members.min { (miss($0), $0) < (miss($1), $1) }
    }

    /// Where a place lies in space: its cell, or the anchor of a deep zone.
    public func position(of place: SurfacePlace, side: Side) -> Point3? {
        if let cell = cell(at: place, side: side) { return cells[cell].position }
        return anchors[SidedZone(place.zone, side)] ?? anchors[SidedZone(place.zone, .midline)]
    }
}
