public import Foundation

/// A patch of skin: the unit in which a painted surface is stored and compared.
public struct SurfaceCell: Sendable {
    /// The position in ``BodySurface/cells``.
    public let index: Int
    public let zone: Zone.ID
    public let side: Side
    /// Square millimetres on the average adult.
    public let area: Double
    /// The centre on the average adult.
    public let position: Point3
    /// The cell at the same place of the other side (itself in the midline).
    public let mirror: Int
    /// Cells that share an edge, with the distance along the skin from centre to centre, in millimetres.
    public let neighbors: [(cell: Int, distance: Double)]

    /// The zone and the side together.
    public var sidedZone: SidedZone { SidedZone(zone, side) }
}

/// A body shape on the shared topology, so that one labelling serves all.
public enum BodyShape: String, CaseIterable, Sendable {
    case average, female, male, child
}

/// The skin of the body, its zones and its cells.
///
/// Derived from the CC0 base mesh of the MakeHuman community; see `Tools/atlas/README.md`.
public struct BodySurface: Sendable {
    /// Leaf zones in the order of the atlas.
    public let zones: [Zone.ID]
    public let cells: [SurfaceCell]
    /// The cells of each sided zone, ascending; deep zones have none.
    public let cellsOf: [SidedZone: [Int]]
    /// Places of zones that own no skin (teeth, eye, joints, pelvis), and of every other zone its middle.
    public let anchors: [SidedZone: Point3]
    /// Named bony landmarks of the average adult.
    public let landmarks: [String: Point3]
    /// Zone of each skin vertex, as an index into ``zones``.
    public let vertexZones: [UInt8]
    /// Side of each skin vertex.
    public let vertexSides: [Side]
    /// Mirror image of each skin vertex.
    public let vertexMirrors: [UInt16]
    /// The cell of each skin vertex; 65535 where skin is hidden (inside mouth and nostrils, behind the eyelids).
    private let vertexCells: [UInt16]
    /// Quads of vertex indexes, four a face.
    public let quads: [UInt16]
    private let positions: [Int16]

    /// Loads the atlas shipped with the program.
    ///
    /// - Throws: ``AnatomyError``.
    public init(vocabulary: Vocabulary) throws(AnatomyError) {
        try self.init(
            data: ResourceFolder.of(target: "Anatomy").data("body.atlas"),
            vocabulary: vocabulary
        )
    }

    /// Reads an atlas file, checking every index in it.
    ///
    /// - Throws: ``AnatomyError/badAtlas(problem:)`` naming the section and the value.
    /// - Complexity: O(vertices + cells).
    public init(data: Data, vocabulary: Vocabulary) throws(AnatomyError) {
        let file = try AtlasFile(data)
        zones = file.header.zones.map { Zone.ID($0) }
        for zone in zones where vocabulary.zone[zone]?.isLeaf != true {
            throw .badAtlas(problem: "zone \(zone) is not a leaf zone of the vocabulary")
        }
        positions = try file.array("position", as: Int16.self)
        quads = try file.array("quad", as: UInt16.self)
        vertexMirrors = try file.array("mirror", as: UInt16.self)
        vertexZones = try file.array("vertex_zone", as: UInt8.self)
        vertexSides = try file.array("vertex_side", as: UInt8.self).map(side(code:))
        vertexCells = try file.array("vertex_cell", as: UInt16.self)
        let vertexCount = vertexZones.count
        guard positions.count == file.header.bodies.count * vertexCount * 3,
            vertexCells.count == vertexCount, vertexMirrors.count == vertexCount, vertexSides.count == vertexCount,
            !vertexZones.contains(where: { Int($0) >= file.header.zones.count }),
            !quads.contains(where: { Int($0) >= vertexCount }),
            !vertexMirrors.contains(where: { Int($0) >= vertexCount })
        else {
            throw .badAtlas(problem: "vertex sections disagree in length or point outside the mesh")
        }
        cells = try readCells(file, zones: zones, positions: positions, vertexCount: vertexCount)
        cellsOf = Dictionary(grouping: cells.indices, by: { [cells] in cells[$0].sidedZone })
        landmarks = file.header.landmarks.compactMapValues(point)
        var anchors: [SidedZone: Point3] = [:]
        for (zone, members) in cellsOf { anchors[zone] = middle(of: members, in: cells) }
        for (zone, places) in file.header.deep {
            for (side, place) in places {
                if let side = Side(rawValue: side), let place = point(place) {
                    anchors[SidedZone(Zone.ID(zone), side)] = place
                }
            }
        }
        self.anchors = anchors
    }

