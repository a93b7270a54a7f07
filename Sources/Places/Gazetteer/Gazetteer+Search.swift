/// A place that a search found.
public struct PlaceMatch: Hashable, Sendable {
    /// The place.
    public let place: Place

    /// The one of its names that matched.
    public let matchedName: String

    /// Whether the whole name was written, not only its beginning.
    public let isExact: Bool

    /// The label of the place, with the name that matched when it is another one: `Munich (München), Bayern, Germany`.
    public var label: String {
        guard matchedName != place.name, place.label.hasPrefix(place.name) else { return place.label }
        return "\(place.name) (\(matchedName))\(place.label.dropFirst(place.name.count))"
    }
}

extension Gazetteer {
    /// The places whose names match what was typed so far.
    ///
    /// A text matches from the start of any word of any name on, without regard to case, accents and punctuation. It
    /// may be followed by a region or country, or the beginning or code of one, best after a comma: `springfield, il`,
    /// `graz austria`. `st` stands for `sankt` and `saint` too, and `oe` for `ö`. If the whole text is the beginning of
    /// a name, none of its words is taken for a region. Whole names come first, then larger places; a place found by
    /// another name than its main one counts as one of a quarter of its size.
    ///
    /// - Parameters:
    ///   - text: As typed; only the first 120 scalars count.
    ///   - limit: How many at most, held within 1...50.
    ///   - near: Places near this position come before others of the same name.
    ///   - country: An ISO code (two or three letters); its places come before others. Unknown ones change nothing.
    /// - Returns: The best first; empty for a text without letters and digits.
    /// - Complexity: O(*k*) for *k* words that begin with the text, at most some 40,000 for one letter.
    public func search(
        _ text: String, limit: Int = 10, near: GeoPoint? = nil, country: String? = nil
    ) -> [PlaceMatch] {
        let preference = PlacePreference(near: near, country: country.flatMap { table.country(code: $0, folding) })
        for reading in PlaceQuery(text, folding).readings {
            var best = BestPlaces(limit: min(max(limit, 1), 50))
            let spellings = PlaceQuery.spellings(of: reading.name).map { ($0, names.words(beginningWith: $0.name)) }
            guard spellings.contains(where: { !$0.1.all.isEmpty }),
                let regions = allowedRegions(reading.qualifiers)
            else { continue }
            for (spelling, words) in spellings {
                collect(words, spelling, regions, preference, into: &best)
            }
            if !best.candidates.isEmpty { return best.candidates.map(match) }
        }
        return []
    }

    /// The places that have exactly this name, the largest first, at most 50; a region or country may follow.
    public func places(named text: String) -> [Place] {
        search(text, limit: 50).filter(\.isExact).map(\.place)
    }

    /// For each region whether all qualifiers match; empty when there are none, `nil` when no region is left.
    private func allowedRegions(_ qualifiers: [[UInt8]]) -> [Bool]? {
        var allowed: [Bool] = []
        for qualifier in qualifiers {
            guard let matching = table.regions(matching: qualifier) else { return nil }
            allowed = allowed.isEmpty ? matching : zip(allowed, matching).map { $0 && $1 }
        }
        return allowed
    }

    private func collect(
        _ words: (all: Range<Int>, equalEnd: Int), _ spelling: (name: [UInt8], isLoose: Bool), _ allowed: [Bool],
        _ preference: PlacePreference, into best: inout BestPlaces
    ) {
        for rank in words.all {
            let word = names.word(rank)
            let place = names.place(at: word)
            let mayBeWhole = rank < words.equalEnd
            let loose = spelling.isLoose ? 1 : 0
            let population = file.population(of: place)
            let region = file.number(.regionOfPlace, place, width: 2)
            if !allowed.isEmpty, !allowed[region] { continue }
            let (country, point) = (table.regions[region].country, file.point(of: place))
            let most = preference.most(population: population, country: country, latitude: point.latitude)
            if best.excludes(tier: (mayBeWhole ? 0 : 2) + loose, score: most) { continue }
            let isWhole = mayBeWhole && names.isWhole(spelling.name, at: word)
            let score = preference.score(
                population: population, country: country, point: point, isMainName: names.isMain(word, of: place))
            best.consider(
                BestPlaces.Candidate(place: place, word: word, tier: (isWhole ? 0 : 2) + loose, score: score))
        }
    }

    private func match(_ candidate: BestPlaces.Candidate) -> PlaceMatch {
        PlaceMatch(
            place: place(candidate.place), matchedName: names.name(at: candidate.word), isExact: candidate.tier < 2)
    }
}
