import Electromyography
import Foundation
import MotorUnits
import Recordings

/// Separates the motor units of a recording around its holds.
struct MotorUnitSeparation {
    let recording: Recording
    let request: MotorUnitRequest

    /// The channel of the report.
    let channel: Int

    /// Separates and measures.
    ///
    /// - Parameters:
    ///   - report: The report on the holds, whose stretches are used.
    ///   - progress: Told the share done, 0...1; ends the work by throwing.
    /// - Returns: The discharges, also when no unit could be separated.
    /// - Throws: `SignalError` when channels don't fit together or are too many samples, `RecordingError`,
    ///   `CancellationError`, and what `progress` throws.
    func report(around report: HoldReport, progress: (Double) throws -> Void) throws -> MotorUnitReport {
        let spans = report.holds.flatMap { hold in
            HoldPhase.allCases.compactMap { hold.measures($0)?.span } + [hold.hold]
        }
        let start = spans.map(\.start).min() ?? 0
        let span = try TimeSpan(start: start, end: min(spans.map(\.end).max() ?? 0, recording.duration))
        let (method, wanted) = try places()
        try check(method, wanted, span)
        let (channels, used) = try read(wanted, span, method)
        let units: [MotorUnitReport.Unit]
        let acceptance: String
        switch method {
        case .grid:
            guard channels.count >= MotorUnitRequest.leastChannels else {
                throw SignalError.invalid(
                    field: "grid", value: "\(channels.count)",
                    reason: "usable channels are fewer than \(MotorUnitRequest.leastChannels); the others are flat or "
                        + "miss samples")
            }
            let settings = SeparationSettings.grid(channels: channels.count)
            units = try separated(channels, wanted[0], settings, span, progress)
            acceptance =
                "silhouette of at least \(settings.leastSilhouette), variation of neighbouring intervals of at most "
                + "\(settings.largestVariation), \(Int(settings.rates.lowerBound)) to "
                + "\(Int(settings.rates.upperBound)) discharges a second"
        case .needle:
            guard let signal = channels.first else {
                throw SignalError.invalid(
                    field: "needle", value: "\(wanted[0] + 1)", reason: "is flat or misses samples")
            }
            units = try templates(signal, wanted[0], span)
            acceptance =
                "at least \(Self.leastDischarges) discharges, variation of neighbouring intervals of at most "
                + "\(Self.largestVariation), 3 to 50 discharges a second"
        }
        try progress(1)
        let measurer = DischargeMeasurer(trains: units.map(\.times))
        let holds = report.holds.map { hold in
            var stretches: [HoldPhase: TimeSpan] = [:]
            for phase in HoldPhase.allCases { stretches[phase] = hold.measures(phase)?.span }
            return measurer.measure(hold.hold, stretches)
        }
        return MotorUnitReport(
            method: method, channels: used, leftOut: wanted.filter { !used.contains($0) }, span: span, units: units,
            holds: holds, acceptance: acceptance)
    }

    private static let leastDischarges = 20
    private static let largestVariation = 0.3

    private func places() throws(SignalError) -> (MotorUnitReport.Method, [Int]) {
        let voltages = recording.channels.indices.filter { recording.channels[$0].unit.microvolts != nil }
        switch request.source {
        case .needle(let place): return (.needle, [place ?? channel])
        case .grid(let places?): return (.grid, places)
        case .grid(nil):
            guard let first = voltages.first else { return (.grid, []) }
            return (.grid, voltages.filter { recording.channels[$0].rate == recording.channels[first].rate })
        }
    }

    private func check(_ method: MotorUnitReport.Method, _ places: [Int], _ span: TimeSpan) throws(SignalError) {
        let least = method == .grid ? MotorUnitRequest.leastChannels : 1
        guard let first = places.first, places.count >= least, Set(places).count == places.count else {
            throw .invalid(
                field: "\(method)", value: "\(places.count)",
                reason: "channels are fewer than \(least), or one is named twice")
        }
        for place in places {
            guard recording.channels.indices.contains(place) else {
                throw .invalid(
                    field: "\(method)", value: "\(place + 1)",
                    reason: "is not a channel from 1 to \(recording.channels.count)")
            }
            let signal = recording.channels[place]
            guard signal.unit.microvolts != nil else {
                throw .invalid(field: "\(method)", value: "\(place + 1) \(signal.label)", reason: "is no voltage")
            }
            guard signal.rate == recording.channels[first].rate else {
                throw .invalid(
                    field: "\(method)", value: "\(place + 1) \(signal.label)",
                    reason: "has \(signal.rate) samples a second, the first channel \(recording.channels[first].rate)")
            }
        }
        let rate = recording.channels[first].rate
        // The lowest rates that still show the shape of an action potential to the method.
        let lowest = method == .grid ? 1_000.0 : 5_000
        guard rate >= lowest else {
            throw .invalid(
                field: "rate", value: "\(rate)", reason: "is below \(lowest) a second; motor units don't show")
        }
        let limit = method == .grid ? MotorUnitRequest.gridSamples : MotorUnitRequest.needleSamples
        let samples = span.duration * rate * Double(places.count)
        guard samples <= Double(limit) else {
            let seconds = (Double(limit) / rate / Double(places.count)).rounded(.down)
            throw .invalid(
                field: "motor units", value: "\(span.duration.rounded()) s",
                reason:
                    "from the first baseline to the end of the last stretch are too long for \(places.count) channels "
                    + "with \(rate) samples a second; at most \(seconds) s, or fewer channels")
        }
    }

