/// The bounds of what is taken for a recording; beyond them a value is a fault of the file.
public enum RecordingLimits {
    /// Channels of one recording.
    public static let channels = 1_024

    /// Samples in a second, in hertz: from one in 10,000 seconds to a million.
    public static let rate = 1e-4...1e6

    /// Length in seconds: 31 days.
    public static let seconds = 31 * 86_400.0

    /// Annotations of one recording.
    public static let annotations = 200_000

    /// Octets of the text of one annotation.
    public static let annotationBytes = 4_096

    /// Pieces of a recording with gaps.
    public static let segments = 100_000

    /// Samples that one call returns; longer parts are read in blocks.
    public static let samplesPerCall = 1 << 26

    /// Octets of one line of a text file.
    public static let lineBytes = 1 << 18

    /// Octets of a header that is a text file of its own, and of the comment lines before a table.
    public static let headerBytes = 1 << 20

    /// Octets of one data record of EDF and BDF.
    public static let recordBytes = 1 << 26

    /// Samples of all signals in one frame of WFDB.
    public static let samplesPerFrame = 1 << 20

    /// Octets of a text field that the caller keeps, such as a label.
    public static let labelBytes = 200
}
