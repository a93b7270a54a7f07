extension OutcomeSource {
    static let childs = OutcomeSource(
        "Childs JD et al., Spine 2005;30:1331-1334", identifier: "10.1097/01.brs.0000164099.92112.29",
        verification: .abstract, note: "abstract: detectable 2, important 2.2 after one week and 1.5 after four")
    static let backCohort = OutcomeSource(
        "German cohort of 1232 people with specific back pain, 2021", identifier: "10.1055/a-1304-3677",
        verification: .abstract, note: "abstract: detectable 1.77, important 2")
    static let kovacs = OutcomeSource(
        "Kovacs FM et al., BMC Musculoskelet Disord 2008;9:43", identifier: "10.1186/1471-2474-9-43",
        verification: .abstract, note: "abstract: detectable 4.0, best cut-off 1.5; authors from memory")
    static let cleland = OutcomeSource(
        "Cleland JA et al., Arch Phys Med Rehabil 2008;89:69-74", identifier: "10.1016/j.apmr.2007.08.126",
        verification: .abstract, note: "abstract: important 1.3; it gives no detectable change")
    static let oliveira = OutcomeSource(
        "de Oliveira AK et al., Rev Assoc Med Bras 2021;67:708", identifier: "10.1590/1806-9282.20201149",
        verification: .abstract, note: "abstract: error 0.18-0.22, detectable 0.45-0.62 kg/cm²")
    static let somphithak = OutcomeSource(
        "Somphithak et al., PeerJ 2025;13:e19580", identifier: "10.7717/peerj.19580", verification: .abstract,
        note: "abstract: detectable 0.34, important 0.21 kg/cm²; between examiners the agreement was moderate")
    static let walton = OutcomeSource(
        "Walton DM et al., J Orthop Sports Phys Ther 2011;41:644-650", identifier: "10.2519/jospt.2011.3666",
        verification: .unverified, note: "the abstract has no figure; 47 kPa from memory")
    static let repeats = OutcomeSource(
        "Walton DM et al., 2014, pressure pain threshold in neck pain, 206 people", identifier: "",
        verification: .secondary, note: "a page that quotes the abstract: three readings should be taken")
    static let thoomes = OutcomeSource(
        "Thoomes E et al., Phys Ther 2024;104:pzad113", identifier: "10.1093/ptj/pzad113", verification: .abstract,
        note: "abstract: detectable 1.10; the important change was cut off in what was read")
    static let abbott = OutcomeSource(
        "Abbott JH, Schmitt J, J Orthop Sports Phys Ther 2014;44:560-564", identifier: "10.2519/jospt.2014.5248",
        verification: .abstract, note: "abstract: small 1.3, medium 2.3, large 2.7; authors from memory")
    static let reed = OutcomeSource(
        "Reed DE et al., J Pain 2024;25:142-152", identifier: "10.1016/j.jpain.2023.07.028", verification: .abstract,
        note: "abstract: error 0.78-1.22, 'a little better' mostly 1.0-1.75; detectable computed here")
    static let fletcher = OutcomeSource(
        "J Orthop Sports Phys Ther 2008;38:640-645 (CROM device with and without neck pain)",
        identifier: "10.2519/jospt.2008.2680", verification: .abstract,
        note: "abstract: 5.4 for left rotation without pain to 9.6 for flexion with neck pain")
    static let anwar = OutcomeSource(
        "Anwar S et al., Anaesth Pain Intensive Care 2022;26:503-509", identifier: "10.35975/apic.v26i4.1957",
        verification: .abstract, note: "abstract: 3.5 for extension to 6.8 for left side bending")
    static let kolber = OutcomeSource(
        "Kolber MJ et al., Physiother Theory Pract 2011;27:176-184", identifier: "10.3109/09593985.2010.481011",
        verification: .abstract, note: "abstract: 8, 4, 8 and 9 degrees between examiners at the 90 % level")
    static let deWinter = OutcomeSource(
        "de Winter AF et al., BMC Musculoskelet Disord 2004;5:18", identifier: "10.1186/1471-2474-5-18",
        verification: .abstract, note: "abstract: less than 20-25 degrees can't be told from error")
    static let laird = OutcomeSource(
        "BMC Musculoskelet Disord 2016, lordosis, range and rhythm with and without back pain",
        identifier: "PMC5034504", verification: .abstract, note: "abstract: 5-15 degrees for most movements")
    static let poulsen = OutcomeSource(
        "BMC Musculoskelet Disord 2012;13:242 (hip arthrosis between raters)",
        identifier: "10.1186/1471-2474-13-242", verification: .abstract,
        note: "abstract: limits of agreement -28 to 12 for internal rotation; half of their width is used")
    static let kneeDevices = OutcomeSource(
        "Knee extension by three devices, 92 people, 2024", identifier: "10.1055/a-2321-0516",
        verification: .abstract, note: "abstract: 2.6-5.4 test and retest; 2.0-3.5 within, 3.7-10.4 between examiners")
    static let powden = OutcomeSource(
        "Powden CJ et al., Man Ther 2015", identifier: "10.1016/j.math.2015.01.004", verification: .abstract,
        note: "abstract: 4.7 within, 4.6 between examiners")
    static let immpact = OutcomeSource(
        "Dworkin RH et al., J Pain 2008;9:105-121", identifier: "10.1016/j.jpain.2007.09.005",
        verification: .secondary,
        note: "abstract gives no cut-off; minimally, much and very much improved from pages that quote the table")
    static let leoni = OutcomeSource(
        "Leoni D et al., congress abstract 2013, 52 people with neck or back pain",
        identifier: "http://repository.supsi.ch/2403/", verification: .abstract,
        note: "its own page: 0.62 ± 0.18 for two drawings one minute apart")
    static let shoulderDrawing = OutcomeSource(
        "Expert Rev Med Devices 2023;20:1219-1225, 31 people with shoulder pain",
        identifier: "10.1080/17434440.2023.2277226", verification: .abstract, note: "abstract: 0.42 ± 0.19")
}
