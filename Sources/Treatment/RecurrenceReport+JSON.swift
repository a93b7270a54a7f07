public import Foundation
import Outcomes

extension RecurrenceReport {
    /// The analysis as JSON, keys in snake case.
    ///
    /// Of an exposure `ratio` is the chance of a return at `to` divided by that at `from`, `to` being the larger: below
    /// 1 it protects. `ratio_per_unit` is the same for one unit of the diary. `risk` says whether too much (`excess`)
    /// or too little (`lack`) goes before returns, `try_how` whether `less` or `more` of `try_next` is worth trying.
    public func json() throws -> Data {
        let document = RecurrenceDocument(
            episodes: history.episodes.map { episode in
                RecurrenceDocument.Episode(
                    start: "\(episode.start)", end: "\(episode.end)", days: episode.days, peak: episode.peak,
                    beginning: episode.beginning.rawValue, ending: episode.ending.rawValue,
                    relapses: episode.relapses.map(\.description))
            },
            flares: history.flares.map { flare in
                RecurrenceDocument.Flare(
                    start: "\(flare.start)", end: "\(flare.end)", base: flare.base, peak: flare.peak)
            }, returns: history.returns.count, daysAtRisk: history.daysAtRisk.count,
            exposures: analysis.hypotheses.map { found in
                RecurrenceDocument.Exposure(
                    id: found.exposure, ratio: found.ratio, low: found.interval.lowerBound,
                    high: found.interval.upperBound, probabilityHarmful: found.probabilityHarmful,
                    risk: found.risk.rawValue, nature: found.nature.rawValue, window: found.window.rawValue,
                    returns: found.returns, missing: found.missingShare, from: found.levels.low,
                    to: found.levels.high, ratioPerUnit: found.ratioPerUnit,
                    lowPerUnit: found.perUnitInterval.lowerBound, highPerUnit: found.perUnitInterval.upperBound)
            },
            notJudged: analysis.unjudged.map {
                RecurrenceDocument.Unjudged(id: $0.exposure, reason: $0.reason.rawValue)
            },
            tryNext: analysis.tryNext?.exposure, tryHow: analysis.tryNext.map { $0.risk == .excess ? "less" : "more" },
            why: advice, familyP: analysis.test?.pValue,
            statement: Self.statement,
            sources: (RecurrenceRule.sources + ExposureNature.sources).map { source in
                RecurrenceDocument.Source(
                    text: source.text, identifier: source.identifier, verification: source.verification.rawValue)
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try encoder.encode(document)
    }
}

/// The analysis as it is written out.
private struct RecurrenceDocument: Encodable {
    struct Episode: Encodable {
        let start: String
        let end: String
        let days: Int
        let peak: Double
        let beginning: String
        let ending: String
        let relapses: [String]
    }
    struct Flare: Encodable {
        let start: String
        let end: String
        let base: Double
        let peak: Double
    }
    struct Exposure: Encodable {
        let id: String
        let ratio: Double
        let low: Double
        let high: Double
        let probabilityHarmful: Double
        let risk: String
        let nature: String
        let window: String
        let returns: Int
        let missing: Double
        let from: Double
        let to: Double
        let ratioPerUnit: Double
        let lowPerUnit: Double
        let highPerUnit: Double
    }
    struct Unjudged: Encodable {
        let id: String
        let reason: String
    }
    struct Source: Encodable {
        let text: String
        let identifier: String
        let verification: String
    }
    let episodes: [Episode]
    let flares: [Flare]
    let returns: Int
    let daysAtRisk: Int
    let exposures: [Exposure]
    let notJudged: [Unjudged]
    let tryNext: String?
    let tryHow: String?
    let why: String
    let familyP: Double?
    let statement: String
    let sources: [Source]

    func encode(to encoder: any Encoder) throws {
        var all = encoder.container(keyedBy: Key.self)
        try all.encode(episodes, forKey: .episodes)
        try all.encode(flares, forKey: .flares)
        try all.encode(returns, forKey: .returns)
        try all.encode(daysAtRisk, forKey: .daysAtRisk)
        try all.encode(exposures, forKey: .exposures)
        try all.encode(notJudged, forKey: .notJudged)
        // Present also when it is null: "nothing" is an answer.
        try all.encode(tryNext, forKey: .tryNext)
        try all.encode(tryHow, forKey: .tryHow)
        try all.encode(why, forKey: .why)
        try all.encode(familyP, forKey: .familyP)
        try all.encode(statement, forKey: .statement)
        try all.encode(sources, forKey: .sources)
    }

    private enum Key: String, CodingKey {
        case episodes, flares, returns, daysAtRisk, exposures, notJudged, tryNext, tryHow, why, familyP, statement
        case sources
    }
}
