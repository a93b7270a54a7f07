/// The towns and villages of the world, searched on this machine, so that nobody else learns where help is sought.
///
/// Made from GeoNames (CC BY 4.0, see the LICENSE beside the file): places with at least one known inhabitant among
/// those of about 1000 and more and the seats of districts. There are no streets and no postal codes in it.
public struct Gazetteer: Sendable {
    /// How many places there are.
    public let count: Int

    let file: GazetteerFile
    let folding: Folding
    let names: NameTable
    let table: RegionTable
    let grid: PlaceGrid

    /// Reads the bytes of `gazetteer.places`.
    ///
    /// - Parameter bytes: The whole file, which stays in memory (6 MB).
    /// - Throws: ``PlacesError/badFile(problem:offset:)``.
    public init(bytes: [UInt8]) throws(PlacesError) {
        file = try GazetteerFile(bytes)
        folding = try Folding(file)
        names = try NameTable(file, folding)
        table = try RegionTable(file, folding)
        let file = file
        grid = PlaceGrid(count: file.count) { file.point(of: $0) }
        count = file.count
    }

    /// The place of this rank by population, the largest being 0; `nil` from ``count`` on.
    public func place(rank: Int) -> Place? {
        guard rank >= 0, rank < count else { return nil }
        return place(rank)
    }

    /// The place of this number, or `nil` when there is none.
    ///
    /// - Complexity: O(*n*) for *n* places.
    public func place(_ id: Place.ID) -> Place? {
        (0..<count).first { file.number(.numbers, $0, width: 3) == id.number }.map(place)
    }

    /// The names of the place of this rank, its main name first; empty from ``count`` on.
    public func names(rank: Int) -> [String] {
        rank >= 0 && rank < count ? names.names(of: rank) : []
    }

    /// A text as it is compared: lower case, without accents, one space between words; of the first 120 scalars.
    public func folded(_ text: String) -> String {
        String(decoding: folding.folded(text), as: UTF8.self)
    }

    /// The place of a rank that exists.
    func place(_ rank: Int) -> Place {
        let region = region(of: rank)
        return Place(
            id: Place.ID(file.number(.numbers, rank, width: 3)),
            name: names.mainName(of: rank),
            region: region.name,
            country: table.countries[region.country],
            point: file.point(of: rank),
            population: file.population(of: rank),
            timeZone: table.zone(ofPlace: rank, in: region))
    }

    /// The region of a rank that exists.
    func region(of rank: Int) -> RegionTable.Region {
        table.regions[file.number(.regionOfPlace, rank, width: 2)]
    }
}

extension GazetteerFile {
    /// The position of a place.
    func point(of rank: Int) -> GeoPoint {
        let packed = number(.coordinates, rank, width: 5)
        return GeoPoint(
            clampedLatitude: Double((packed & 0x3_ffff) - 90_000) / 1000,
            wrappedLongitude: Double((packed >> 18) - 180_000) / 1000)
    }

    /// The inhabitants of a place.
    func population(of rank: Int) -> Int {
        let packed = number(.populations, rank, width: 2)
        return (packed & 0xfff) << (packed >> 12)
    }
}
