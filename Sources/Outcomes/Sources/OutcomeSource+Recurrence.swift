extension OutcomeSource {
    /// A month without pain before, pain for more than 24 hours.
    public static let episodes = OutcomeSource(
        "de Vet HCW et al., Spine 2002;27:2409-2416", identifier: "10.1097/01.BRS.0000030307.34002.BE",
        verification: .abstract,
        note: "abstract: an episode lasts more than 24 hours, with a month without pain before and after it"
    )

    /// The review that recommends 24 hours, the minimal important change and a month of recovery.
    public static let recurrenceReview = OutcomeSource(
        "Stanton TR et al., Spine 2009 (Definitions of recurrence of an episode of low back pain)",
        identifier: "10.1097/BRS.0b013e318198d073", verification: .abstract,
        note: "abstract: 24 hours, intensity of the minimal important change, recovery is a month; DOI from memory"
    )

    /// The consensus with 24 hours, more than 2 of 10, and 30 days.
    public static let recurrenceConsensus = OutcomeSource(
        "Stanton TR et al., Eur Spine J 2011;20:744-752", identifier: "10.1007/s00586-010-1671-8",
        verification: .secondary,
        note: "abstract gives the consensus only; 24 hours, 2 of 10 and 30 days from a page that quotes the work"
    )

    /// What a flare is in words.
    public static let flareConsensus = OutcomeSource(
        "Costa N et al., J Pain 2019;20:1267-1275", identifier: "PMID 30904517", verification: .abstract,
        note: "abstract: a worsening that lasts from hours to weeks; it gives no number of points or days"
    )

    /// One point is the least change that matters; two points are 'much better'.
    public static let painChange = OutcomeSource(
        "Salaffi F et al., Eur J Pain 2004;8:283-291", identifier: "10.1016/j.ejpain.2003.09.004",
        verification: .abstract, note: "abstract: 1 point or 15 %; much better 2 points or 33 %; 825 people"
    )
}

extension OutcomeSource {
    /// What makes a trigger point, and an active one.
    public static let pointCriteria = OutcomeSource(
        "Fernandez-de-las-Penas C, Dommerholt J, Pain Med 2018;19:142-150", identifier: "10.1093/pm/pnx207",
        verification: .abstract,
        note: "abstract: taut band, hypersensitive spot, referred pain; active when the client knows the pain"
    )

    /// How far two examiners agree on a tender spot.
    public static let palpationAgreement = OutcomeSource(
        "Rathbone ATL et al., Clin J Pain 2017;33:715-729", identifier: "10.1097/AJP.0000000000000459",
        verification: .abstract,
        note: "abstract: pooled kappa 0.68 for local tenderness, 0.58 for recognized pain"
    )
}
