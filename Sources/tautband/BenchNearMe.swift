import ArgumentParser
import Directory
import Foundation
import Places
import Records
import Storage
import Vault

/// `tautband bench-near-me`: how long the public search takes in a full directory.
///
/// Practitioners are spread over the towns of the gazetteer by population, and within a town around its middle. The rows
/// that the search reads are written directly: they follow from practitioners, places, services and trainings, and
/// nothing else is read.
struct BenchNearMe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-near-me", abstract: "Fill an empty folder with a directory and measure the search.",
        shouldDisplay: false
    )

    @Option(help: "An empty folder, or one that was filled before.")
    var data: String

    @Option(help: "How many practitioners.")
    var practitioners = 200_000

    @Option(help: "How many free times each has.")
    var times = 10

    @Option(help: "How many searches of each kind.")
    var searches = 400

    @Option(help: "How many searches at once.")
    var parallel = 4

    /// The bar.
    private static let mostMilliseconds = 15.0

    private static let conditions = [
        "tension_headache", "migraine", "low_back_pain", "sciatica", "tmd", "neck_pain", "frozen_shoulder",
        "tennis_elbow", "plantar_fasciitis", "whiplash", "carpal_tunnel", "fibromyalgia", "knee_pain", "hip_pain",
        "runners_pain",
    ]
    private static let languages = ["en", "de", "es", "fr", "pt-BR", "zh", "hi", "ar"]

    func validate() throws {
        guard (1...2_000_000).contains(practitioners), (0...100).contains(times), (1...100_000).contains(searches),
            (1...64).contains(parallel)
        else { throw ValidationError("A number is outside of its range.") }
    }

    func run() async throws {
        let folder = URL(fileURLWithPath: data)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = folder.appendingPathComponent("directory.sqlite")
        let isFilled = FileManager.default.fileExists(atPath: file.path)
        var database = try SQLiteDatabase(file: file)
        // A whole second, the same for all: times are counted from it.
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let towns = try Towns()
        if !isFilled {
            try await Migrations(database).run()
            try await fill(database, towns, now: now)
            // Closing brings the log into the file, as it is after a while.
            await database.close()
            database = try SQLiteDatabase(file: file)
        }
        let keys = folder.appendingPathComponent("keys.json").path
        let keyFile = try isFilled ? KeyFile(path: keys) : KeyFile.create(at: keys)
        try await measure(RecordStore(database: database, keyFile: keyFile, clock: { now }), towns, now: now)
        await database.close()
    }

    // MARK: Filling

    private func fill(_ database: SQLiteDatabase, _ towns: Towns, now: Date) async throws {
        let (count, each) = (practitioners, times)
        let step = 10_000
        for start in stride(from: 0, to: count, by: step) {
            try await database.write(.system) { sql in
                var random = SeededNumbers(seed: UInt64(start) + 1)
                for number in start..<min(start + step, count) {
                    try Self.add(number, to: sql, towns, times: each, now: now, &random)
                }
            }
        }
        try await database.write(.system) { try $0.script("ANALYZE") }
    }

    private static func add(
        _ number: Int, to sql: any SQLTransaction, _ towns: Towns, times: Int, now: Date, _ random: inout SeededNumbers
    ) throws {
        let town = towns.any(&random)
        guard let position = towns.near(town, &random) else { return }
        let practitioner = Practitioner.ID().text
        let radius = random.below(10) == 0 ? 5 + random.below(46) : 0
        let place = try ServicePlace(
            practice: Practice.ID(), kind: radius > 0 ? .area : .site, name: "Practice", town: town.name,
            country: town.country.code, position: position, radiusKilometres: radius)
        func some(_ words: [String], _ most: Int) -> [String] {
            Array(Set((0...random.below(most)).map { _ in words[random.below(words.count)] })).sorted()
        }
        let first = random.below(14 * 96) + 1
        let starts = (0..<times).map { Int(now.timeIntervalSince1970) * 1_000 + (first + $0 * 3) * 900_000 }
        try PublicListing(
            practitioner: practitioner, place: place, name: "Practitioner \(number)", languages: some(languages, 3),
            conditions: some(conditions, 6), accessibility: some(Accessibility.allCases.map(\.rawValue), 4),
            trainings: ["NMT Diploma"], zone: town.timeZone, validUntil: PublicListing.never
        ).insert(into: sql)
        let service = OfferedService.ID().text
        for start in starts {
            try sql.run(
                "INSERT INTO open_time (practitioner, start, service) VALUES (?, ?, ?)",
                [.text(practitioner), .integer(start), .text(service)])
        }
        try PublicListing.setNext(of: practitioner, after: Int(now.timeIntervalSince1970) * 1_000, sql)
    }

    // MARK: Measuring

    private func measure(_ store: RecordStore, _ towns: Towns, now: Date) async throws {
        let kinds: [(String, @Sendable (inout DirectoryQuestion, Int) -> Void)] = [
            ("25 km", { _, _ in }),
            ("condition", { question, number in question.condition = Self.conditions[number % 15] }),
            ("language", { question, number in question.language = Self.languages[number % 8] }),
            ("free within three days", { question, _ in question.freeBefore = now.addingTimeInterval(3 * 86_400) }),
            ("soonest first", { question, _ in question.soonestFirst = true }),
            (
                "condition, language, soonest first",
                { question, number in
                    question.condition = Self.conditions[number % 15]
                    question.language = Self.languages[number % 8]
                    question.soonestFirst = true
                }
            ),
            ("100 km", { question, _ in question.radiusKilometres = 100 }),
            (
                "100 km, condition, soonest first",
                { question, number in
                    question.radiusKilometres = 100
                    question.condition = Self.conditions[number % 15]
                    question.soonestFirst = true
                }
            ),
        ]
        var all: [Double] = []
        for (name, change) in kinds {
            let questions = (0..<searches).compactMap { number -> DirectoryQuestion? in
                var random = SeededNumbers(seed: UInt64(number) * 7 + 99)
                let town = towns.any(&random)
                guard let middle = towns.middle(town) else { return nil }
                var question = DirectoryQuestion(position: middle, now: now)
                change(&question, number)
                return question
            }
            _ = try await answers(store, Array(questions.prefix(20)))
            let (times, hits) = try await answers(store, questions)
            all += times
            report(name, times, hits: hits)
        }
        report("all", all, hits: nil)
    }

    /// Milliseconds of each answer, some at a time.
    private func answers(
        _ store: RecordStore, _ questions: [DirectoryQuestion]
    ) async throws -> (times: [Double], hits: Int) {
        let lanes = parallel
        return try await withThrowingTaskGroup(of: ([Double], Int).self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var times: [Double] = []
                    var hits = 0
                    for number in stride(from: lane, to: questions.count, by: lanes) {
                        let began = ContinuousClock.now
                        hits += try await store.search(questions[number]).count
                        times.append((ContinuousClock.now - began) / .milliseconds(1))
                    }
                    return (times, hits)
                }
            }
            return try await group.reduce(into: ([], 0)) { sum, lane in
                sum.0 += lane.0
                sum.1 += lane.1
            }
        }
    }

    private func report(_ name: String, _ times: [Double], hits: Int?) {
        let sorted = times.sorted()
        func at(_ share: Double) -> String {
            String(format: "%.1f", sorted[min(Int(Double(sorted.count) * share), sorted.count - 1)])
        }
        let found = hits.map { String(format: ", %.1f found", Double($0) / Double(max(times.count, 1))) } ?? ""
        let high = sorted[min(Int(Double(sorted.count) * 0.99), sorted.count - 1)]
        let verdict =
            hits == nil
            ? "; at most \(Self.mostMilliseconds) at p99: \(high <= Self.mostMilliseconds ? "kept" : "MISSED")" : ""
        print(
            "\(name): n \(times.count), median \(at(0.5)) ms, p99 \(at(0.99)) ms, longest \(at(1)) ms\(found)\(verdict)"
        )
    }
}

