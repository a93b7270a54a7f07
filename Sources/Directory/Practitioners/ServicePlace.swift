public import Records

/// Where treatments take place.
public struct ServicePlace: Identifiable, Hashable, Sendable {
    public typealias ID = Identifier<ServicePlace>

    public enum Kind: String, CaseIterable, Hashable, Sendable {
        /// One room: nobody else has an appointment in it at the same time.
        case room
        /// An address with room for several at a time.
        case site
        /// The therapist comes: a town and a distance, never an address.
        case area
    }

    public let id: ID
    public let practice: Practice.ID
    public let kind: Kind
    public var name: String
    /// Street and number; empty for an area.
    public var address: String
    /// The town as the gazetteer names it.
    public var town: String
    /// ISO 3166 code of two letters.
    public var country: String
    /// For an area, those of the town.
    public var position: Position
    /// How far the therapist goes, 1 to 200 km; 0 unless it is an area.
    public var radiusKilometres: Int
    /// How to get in.
    public var note: String
    public var version: Int

    /// - Throws: ``RecordsError/invalid(field:value:reason:)`` naming the field.
    public init(
        id: ID = ID(), practice: Practice.ID, kind: Kind, name: String, address: String = "", town: String,
        country: String, position: Position, radiusKilometres: Int = 0, note: String = "", version: Int = 1
    ) throws(RecordsError) {
        self.id = id
        self.practice = practice
        self.kind = kind
        self.name = try Text.line(name, field: "place_name", longest: 120)
        self.address = try Text.block(address, field: "address", longest: 300)
        self.town = try Text.line(town, field: "town", longest: 120)
        let code = country.uppercased()
        guard code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
            throw .invalid(field: "country", value: String(country.prefix(20)), reason: "is no code of two letters")
        }
        self.country = code
        self.position = position
        guard (kind == .area) == (radiusKilometres > 0), (0...200).contains(radiusKilometres) else {
            throw .invalid(
                field: "radius", value: "\(radiusKilometres)",
                reason: kind == .area ? "is not within 1 and 200 km" : "belongs to an area alone")
        }
        if kind == .area, !self.address.isEmpty {
            throw .invalid(field: "address", value: "", reason: "is not published for an area; leave it empty")
        }
        self.radiusKilometres = radiusKilometres
        self.note = try Text.block(note, field: "place_note", longest: 500)
        self.version = version
    }

    /// Steps of a position: 0.00001 of a degree, about a metre.
    public struct Position: Hashable, Sendable {
        /// -9,000,000 to 9,000,000.
        public let latitude: Int
        /// -18,000,000 to 18,000,000.
        public let longitude: Int

        /// From steps; `nil` outside of the globe.
        public init?(latitude: Int, longitude: Int) {
            guard (-9_000_000...9_000_000).contains(latitude), (-18_000_000...18_000_000).contains(longitude) else {
                return nil
            }
            (self.latitude, self.longitude) = (latitude, longitude)
        }

        /// From degrees; `nil` outside of the globe.
        public init?(degrees latitude: Double, _ longitude: Double) {
            guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
            self.init(
                latitude: Int((latitude * 100_000).rounded()), longitude: Int((longitude * 100_000).rounded()))
        }

        public var degrees: (latitude: Double, longitude: Double) {
            (Double(latitude) / 100_000, Double(longitude) / 100_000)
        }
    }
}
