extension SmartLinks {
    /// A place where appointments are given.
    public struct Location: Resource {
        /// The kind of the resource.
        public static let kind = Kind.location

        /// Always `Location`.
        public let resourceType: Kind

        /// The identifier within its kind.
        public let id: String

        /// Names of the place in other systems; `nil` for none.
        public let identifier: [Identifier]?

        /// The name that a client knows.
        public let name: String

        /// How to find it.
        public let description: String?

        /// Phone number and page of the place, at least one.
        public let telecom: [Contact]

        /// The postal address.
        public let address: Address

        /// Where it is; `nil` for a therapist who travels.
        public let position: Position?

        /// Creates a location.
        ///
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when `id` is not 1 to 64 letters, digits, `-` and
        ///   `.`, when `name` is empty, or without a contact.
        public init(
            id: String, identifier: [Identifier] = [], name: String, description: String? = nil, telecom: [Contact],
            address: Address, position: Position? = nil
        ) throws(SchedulingError) {
            resourceType = Self.kind
            self.id = try SmartLinks.checkedID(id)
            self.identifier = identifier.isEmpty ? nil : identifier
            self.name = try SmartLinks.checkedText(name, "name")
            self.description = description
            guard !telecom.isEmpty else { throw .invalid(field: "telecom", value: "", reason: "is empty") }
            self.telecom = telecom
            self.address = address
            self.position = position
        }
    }

    /// A way to reach a place.
    public struct Contact: Codable, Hashable, Sendable {
        /// The ways.
        public enum System: String, Codable, CaseIterable, Sendable {
            case phone, url
        }

        /// The way.
        public let system: System

        /// The number or address.
        public let value: String

        /// Creates a contact.
        ///
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` for an empty number or an address that is not a
        ///   full web address.
        public init(_ system: System, _ value: String) throws(SchedulingError) {
            self.system = system
            self.value =
                switch system {
                case .phone: try SmartLinks.checkedText(value, "phone")
                case .url: try SmartLinks.checkedLink(value, "url")
                }
        }
    }

    /// A postal address.
    public struct Address: Codable, Hashable, Sendable {
        /// Street and number; `nil` for none.
        public let line: [String]?

        /// The town.
        public let city: String

        /// County.
        public let district: String?

        /// State or region.
        public let state: String?

        /// The postal code.
        public let postalCode: String?

        /// Two letters of ISO 3166.
        public let country: String?

        /// Creates an address; a therapist who travels gives no line.
        ///
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when `city` is empty.
        public init(
            line: [String] = [], city: String, district: String? = nil, state: String? = nil,
            postalCode: String? = nil, country: String? = nil
        ) throws(SchedulingError) {
            self.line = line.isEmpty ? nil : line
            self.city = try SmartLinks.checkedText(city, "city")
            self.district = district
            self.state = state
            self.postalCode = postalCode
            self.country = country
        }
    }

    /// Where a place is, in degrees (WGS 84).
    public struct Position: Codable, Hashable, Sendable {
        /// Degrees north, -90 to 90.
        public let latitude: Double

        /// Degrees east, -180 to 180.
        public let longitude: Double

        /// Creates a position.
        ///
        /// - Throws: ``SchedulingError/invalid(field:value:reason:)`` when a number is out of range or not a number.
        public init(latitude: Double, longitude: Double) throws(SchedulingError) {
            guard (-90...90).contains(latitude) else {
                throw .invalid(field: "latitude", value: "\(latitude)", reason: "is outside -90 to 90")
            }
            guard (-180...180).contains(longitude) else {
                throw .invalid(field: "longitude", value: "\(longitude)", reason: "is outside -180 to 180")
            }
            self.latitude = latitude
            self.longitude = longitude
        }
    }

    /// A name within a system of names.
    public struct Identifier: Codable, Hashable, Sendable {
        /// The address of the system.
        public let system: String

        /// The name in it.
        public let value: String

        /// A name within a system.
        public init(system: String, value: String) {
            self.system = system
            self.value = value
        }
    }
}