    /// The cell of a skin vertex; `nil` for hidden skin.
    ///
    /// - Precondition: `0 <= vertex < vertexCount`.
    public func cell(ofVertex vertex: Int) -> Int? {
        let cell = Int(vertexCells[vertex])
        return cells.indices.contains(cell) ? cell : nil
    }

    /// The number of skin vertices.
    public var vertexCount: Int { vertexZones.count }

    /// The place of a skin vertex on a body shape, in millimetres.
    ///
    /// - Precondition: `0 <= vertex < vertexCount`.
    public func position(ofVertex vertex: Int, on shape: BodyShape = .average) -> Point3 {
        let body = BodyShape.allCases.firstIndex(of: shape) ?? 0
        let start = (body * vertexCount + vertex) * 3
        return Point3(
            x: Double(positions[start]) / 10, y: Double(positions[start + 1]) / 10,
            z: Double(positions[start + 2]) / 10
        )
    }

    /// Distances along the skin from a set of cells to every cell, in millimetres; infinite where no path leads
    /// within `limit`.
    ///
    /// - Complexity: O(*c* log *c*) for the *c* cells within the limit.
    public func geodesicDistances(from sources: [Int], limit: Double = .infinity) -> [Double] {
        var distances = [Double](repeating: .infinity, count: cells.count)
        var queue: [(distance: Double, cell: Int)] = []
        for cell in sources where cells.indices.contains(cell) {
            distances[cell] = 0
            queue.append((0, cell))
        }
        var heap = MinimumHeap(queue)
        while let next = heap.removeFirst() {
            if next.distance > distances[next.cell] { continue }
            for neighbor in cells[next.cell].neighbors {
                let distance = next.distance + neighbor.distance
                if distance < distances[neighbor.cell], distance <= limit {
                    distances[neighbor.cell] = distance
                    heap.insert((distance, neighbor.cell))
                }
            }
        }
        return distances
    }
}

private func side(code: UInt8) -> Side {
    switch code {
    case 1: .right
    case 2: .left
    default: .midline
    }
}

private func point(_ numbers: [Double]) -> Point3? {
    numbers.count == 3 ? Point3(x: numbers[0], y: numbers[1], z: numbers[2]) : nil
}

/// The member nearest to the members' mean.
private func middle(of members: [Int], in cells: [SurfaceCell]) -> Point3 {
    let count = Double(max(members.count, 1))
    let mean = Point3(
        x: members.reduce(0) { $0 + cells[$1].position.x } / count,
        y: members.reduce(0) { $0 + cells[$1].position.y } / count,
        z: members.reduce(0) { $0 + cells[$1].position.z } / count
    )
    let nearest = members.min {
        cells[$0].position.distance(to: mean) < cells[$1].position.distance(to: mean)
    }
    return nearest.map { cells[$0].position } ?? mean
}

/// Reads the cells and checks that every index points at a cell, a vertex or a zone.
private func readCells(
    _ file: AtlasFile, zones: [Zone.ID], positions: [Int16], vertexCount: Int
) throws(AnatomyError) -> [SurfaceCell] {
    let zone = try file.array("cell_zone", as: UInt8.self)
    let sides = try file.array("cell_side", as: UInt8.self)
    let area = try file.floats("cell_area")
    let vertex = try file.array("cell_vertex", as: UInt16.self)
    let mirror = try file.array("cell_mirror", as: UInt16.self)
    let start = try file.array("cell_neighbor_start", as: UInt32.self)
    let neighbor = try file.array("cell_neighbor", as: UInt16.self)
    let distance = try file.floats("cell_neighbor_distance")
    let count = zone.count
    guard sides.count == count, area.count == count, vertex.count == count, mirror.count == count,
        start.count == count + 1, neighbor.count == distance.count,
        !zone.contains(where: { Int($0) >= zones.count }),
        !vertex.contains(where: { Int($0) >= vertexCount }),
        !mirror.contains(where: { Int($0) >= count }), !neighbor.contains(where: { Int($0) >= count }),
        zip(start, start.dropFirst()).allSatisfy({ $0 <= $1 }), Int(start.last ?? 0) == neighbor.count
    else {
        throw .badAtlas(problem: "cell sections disagree in length or point outside the surface")
    }
    return (0..<count).map { index in
        let place = Int(vertex[index]) * 3
        return SurfaceCell(
            index: index, zone: zones[Int(zone[index])], side: side(code: sides[index]), area: area[index],
            position: Point3(
                x: Double(positions[place]) / 10, y: Double(positions[place + 1]) / 10,
                z: Double(positions[place + 2]) / 10
            ),
            mirror: Int(mirror[index]),
            neighbors: (Int(start[index])..<Int(start[index + 1])).map { (Int(neighbor[$0]), distance[$0]) }
        )
    }
}
