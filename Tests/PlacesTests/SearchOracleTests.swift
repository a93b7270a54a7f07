import Foundation
import Places
import Testing

/// Searches by looking at every word of every name, without an index.
private struct ScanOracle {
    struct Query {
        let text: String
        let near: GeoPoint?
        let country: String?
    }

    private struct Spelling {
        let query: Int
        let bytes: [UInt8]
        let isLoose: Bool
    }

    private struct Found {
        let tier: Int
        let score: Double
    }

    let queries: [Query]
    /// By query the best reading of each place.
    private var found: [[Int: Found]]

    init(_ queries: [Query], in places: Gazetteer) throws {
        self.queries = queries
        found = Array(repeating: [:], count: queries.count)
        // By the first two bytes, to be quick; a text of one byte stands alone.
        var byStart: [[UInt8]: [Spelling]] = [:]
        for (index, query) in queries.enumerated() {
            for (text, isLoose) in Self.spellings(places.folded(query.text)) {
                let bytes = Array(text.utf8)
                byStart[Array(bytes.prefix(2)), default: []].append(
                    Spelling(query: index, bytes: bytes, isLoose: isLoose))
            }
        }
        for rank in 0..<places.count {
            var place: Place?
            for (number, name) in places.names(rank: rank).enumerated() {
                let folded = Array(places.folded(name).utf8)
                for start in folded.indices where start == 0 || folded[start - 1] == 0x20 {
                    let two = Array(folded[start...].prefix(2))
                    let spellings = (byStart[two] ?? []) + (two.count == 2 ? byStart[[two[0]]] ?? [] : [])
                    for spelling in spellings {
                        guard folded[start...].starts(with: spelling.bytes) else { continue }
                        let known = try place ?? #require(places.place(rank: rank))
                        place = known
                        let score = score(known, queries[spelling.query], isMainName: number == 0)
                        let tier = (folded == spelling.bytes ? 0 : 2) + (spelling.isLoose ? 1 : 0)
                        let before = found[spelling.query][rank]
                        if before.map({ (tier, -score) < ($0.tier, -$0.score) }) ?? true {
                            found[spelling.query][rank] = Found(tier: tier, score: score)
                        }
                    }
                }
            }
        }
    }

    /// The ranks of the first places, best first.
    func best(_ query: Int, limit: Int) -> [Int] {
        found[query].sorted { ($0.value.tier, -$0.value.score, $0.key) < ($1.value.tier, -$1.value.score, $1.key) }
            .prefix(limit).map(\.key)
    }

    private func score(_ place: Place, _ query: Query, isMainName: Bool) -> Double {
        let power = floor(log2(Double(place.population)))
        var score = power + Double(place.population) / exp2(power) - 1
        if !isMainName { score -= 2 }
        if place.country.code == query.country { score += 4 }
        if let near = query.near, abs(near.latitude - place.point.latitude) < 18 {
            score += 7 / (1 + near.distance(to: place.point).kilometres / 100)
        }
        return score
    }

    private static func spellings(_ folded: String) -> [(String, Bool)] {
        var texts = [folded]
        let words = folded.split(separator: " ").map(String.init)
        if words.count > 1, ["st", "sankt", "saint"].contains(words[0]) {
            texts += ["st", "sankt", "saint"].filter { $0 != words[0] }
                .map { ([$0] + words.dropFirst()).joined(separator: " ") }
        }
        let loose = texts.map { $0.replacing(#/([aou])e+/#) { $0.output.1 } }
        return texts.map { ($0, false) } + zip(texts, loose).filter { $0 != $1 }.map { ($1, true) }
    }
}

@Suite struct SearchOracleTests {
    /// The beginning of a word of a name, of any length, sometimes with a preference.
    private func query(_ random: inout SeededRandom, _ places: Gazetteer) throws -> ScanOracle.Query {
        let names = places.names(rank: random.below(random.below(4) == 0 ? 2000 : places.count))
        let name = names[random.below(names.count)]
        let words = name.split(separator: " ")
        let rest = words.dropFirst(random.below(words.count)).joined(separator: " ")
        let text = random.below(3) == 0 ? rest : String(rest.prefix(1 + random.below(9)))
        let near = try point(random.within(-40, 60), random.within(-120, 150))
        let countries = ["AT", "DE", "US", "IN", "BR"]
        return ScanOracle.Query(
            text: random.below(2) == 0 ? text.uppercased() : text,
            near: random.below(4) == 0 ? near : nil,
            country: random.below(4) == 0 ? countries[random.below(countries.count)] : nil)
    }

    @Test func `the index finds what a scan of the whole set finds, in 2,000 random searches`() throws {
        let places = try gazetteer()
        var random = SeededRandom(seed: 20_261_126)
        var queries: [ScanOracle.Query] = []
        while queries.count < 2000 {
            let query = try query(&random, places)
            // A comma would be read as "town, region", and other text as nothing.
            if !places.folded(query.text).isEmpty, query.text.allSatisfy({ !",;،、，".contains($0) }) {
                queries.append(query)
            }
        }
        let oracle = try ScanOracle(queries, in: places)
        var differences: [String] = []
        for (index, query) in queries.enumerated() {
            let expected = oracle.best(index, limit: 20).compactMap { places.place(rank: $0)?.id }
            let found = places.search(query.text, limit: 20, near: query.near, country: query.country)
            if found.map(\.place.id) != expected { differences.append("\(query): \(found.map(\.label))") }
        }
        #expect(differences.isEmpty)
        #expect(!oracle.best(0, limit: 1).isEmpty)
    }

    @Test func `a country after the comma leaves only its own places`() throws {
        let places = try gazetteer()
        let countries: Set = ["Austria", "Japan", "Brazil", "Kenya", "Poland", "New Zealand", "Turkey", "Egypt"]
        var names: [String: [[String]]] = [:]
        for rank in 0..<places.count {
            guard let country = places.place(rank: rank)?.country.name, countries.contains(country) else { continue }
            names[country, default: []].append(places.names(rank: rank).map { " \(places.folded($0))" })
        }
        #expect(names.count == countries.count)
        for (country, names) in names {
            for start in ["a", "ma", "san", "ko", "be", "wa", "new"] {
                let found = places.search("\(start), \(country)", limit: 50)
                let expected = names.count { $0.contains { $0.contains(" \(start)") } }
                #expect(found.allSatisfy { $0.place.country.name == country })
                #expect(found.count == min(expected, 50))
            }
        }
    }
}
