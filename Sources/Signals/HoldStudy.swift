public import Electromyography
import Foundation
public import Recordings

/// What is to be measured in a recording.
public struct HoldStudyRequest: Hashable, Sendable {
    /// The place of the channel, from 0.
    public var channel: Int
    /// The channel with the same muscle of the other side.
    public var otherChannel: Int?
    /// Beginning and end of each hold in seconds, in order and apart.
    public var holds: [ClosedRange<Double>]
    /// The contraction that per cent refer to.
    public var reference: ClosedRange<Double>?
    /// The mains to take out; `nil` only tells of hum.
    public var mains: MainsFrequency?
    /// What motor units are to be separated from; `nil` for none.
    public var motorUnits: MotorUnitRequest?

    public init(
        channel: Int, otherChannel: Int? = nil, holds: [ClosedRange<Double>], reference: ClosedRange<Double>? = nil,
        mains: MainsFrequency? = nil, motorUnits: MotorUnitRequest? = nil
    ) {
        self.channel = channel
        self.otherChannel = otherChannel
        self.holds = holds
        self.reference = reference
        self.mains = mains
        self.motorUnits = motorUnits
    }
}

/// Everything that is kept of the measures around holds, so that it can be shown again without the recording.
public struct HoldStudy: Codable, Hashable, Sendable {
    /// The spectrum of one stretch.
    public struct Spectrum: Codable, Hashable, Sendable {
        /// `before`, `during` or `after`.
        public let phase: String
        /// In hertz, rising.
        public let frequencies: [Double]
        /// Decibels below the highest point of the stretch.
        public let levels: [Double]
        public let mdfHz: Double?

        enum CodingKeys: String, CodingKey {
            case phase, frequencies, levels
            case mdfHz = "mdf_hz"
        }
    }

    /// What was left out of the measures for one reason.
    public struct LeftOut: Codable, Hashable, Sendable {
        /// Such as `clipping`.
        public let kind: String
        public let count: Int
        public let seconds: Double
    }

    /// The contraction that per cent refer to.
    public struct Reference: Codable, Hashable, Sendable {
        public let start: Double
        public let end: Double
        public let rmsUV: Double

        enum CodingKeys: String, CodingKey {
            case start, end
            case rmsUV = "rms_uv"
        }
    }

    /// The labels of the channels.
    public let channel: String
    public let otherChannel: String?
    public let rateHz: Double
    /// Mains that were taken out.
    public let mainsHz: Double?
    public let reference: Reference?
    public let report: HoldReportDocument
    /// The same holds on the other side.
    public let otherSide: HoldReportDocument?
    /// What to beware of, in sentences: of the recording, and of each hold.
    public let warnings: [String]
    public let holdWarnings: [[String]]
    public let leftOut: [LeftOut]
    /// The spectra around each hold.
    public let spectra: [[Spectrum]]

    enum CodingKeys: String, CodingKey {
        case channel, reference, report, warnings, spectra
        case otherChannel = "other_channel"
        case rateHz = "rate_hz"
        case mainsHz = "mains_hz"
        case otherSide = "other_side"
        case holdWarnings = "hold_warnings"
        case leftOut = "left_out"
    }