/// The towns of the gazetteer, drawn by population.
private struct Towns: Sendable {
    private let places: [Place]
    /// Populations added up.
    private let sums: [Int]

    init() throws {
        let gazetteer = try Gazetteer.load()
        places = (0..<gazetteer.count).compactMap { gazetteer.place(rank: $0) }
        var sum = 0
        sums = places.map { place in
            sum += max(place.population, 1)
            return sum
        }
    }

    func any(_ random: inout SeededNumbers) -> Place {
        let wanted = random.below(sums.last ?? 1)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return places[low]
    }

    func middle(_ town: Place) -> ServicePlace.Position? {
        ServicePlace.Position(degrees: town.point.latitude, town.point.longitude)
    }

    /// Somewhere in a town: a million people live within some 5 km of the middle, more of them farther out.
    func near(_ town: Place, _ random: inout SeededNumbers) -> ServicePlace.Position? {
        let spread = 0.005 * Double(max(town.population, 1)).squareRoot()
        // The sum of some even numbers is near enough to a bell.
        let (north, east) = (random.bell() * spread, random.bell() * spread)
        let latitude = min(max(town.point.latitude + north / 111.2, -89.9), 89.9)
        let longitude = town.point.longitude + east / (111.2 * max(cos(latitude * .pi / 180), 0.01))
        return ServicePlace.Position(degrees: latitude, min(max(longitude, -180), 180)) ?? middle(town)
    }
}

/// A small deterministic random generator (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &self) }

    mutating func bell() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) } }
}
