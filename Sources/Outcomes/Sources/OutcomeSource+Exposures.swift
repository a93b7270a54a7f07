extension OutcomeSource {
    /// Loads, postures and stress before an episode of low back pain.
    public static let lowBackTriggers = OutcomeSource(
        "Steffens D et al., Arthritis Care Res 2015;67:403-410", identifier: "10.1002/acr.22533",
        verification: .abstract,
        note: "abstract: case-crossover, 999 people, 12 triggers over 96 hours; odds ratios 2.7 (activity) to 25"
    )

    /// Short and long nights before a day with pain.
    public static let sleepAndPain = OutcomeSource(
        "Edwards RR et al., Pain 2008;137:202-207", identifier: "10.1016/j.pain.2008.01.025", verification: .abstract,
        note: "abstract: 971 adults; less than 6 or more than 9 hours of sleep went before more pain; DOI from memory"
    )

    /// Exercise, with or without education, against further episodes of low back pain.
    public static let exercisePrevents = OutcomeSource(
        "Steffens D et al., JAMA Intern Med 2016;176:199-208", identifier: "10.1001/jamainternmed.2015.7431",
        verification: .abstract,
        note: "abstract: risk ratio of an episode 0.55 (0.41-0.74) with education, 0.65 (0.50-0.86) alone; up to a year"
    )

    /// Breaks and shifts of posture against new neck and low back pain.
    public static let activeBreaks = OutcomeSource(
        "Waongenngarm P et al., Scand J Work Environ Health 2021;47:306-317", identifier: "10.5271/sjweh.3949",
        verification: .abstract,
        note: "abstract: cluster trial, 193 office workers; hazard ratio of active breaks 0.45 (neck), 0.34 (low back)"
    )
}
