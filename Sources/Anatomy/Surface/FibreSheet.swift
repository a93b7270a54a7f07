/// How a muscle, or a part of one, lies under the skin: fibres from one line of places to another.
public struct FibreSheet: Hashable, Sendable {
    /// The places of the first attachment, in order across the fibres; one or more.
    public let from: [SurfacePlace]
    /// Lines of places that the fibres pass on their way, in order across the fibres.
    public let via: [[SurfacePlace]]
    /// The places of the second attachment, in the same order across the fibres.
    public let to: [SurfacePlace]
    /// Width of the belly in millimetres where both attachments are a single place; unused otherwise.
    public let width: Double
    /// Which ends turn into tendon.
    public let tendon: Tendon

    /// The ends of a sheet that turn into tendon.
    public enum Tendon: String, CaseIterable, Sendable { case none, from, to, both }

    public init(
        from: [SurfacePlace], via: [[SurfacePlace]] = [], to: [SurfacePlace], width: Double = 20, tendon: Tendon = .both
    ) {
        self.from = from
        self.via = via
        self.to = to
        self.width = width
        self.tendon = tendon
    }
}

/// A sheet laid on the skin: points across (first index) and along (second index) the fibres.
public struct LaidSheet: Sendable {
    public struct Point: Sendable {
        /// Millimetres.
        public let position: Point3
        /// Unit vector out of the body.
        public let normal: Point3
        /// The surface cell under the point; `nil` over hidden skin.
        public let cell: Int?
    }

    public let fibres: [[Point]]
    public let tendon: FibreSheet.Tendon
}

/// The skin as a search structure: where places lie to a few millimetres, and how fibres run over it.
public struct SkinSurface: Sendable {
    private let surface: BodySurface
    private let positions: [Point3]
    private let normals: [Point3]
    private let verticesOf: [SidedZone: [Int]]

    /// Prepares the search.
    ///
    /// - Complexity: O(vertices + quads).
    public init(_ surface: BodySurface) {
        self.surface = surface
        let positions = (0..<surface.vertexCount).map { surface.position(ofVertex: $0) }
        var normals = [Point3](repeating: Point3(x: 0, y: 0, z: 0), count: positions.count)
        var start = 0
        while start + 3 < surface.quads.count {
            let corners = (0..<4).map { Int(surface.quads[start + $0]) }
            let area = (positions[corners[2]] - positions[corners[0]])
                .cross(positions[corners[3]] - positions[corners[1]])
            for corner in corners { normals[corner] = normals[corner] + area }
            start += 4
        }
        self.positions = positions
        self.normals = normals.map(\.unit)
        var verticesOf: [SidedZone: [Int]] = [:]
        for vertex in positions.indices where surface.cell(ofVertex: vertex) != nil {
            let zone = surface.zones[Int(surface.vertexZones[vertex])]
            verticesOf[SidedZone(zone, surface.vertexSides[vertex]), default: []].append(vertex)
            // The column of vertices on the midline belongs to both halves of a paired zone.
            if Int(surface.vertexMirrors[vertex]) == vertex, surface.vertexSides[vertex] == .right {
                verticesOf[SidedZone(zone, .left), default: []].append(vertex)
            }
        }
        self.verticesOf = verticesOf
    }

    /// Where a place lies on the skin, for a source on `side`; deep zones lie at their anchor, unknown ones nowhere.
    public func position(of place: SurfacePlace, side: Side) -> Point3? {
        let sided = verticesOf[SidedZone(place.zone, side)]
        guard let members = sided ?? verticesOf[SidedZone(place.zone, .midline)], !members.isEmpty else {
            return surface.anchors[SidedZone(place.zone, side)] ?? surface.anchors[SidedZone(place.zone, .midline)]
        }
        let isFoot = place.zone.text.hasPrefix("lower_limb/foot") || place.zone.text.hasPrefix("lower_limb/toes")
        let isMidline = sided == nil
        let downs = members.map { isFoot ? positions[$0].z : -positions[$0].y }
        let outs = members.map { vertex -> Double in
            let x = positions[vertex].x
            return isMidline ? (side == .right ? -x : x) : abs(x)
        }
        guard let top = downs.min(), let bottom = downs.max(), let least = outs.min(), let outer = outs.max() else {
            return nil
        }
        let inner = isMidline ? 0 : least
        let wanted = (top + place.down * (bottom - top), inner + place.out * (outer - inner))
        var nearest: [(distance: Double, vertex: Int)] = []
        for (index, vertex) in members.enumerated() {
            let (a, b) = (downs[index] - wanted.0, outs[index] - wanted.1)
            nearest.append((a * a + b * b, vertex))
        }
        nearest.sort { ($0.distance, $0.vertex) < ($1.distance, $1.vertex) }
        var sum = Point3(x: 0, y: 0, z: 0)
        var total = 0.0
        for (distance, vertex) in nearest.prefix(4) {
            let weight = 1 / (distance + 4)
            sum = sum + positions[vertex] * weight
            total += weight
        }
        return sum * (1 / total)
    }

