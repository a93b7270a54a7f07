/// A town, village or part of a city.
public struct Place: Identifiable, Hashable, Sendable {
    /// The number of a place in GeoNames, which stays the same from one edition to the next.
    public struct ID: Hashable, Sendable {
        /// The number.
        public let number: Int

        /// The place of this number.
        public init(_ number: Int) { self.number = number }
    }

    /// The number of the place.
    public let id: ID

    /// The name in general use in English, else the local one.
    public let name: String

    /// The name of the first-level division, such as a state; empty when the source names none.
    public let region: String

    /// The country or territory.
    public let country: Country

    /// The middle of the place, to 0.001 degrees (110 m).
    public let point: GeoPoint

    /// Inhabitants, at least 1; above 4095 cut to twelve binary digits.
    public let population: Int

    /// The name of the time zone in the tz database.
    public let timeZone: String

    /// Name, region and country, without a region that repeats the name: `Graz, Steiermark, Austria`.
    public var label: String {
        (region.isEmpty || region == name ? [name, country.name] : [name, region, country.name])
            .joined(separator: ", ")
    }
}
