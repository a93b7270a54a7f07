import Electromyography
import MotorUnits

extension HeldPoint {
    /// What the picture shows, in plain words.
    public var summary: String {
        let (before, end, later) = (rms(.before), rms(.end), rms(.later))
        let session =
            isHeld
            ? "In the model the signal is \(Self.size(before)) before the hold, \(Self.size(end)) at its end and "
                + "\(Self.size(later)) two minutes later."
            : "In the model nothing is pressed: the signal stays at \(Self.size(before))."
        guard scenario.days > 0, let stays = stays.last?.rms, let treated = treated.last?.rms else { return session }
        let after = scenario.days == 1 ? "After one day" : "After \(scenario.days) days"
        let course =
            scenario.causeTreated
            ? "\(after), with the cause dealt with, it is \(Self.size(treated)); had the cause stayed, it would be "
                + "\(Self.size(stays))."
            : "\(after), while the cause stays, it is \(Self.size(stays)); with the cause dealt with it would be "
                + "\(Self.size(treated))."
        return "\(session) \(course)"
    }

    /// What this model is, for whoever sees its picture.
    public static let purpose =
        "This is a model for teaching. It shows what would follow if its assumptions were true. It is no finding about "
        + "anybody, and no reason to press in one way or another."

    /// What surface EMG does not do.
    public static var limit: String { HoldReport.notice }

    /// Where the figures of ``limit`` come from.
    public static var limitSource: String {
        "\(HoldReport.noticeSource.text), \(HoldReport.noticeSource.identifier)"
    }

    /// The size of a signal as people read it.
    static func size(_ microvolts: Double) -> String {
        "\(SVGParts.number(microvolts < 10 ? microvolts : microvolts.rounded())) µV"
    }
}