    /// A place as a point of the skin, with its normal and cell; `nil` for deep and unknown places.
    public func point(at place: SurfacePlace, side: Side) -> LaidSheet.Point? {
        guard let members = verticesOf[SidedZone(place.zone, side)] ?? verticesOf[SidedZone(place.zone, .midline)],
            !members.isEmpty, let position = position(of: place, side: side)
        else { return nil }
        return settled(position, on: members)
    }

    /// Lays a sheet over the skin of one side; `nil` when none of its places is known.
    ///
    /// - Complexity: O(fibres × samples × vertices of the body parts that it spans).
    public func lay(_ sheet: FibreSheet, side: Side, fibres count: Int = 9, samples: Int = 21) -> LaidSheet? {
        let lines = ([sheet.from] + sheet.via + [sheet.to]).map { line in
            line.compactMap { position(of: $0, side: side) }
        }
        guard lines.count >= 2, lines.allSatisfy({ !$0.isEmpty }), count >= 2, samples >= 3 else { return nil }
        let named = Set(([sheet.from] + sheet.via + [sheet.to]).flatMap { $0.map { part(of: $0.zone) } })
        let skin = verticesOf.filter {
            named.contains(part(of: $0.key.zone)) && [side, .midline].contains($0.key.side)
        }
        .values.flatMap { $0 }.sorted()
        guard !skin.isEmpty else { return nil }
        let isSingle = lines.allSatisfy { $0.count == 1 }
        var fibres = (0..<count).map { index -> [LaidSheet.Point] in
            let across = Double(index) / Double(count - 1)
            let path = smoothed(resampled(lines.map { along($0, at: across) }, count: samples))
            return path.map { settled($0, on: skin) }
        }
        if isSingle { fibres = spread(fibres[count / 2], width: sheet.width, count: count, skin: skin) }
        return LaidSheet(fibres: fibres, tendon: sheet.tendon)
    }

    /// A spindle around one path: widest in the middle, a quarter of that at the ends.
    private func spread(_ path: [LaidSheet.Point], width: Double, count: Int, skin: [Int]) -> [[LaidSheet.Point]] {
        (0..<count).map { index in
            let across = 2 * Double(index) / Double(count - 1) - 1
            return path.indices.map { sample in
                let before = path[max(sample - 1, 0)].position
                let after = path[min(sample + 1, path.count - 1)].position
                let sideways = (after - before).unit.cross(path[sample].normal).unit
                let share = Double(sample) / Double(path.count - 1)
                let bulge = 0.25 + 0.75 * (4 * share * (1 - share)).squareRoot()
                return settled(path[sample].position + sideways * (across * bulge * width / 2), on: skin)
            }
        }
    }

    /// The great part of the body, so that an arm's fibres do not settle on the hip beside it.
    private func part(of zone: Zone.ID) -> Substring {
        zone.text.split(separator: "/").first ?? ""
    }

    /// The point on a line of places.
    private func along(_ line: [Point3], at share: Double) -> Point3 {
        guard line.count > 1 else { return line[0] }
        let place = share * Double(line.count - 1)
        let index = min(Int(place), line.count - 2)
        let rest = place - Double(index)
        return line[index] * (1 - rest) + line[index + 1] * rest
    }

    /// Points at even steps of length along a polyline.
    private func resampled(_ line: [Point3], count: Int) -> [Point3] {
        var lengths = [0.0]
        for (a, b) in zip(line, line.dropFirst()) { lengths.append((lengths.last ?? 0) + a.distance(to: b)) }
        let total = lengths.last ?? 0
        guard total > 0 else { return Array(repeating: line[0], count: count) }
        var segment = 0
        return (0..<count).map { index in
            let wanted = total * Double(index) / Double(count - 1)
            while segment < line.count - 2, lengths[segment + 1] < wanted { segment += 1 }
            let span = lengths[segment + 1] - lengths[segment]
            let rest = span > 0 ? (wanted - lengths[segment]) / span : 0
            return line[segment] * (1 - rest) + line[segment + 1] * rest
        }
    }

    /// Takes the corners out of a path; the ends stay.
    private func smoothed(_ path: [Point3]) -> [Point3] {
        var path = path
        for _ in 0..<3 {
            let old = path
            for index in 1..<(path.count - 1) {
                path[index] = old[index - 1] * 0.25 + old[index] * 0.5 + old[index + 1] * 0.25
            }
        }
        return path
    }

    /// The point of the skin under a point: its foot on the plane of the nearest vertices.
    private func settled(_ point: Point3, on skin: [Int]) -> LaidSheet.Point {
        var best = skin[0]
        var least = Double.infinity
        for vertex in skin {
            let offset = positions[vertex] - point
            let distance = offset.dot(offset)
            if distance < least { (least, best) = (distance, vertex) }
        }
        let normal = normals[best]
        let foot = point - normal * (point - positions[best]).dot(normal)
        return LaidSheet.Point(position: foot, normal: normal, cell: surface.cell(ofVertex: best))
    }
}