    // The filtered channels that are whole, and their places.
    private func read(
        _ places: [Int], _ span: TimeSpan, _ method: MotorUnitReport.Method
    ) throws -> (channels: [[Double]], used: [Int]) {
        let rate = try SamplingRate(hertz: recording.channels[places[0]].rate)
        // 20 to 500 Hz as Negro and co-workers (2016); for a needle, a choice that takes out slow waves only.
        let (low, high) = method == .grid ? (20.0, 500.0) : (100.0, 10_000.0)
        let filter = try SectionCascade.butterworth(
            order: 4, .bandPass(low, min(high, 0.45 * rate.hertz)), rate: rate)
        var (channels, used): ([[Double]], [Int]) = ([], [])
        for place in places {
            try Task.checkCancellation()
            guard let samples = try whole(place, span) else { continue }
            channels.append(try filter.zeroPhase(samples))
            used.append(place)
        }
        return (channels, used)
    }

    // The samples of a channel in microvolts; `nil` when it is flat or more than one sample of a hundred is missing.
    // Single missing samples are bridged: the separation needs a number everywhere.
    private func whole(_ place: Int, _ span: TimeSpan) throws -> [Double]? {
        let signal = recording.channels[place]
        let count = Int((span.duration * signal.rate).rounded(.down))
        var samples = [Double](repeating: .nan, count: count)
        for range in try recording.ranges(in: span.start..<span.end, channel: place) {
            let time = try recording.time(ofSample: range.lowerBound, channel: place)
            let first = Int(((time - span.start) * signal.rate).rounded())
            let scale = signal.unit.microvolts ?? 1
            for (index, value) in try recording.samples(channel: place, range: range).enumerated()
            where samples.indices.contains(first + index) {
                samples[first + index] = value * scale
            }
        }
        let missing = samples.reduce(0) { $0 + ($1.isFinite ? 0 : 1) }
        guard missing * 100 <= count, let begin = samples.first(where: \.isFinite) else { return nil }
        var (last, varies) = (begin, false)
        for index in samples.indices {
            if samples[index].isFinite {
                if samples[index] != begin { varies = true }
                last = samples[index]
            } else {
                samples[index] = last
            }
        }
        return varies ? samples : nil
    }

    private func separated(
        _ channels: [[Double]], _ first: Int, _ settings: SeparationSettings, _ span: TimeSpan,
        _ progress: (Double) throws -> Void
    ) throws -> [MotorUnitReport.Unit] {
        var failure: (any Error)?
        let found: [FoundUnit]
        do {
            found = try SourceSeparator(settings).units(in: channels, sampleRate: recording.channels[first].rate) {
                share in
                do {
                    try Task.checkCancellation()
                    try progress(share)
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        } catch { throw Self.signalError(error) }
        if let failure { throw failure }
        return found.map { unit in
            MotorUnitReport.Unit(times: unit.times.map { $0 + span.start }, silhouette: unit.silhouette)
        }
    }

    private func templates(_ signal: [Double], _ place: Int, _ span: TimeSpan) throws -> [MotorUnitReport.Unit] {
        do {
            let answer = try TemplateDecomposer().decompose(signal, sampleRate: recording.channels[place].rate)
            return answer.units.filter { unit in
                guard unit.times.count >= Self.leastDischarges, let rate = unit.statistics.meanRate, 3...50 ~= rate,
                    let variation = DischargeStatistics.localVariation(times: unit.times)
                else { return false }
                return variation <= Self.largestVariation
            }.map { MotorUnitReport.Unit(times: $0.times.map { $0 + span.start }, silhouette: nil) }
        } catch { throw Self.signalError(error) }
    }

    private static func signalError(_ error: MotorUnitError) -> SignalError {
        switch error {
        case .invalid(let field, let value, let reason): .invalid(field: field, value: value, reason: reason)
        case .tooLong(let samples, let limit):
            .invalid(field: "motor units", value: "\(samples) samples", reason: "are more than \(limit)")
        case .notFinite(let channel, let sample): .notFinite(field: "channel \(channel + 1)", index: sample)
        }
    }
}
