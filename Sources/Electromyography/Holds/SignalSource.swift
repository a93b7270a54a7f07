/// Where a figure comes from, and how far that was checked.
public struct SignalSource: Hashable, Sendable {
    /// How far a figure was checked against its source.
    public enum Level: String, CaseIterable, Sendable {
        /// Read in the paper's abstract or on its own page.
        case abstract
        /// Read only where another page quotes the paper.
        case secondary
        /// From memory or by convention: not checked.
        case unverified
    }

    /// Authors, journal and year.
    public let text: String
    /// The digital object identifier, or a PubMed identifier.
    public let identifier: String
    public let level: Level
    /// What was read and what was not, in a few words.
    public let note: String

    /// Creates a source.
    public init(_ text: String, identifier: String, level: Level, note: String) {
        (self.text, self.identifier, self.level, self.note) = (text, identifier, level, note)
    }
}

extension SignalSource {
    /// Amplitude and median frequency of neck and shoulder muscles on two days.
    public static let officeWorkers = SignalSource(
        "Repeatability of EMG normalization of the neck and shoulder muscles in symptomatic office workers, "
            + "Int J Occup Saf Ergon", identifier: "10.1080/10803548.2017.1314120", level: .abstract,
        note: "abstract: standard error of peak RMS 12.56 % in the lower trapezius, the largest of four muscles, and "
            + "2.65 to 9.48 % in the other three; 15 women, two days, maximal contractions; authors and pages not read")

    /// Amplitude of the upper trapezius and anterior deltoid on two days.
    public static let submaximalShoulder = SignalSource(
        "Andersen KS et al., J Electromyogr Kinesiol 2014;24:579-587", identifier: "PMID 24973304", level: .abstract,
        note: "abstract: limits of agreement of absolute RMS 20.0 to 68.4 %; 24 healthy people, submaximal, two days")

    /// Median frequency of the back extensors within and between days.
    public static let backExtensors = SignalSource(
        "Elfving B et al., J Electromyogr Kinesiol 1999;9:235-243", identifier: "10.1016/S1050-6411(98)00049-2",
        level: .abstract,
        note:
            "abstract: changes of the initial median frequency within 10 Hz are normal variability; 11 people, twice a "
            + "day on three days; volume, pages and DOI from memory")

    /// The peak of surface EMG and the site of a trigger point.
    public static let peakAndPoint = SignalSource(
        "Barbero M et al., Clin J Pain 2016;32:1044-1052", identifier: "10.1097/AJP.0000000000000373",
        level: .secondary,
        note: "abstract read in part: 64 electrodes, 13 people with and 12 without a point in the upper trapezius; the "
            + "two coefficients from a page that quotes it")
}
