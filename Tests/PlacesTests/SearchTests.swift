import Places
import Testing

@Suite struct SearchTests {
    private let places: Gazetteer

    init() throws { places = try gazetteer() }

    private func labels(_ text: String, limit: Int = 5) -> [String] {
        places.search(text, limit: limit).map(\.label)
    }

    @Test(arguments: [
        ("graz", "Graz, Steiermark, Austria"), ("GRAZ", "Graz, Steiermark, Austria"),
        ("munich", "Munich, Bayern, Germany"), ("münchen", "Munich (München), Bayern, Germany"),
        ("mu\u{308}nchen", "Munich (München), Bayern, Germany"), ("Munchen", "Munich (München), Bayern, Germany"),
        ("köln", "Köln, Nordrhein-Westfalen, Germany"), ("cologne", "Köln (Cologne), Nordrhein-Westfalen, Germany"),
        ("wien", "Vienna (Wien), Wien, Austria"), ("vienna", "Vienna, Wien, Austria"),
        ("genève", "Geneva (Genève), Genève, Switzerland"), ("genf", "Geneva (Genf), Genève, Switzerland"),
        ("roma", "Rome (Roma), Lazio, Italy"), ("lodz", "Łódź, Łódzkie, Poland"),
        ("zurich", "Zürich, Switzerland"), ("l'aquila", "L'Aquila, Abruzzo, Italy"),
        ("new york", "New York City (New York), New York, United States"),
        ("москва", "Moscow (Москва), Moskva, Russia"), ("東京", "Tokyo (東京), Japan"),
        ("ＴＯＫＹＯ", "Tokyo, Japan"), ("  graz  ", "Graz, Steiermark, Austria"),
    ])
    func `a town is found by each of its names, whatever the case and accents`(text: String, label: String) {
        #expect(labels(text).first == label)
        #expect(places.search(text).first?.isExact == true)
    }

    @Test func `the first letters of any word are enough`() {
        #expect(labels("klagenf").first == "Klagenfurt am Wörthersee, Kärnten, Austria")
        #expect(labels("wörther").contains("Klagenfurt am Wörthersee, Kärnten, Austria"))
        #expect(labels("san franc").first == "San Francisco, California, United States")
        #expect(places.search("klagenf").allSatisfy { !$0.isExact })
    }

    @Test func `towns of the same name are told apart by region and country`() {
        let found = places.search("Springfield", limit: 50)
        #expect(found.count(where: \.isExact) > 20)
        let labels = found.map(\.label)
        #expect(labels.contains("Springfield, Illinois, United States"))
        #expect(labels.contains("Springfield, Missouri, United States"))
        #expect(labels.contains("Springfield, Massachusetts, United States"))
        #expect(found.filter(\.isExact).map(\.place.population).first == found.map(\.place.population).max())
    }

    @Test(arguments: [
        "springfield, illinois", "Springfield il", "springfield,IL,USA", "springfield illi", "springfield il, us",
    ])
    func `a region or country narrows down`(text: String) {
        #expect(labels(text, limit: 1) == ["Springfield, Illinois, United States"])
    }

    @Test(arguments: [
        ("london ontario", "London, Ontario, Canada"), ("paris, tx", "Paris, Texas, United States"),
        ("graz österreich", "Graz, Steiermark, Austria"), ("graz, styria", "Graz, Steiermark, Austria"),
        ("leoben steiermark", "Leoben, Steiermark, Austria"), ("vienna, us", "Vienna, Virginia, United States"),
        ("cambridge, uk", "Cambridge, England, United Kingdom"), ("Freiburg, CH", "Fribourg (Freiburg), Switzerland"),
    ])
    func `regions and countries go by many names too`(text: String, label: String) {
        #expect(labels(text, limit: 1) == [label])
    }

    @Test func `a region that does not fit finds nothing`() {
        #expect(labels("graz, japan").isEmpty)
        #expect(labels("graz, atlantis").isEmpty)
        #expect(labels("graz, austria, steiermark, wien").isEmpty)
    }

    @Test func `other spellings of saints and umlauts are understood`() {
        #expect(labels("st pölten", limit: 1) == ["Sankt Pölten, Niederösterreich, Austria"])
        #expect(labels("sankt gallen", limit: 1) == ["Sankt Gallen, Switzerland"])
        #expect(labels("st etienne", limit: 1).first?.hasPrefix("Saint-Étienne") == true)
        #expect(labels("fuerstenfeld", limit: 1) == ["Fürstenfeld, Steiermark, Austria"])
        #expect(labels("moers", limit: 1) == ["Moers, Nordrhein-Westfalen, Germany"])
    }

    @Test func `whole names come before beginnings, then larger places`() throws {
        let found = places.search("richmond", limit: 50)
        let exact = found.prefix { $0.isExact }
        #expect(exact.count >= 2)
        #expect(found.dropFirst(exact.count).allSatisfy { !$0.isExact })
        let own = exact.filter { $0.matchedName == $0.place.name }.map(\.place.population)
        #expect(own == own.sorted(by: >))
        #expect(found.first?.place.population == own.first)
    }

    @Test func `nearness to a position or country goes before size`() throws {
        let nearBoston = places.search("springfield", limit: 1, near: try point(42.36, -71.06))
        #expect(nearBoston.map(\.place.region) == ["Massachusetts"])
        let german = places.search("neustadt", limit: 1, country: "DE")
        #expect(german.map(\.place.country.code) == ["DE"])
        #expect(places.search("birmingham", limit: 1, country: "usa").map(\.place.country.code) == ["US"])
        #expect(places.search("birmingham", limit: 1, country: "??") == places.search("birmingham", limit: 1))
    }

    @Test func `each place is listed once and never more than the limit`() {
        for text in ["s", "san", "ma", "a", "st"] {
            let found = places.search(text, limit: 500)
            #expect(found.count == 50)
            #expect(Set(found.map(\.place.id)).count == found.count)
            #expect(places.search(text, limit: 0).count == 1)
        }
    }

    @Test(arguments: ["", " ", ",", ", graz", "…", "\u{301}\u{301}", "\u{0}\n\t", "🏔️"])
    func `a text without a name finds nothing`(text: String) {
        #expect(places.search(text).isEmpty)
    }

    @Test(arguments: [
        String(repeating: "a", count: 300_000), String(repeating: "a\u{308}", count: 300_000),
        "g" + String(repeating: "\u{301}", count: 300_000) + "raz", String(repeating: "a ", count: 100_000),
        String(repeating: "s,", count: 100_000), "\u{202e}zarg\u{202c}", "\u{200f}מ \u{200e}",
        "st st st st st st st st",
        String(repeating: "ue", count: 400), "\u{fffd}\u{10ffff}\u{e000}", "a\u{0}b", "İIıi", "ﬁﬂ", "%", "' OR 1=1",
    ])
    func `no text is too odd or too long`(text: String) {
        #expect(places.search(text, limit: 5).count <= 5)
        #expect(places.folded(text).unicodeScalars.count <= 240)
    }

    @Test func `all places of one name are listed`() {
        let places = places.places(named: "graz")
        #expect(places.map(\.name) == ["Graz"])
        #expect(self.places.places(named: "gra").allSatisfy { $0.name != "Graz" })
    }
}
