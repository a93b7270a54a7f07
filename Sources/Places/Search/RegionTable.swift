/// Countries, their first-level divisions and time zones.
struct RegionTable: Sendable {
    /// A first-level division, or the rest of a country that is in none.
    struct Region: Sendable {
        let country: Int
        let zone: Int
        let name: String
    }

    let countries: [Country]
    let regions: [Region]
    let zones: [String]
    private let zoneExceptions: [Int: Int]
    private var countryNames = WordList()
    private var regionNames = WordList()
    private var countryOfCode: [[UInt8]: Int] = [:]
    private var regionsOfCode: [[UInt8]: [Int]] = [:]

    /// Reads the tables and checks that each number in them leads somewhere.
    ///
    /// - Throws: ``PlacesError/badFile(problem:offset:)``.
    init(_ file: GazetteerFile, _ folding: Folding) throws(PlacesError) {
        zones = file.rows(.zones).map { String($0[0]) }
        var countries: [Country] = []
        for row in file.rows(.countries) {
            guard row.count == 4 else {
                throw .badFile(problem: "country \(countries.count) has no 4 fields", offset: file.offset(.countries))
            }
            countryOfCode[folding.folded(row[0])] = countries.count
            countryOfCode[folding.folded(row[1])] = countries.count
            countryNames.append(([row[2]] + row[3].split(separator: "|")).map(folding.folded))
            countries.append(Country(code: String(row[0]), name: String(row[2])))
        }
        var regions: [Region] = []
        for row in file.rows(.regions) {
            guard row.count == 5, let country = Int(row[0]), countries.indices.contains(country),
                let zone = Int(row[1]), zones.indices.contains(zone)
            else {
                throw .badFile(problem: "region \(regions.count) is not readable", offset: file.offset(.regions))
            }
            if !row[2].isEmpty { regionsOfCode[folding.folded(row[2]), default: []].append(regions.count) }
            regionNames.append(([row[3]] + row[4].split(separator: "|")).map(folding.folded))
            regions.append(Region(country: country, zone: zone, name: String(row[3])))
        }
        for place in 0..<file.count where file.number(.regionOfPlace, place, width: 2) >= regions.count {
            throw .badFile(problem: "place \(place) is in no region", offset: file.offset(.regionOfPlace) + 2 * place)
        }
        var exceptions: [Int: Int] = [:]
        for entry in 0..<file[.zoneExceptions].count / 5 {
            let offset = file.offset(.zoneExceptions) + 5 * entry
            let zone = file.bytes.number(at: offset + 3, width: 2)
            guard zones.indices.contains(zone) else {
                throw .badFile(problem: "there is no zone \(zone)", offset: offset)
            }
            exceptions[file.bytes.number(at: offset, width: 3)] = zone
        }
        self.countries = countries
        self.regions = regions
        self.zoneExceptions = exceptions
    }

    /// The time zone of a place in a region.
    func zone(ofPlace place: Int, in region: Region) -> String {
        zones[zoneExceptions[place] ?? region.zone]
    }

    /// The number of a country by its code, in any case.
    func country(code: String, _ folding: Folding) -> Int? {
        countryOfCode[folding.folded(code)]
    }

    /// For each region whether the folded text is its code or its country's, or begins a word of one of their names;
    /// `nil` when none is.
    func regions(matching folded: [UInt8]) -> [Bool]? {
        var chosen = Set(countryNames.entries(beginningWith: folded))
        if let country = countryOfCode[folded] { chosen.insert(country) }
        var found = regions.map { chosen.contains($0.country) }
        for region in regionNames.entries(beginningWith: folded) + (regionsOfCode[folded] ?? []) {
            found[region] = true
        }
        return found.contains(true) ? found : nil
    }
}