    /// Measures the holds.
    ///
    /// - Parameters:
    ///   - recording: The recording.
    ///   - request: What is to be measured.
    ///   - progress: Called with the share that is done, from 0 to 1; ends the work by throwing.
    /// - Throws: `RecordingError`, `SignalError` naming what is wrong, `CancellationError`, and what `progress` throws.
    /// - Complexity: O(n) in the samples of the channels; memory for those up to the last hold. With motor units,
    ///   minutes for a grid at the limits of ``MotorUnitRequest``.
    public init(
        _ recording: Recording, _ request: HoldStudyRequest, progress: (Double) throws -> Void = { _ in }
    ) throws {
        let place = try RecordedHolds.channel(request.channel, of: recording)
        let other = try request.otherChannel.map { try RecordedHolds.channel($0, of: recording) }
        let signal = recording.channels[place]
        if let other {
            guard other != place else {
                throw SignalError.invalid(
                    field: "other channel", value: "\(other + 1)", reason: "is the channel itself")
            }
            guard recording.channels[other].rate == signal.rate else {
                throw SignalError.invalid(
                    field: "other channel", value: "\(recording.channels[other].rate)",
                    reason: "hertz is another rate than \(signal.rate)")
            }
        }
        let last = max(request.holds.map(\.upperBound).max() ?? 0, request.reference?.upperBound ?? 0)
        let end = last + RecordedHolds.after
        // Separating motor units takes most of the time.
        let reading = request.motorUnits == nil ? 0.9 : 0.1
        let share = other == nil ? reading : reading / 2
        let one = try ChannelSamples(recording, channel: place, until: end) { try progress($0 * share) }
        let two = try other.map { other in
            try ChannelSamples(recording, channel: other, until: end) { try progress(share + $0 * share) }
        }
        let rate = try SamplingRate(hertz: signal.rate)
        let reporter = try HoldReporter(settings: HoldReportSettings(mains: request.mains), rate: rate)
        let spans = try request.holds.map { try TimeSpan(start: $0.lowerBound, end: $0.upperBound) }
        let reference = try request.reference.map { try Self.reference($0, in: one, reporter) }
        let report = try reporter.report(
            on: one.samples, otherSide: two?.samples, unit: .microvolts, holds: spans, artefacts: one.artefacts,
            otherArtefacts: two?.artefacts ?? [], reference: reference?.contraction)
        let units = try request.motorUnits.map { request in
            try MotorUnitSeparation(recording: recording, request: request, channel: place)
                .report(around: report) { try progress(reading + $0 * (0.97 - reading)) }
        }
        try progress(0.97)
        channel = signal.label
        otherChannel = other.map { recording.channels[$0].label }
        rateHz = signal.rate
        mainsHz = request.mains?.rawValue
        self.reference = reference?.kept
        self.report = HoldReportDocument(
            report, withDetails: true, motorUnits: units.map(HoldReportDocument.MotorUnits.init))
        otherSide = try two.map { two in
            HoldReportDocument(
                try reporter.report(on: two.samples, unit: .microvolts, holds: spans, artefacts: two.artefacts))
        }
        warnings = report.traps.map { Self.sentence($0.text) }
        holdWarnings = report.holds.map { hold in hold.traps.map { Self.sentence($0.text) } }
        leftOut = Self.leftOut(one.artefacts)
        spectra = try report.holds.map { hold in
            try HoldPhase.allCases.compactMap { phase in
                try hold.measures(phase).flatMap { try Self.spectrum(phase, $0.span, one.samples, rate, report.band) }
            }
        }
        try progress(1)
    }

    /// The amplitude of the reference contraction, measured like a hold.
    private static func reference(
        _ range: ClosedRange<Double>, in channel: ChannelSamples, _ reporter: HoldReporter
    ) throws -> (contraction: ReferenceContraction, kept: Reference) {
        let span = try TimeSpan(start: range.lowerBound, end: range.upperBound)
        let report = try reporter.report(
            on: channel.samples, unit: .microvolts, holds: [span], artefacts: channel.artefacts)
        guard let rms = report.holds.first?.during?.rms?.value else {
            throw SignalError.invalid(
                field: "reference", value: "\(range.lowerBound)-\(range.upperBound)",
                reason: "is too short, or all of it is left out")
        }
        return (
            try ReferenceContraction(rms: rms, origin: .within(span)),
            Reference(start: span.start, end: span.end, rmsUV: rms)
        )
    }

    private static func leftOut(_ artefacts: [Artefact]) -> [LeftOut] {
        Artefact.Kind.allCases.compactMap { kind in
            let of = artefacts.filter { $0.kind == kind }
            return of.isEmpty
                ? nil
                : LeftOut(
                    kind: kind.rawValue, count: of.count, seconds: of.reduce(0) { $0 + $1.span.duration })
        }
    }

    /// The spectrum of the samples as recorded; `nil` for a stretch below a second or with missing samples only.
    private static func spectrum(
        _ phase: HoldPhase, _ span: TimeSpan, _ samples: [Double], _ rate: SamplingRate, _ band: ClosedRange<Double>
    ) throws -> Spectrum? {
        let first = max(0, Int((span.start * rate.hertz).rounded(.up)))
        let end = min(samples.count, Int((span.end * rate.hertz).rounded(.down)))
        guard end > first else { return nil }
        // The longest stretch without a gap.
        var (best, start) = (first..<first, first)
        for place in first...max(first, end) where place == end || !samples[place].isFinite {
            if place - start > best.count { best = start..<place }
            start = place + 1
        }
        let segment = Int(rate.hertz.rounded())
        guard best.count >= segment, segment >= 2 else { return nil }
        let welch = try WelchEstimator(segment: segment, rate: rate)
        let series = SpectrumSeries(try welch.spectrum(of: Array(samples[best])), band: band, most: 150)
        return Spectrum(
            phase: phase.rawValue, frequencies: series.points.map { ($0.frequency * 10).rounded() / 10 },
            levels: series.points.map { ($0.level * 100).rounded() / 100 }, mdfHz: series.medianFrequency)
    }

    /// A sentence begins with a capital letter.
    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
