/// Measures the muscle before, during and after holds of pressure.
///
/// The band-pass is applied forward and backward for the amplitude and is undone in the spectrum, inside the band, so
/// that it does not move the median frequency. Where mains are taken out, the spectrum bridges their bins, and the
/// amplitude gets back what the notches took of the muscle. Rules for reporting: Hermens HJ et al. (SENIAM) *J Electromyogr
/// Kinesiol* 2000;10:361-374, doi 10.1016/S1050-6411(00)00027-4; Merletti R. *J Electromyogr Kinesiol* 1999;9:III-IV.
public struct HoldReporter: Sendable {
    public let settings: HoldReportSettings
    public let rate: SamplingRate

    private let band: ClosedRange<Double>
    private let bandPass: SectionCascade
    private let notches: SectionCascade?
    private let measurer: PhaseMeasurer

    /// Plans a report.
    ///
    /// - Throws: ``SignalError/invalid(field:value:reason:)`` when the rate is too low for any part of the band.
    public init(settings: HoldReportSettings, rate: SamplingRate) throws(SignalError) {
        let low = settings.band.lowerBound
        let high = min(settings.band.upperBound, 0.45 * rate.hertz)
        guard high > 2 * low else {
            throw .invalid(
                field: "rate", value: "\(rate.hertz)", reason: "is too low for a band that begins at \(low) hertz")
        }
        (self.settings, self.rate, band) = (settings, rate, low...high)
        bandPass = try SectionCascade.butterworth(order: 4, .bandPass(low, high), rate: rate)
        let lines = settings.mains?.harmonics(rate: rate, upTo: high) ?? []
        notches = try Self.notches(at: lines, rate: rate)
        measurer = try PhaseMeasurer(band: band, bandPass: bandPass, notches: notches, hum: lines, rate: rate)
    }

    /// Notches that are equally wide, so that those of high harmonics don't take more of the muscle than the first.
    private static func notches(at lines: [Double], rate: SamplingRate) throws(SignalError) -> SectionCascade? {
        guard let first = lines.first else { return nil }
        var sections: [Biquad] = []
        for line in lines {
            sections += try SectionCascade.notches(at: [line], quality: 30 * line / first, rate: rate).sections
        }
        return try SectionCascade(sections: sections)
    }

    /// Reports on the holds of a channel.
    ///
    /// - Parameters:
    ///   - samples: The whole channel as recorded, not filtered and not rectified.
    ///   - otherSide: The same muscle of the other side in the same recording, if there is one.
    ///   - unit: The unit of the samples.
    ///   - holds: 1 to 1,000 holds, in order of time and apart.
    ///   - artefacts: Stretches to leave out; samples that are not finite are left out anyway.
    ///   - otherArtefacts: The same for the other side.
    ///   - reference: The contraction that per cent refer to, if there is one.
    /// - Returns: The report.
    /// - Throws: ``SignalError`` when holds overlap or lie outside the recording, or it is too short to filter.
    /// - Complexity: O(*m*) in the samples within 40 s of a hold, time and memory; the others are left alone.
    public func report(
        on samples: [Double], otherSide: [Double]? = nil, unit: SignalUnit, holds: [TimeSpan],
        artefacts: [Artefact] = [], otherArtefacts: [Artefact] = [], reference: ReferenceContraction? = nil
    ) throws(SignalError) -> HoldReport {
        let duration = Double(samples.count) / rate.hertz
        try check(holds, duration)
        if let otherSide, otherSide.count != samples.count {
            throw .invalid(
                field: "other side", value: "\(otherSide.count)", reason: "samples are not as many as \(samples.count)")
        }
        let windows = HoldWindows(
            holds, reach: settings.window + settings.margin, count: samples.count, rate: rate)
        let channel = try prepare(windows.cut(samples), unit, windows.cut(artefacts))
        var measures: [HoldMeasures] = []
        var others: [HoldMeasures] = []
        let other = try otherSide.map { other throws(SignalError) in
            try prepare(windows.cut(other), unit, windows.cut(otherArtefacts))
        }
        for place in holds.indices {
            let spans = spans(holds, place, duration)
            measures.append(measure(channel, holds[place], spans, windows, reference))
            if let other { others.append(measure(other, holds[place], spans, windows, nil)) }
        }
        return HoldReport(
            holds: measures, otherSide: others, traps: traps(channel, measures, reference), retest: settings.retest,
            band: band)
    }

    private func prepare(
        _ samples: [Double], _ unit: SignalUnit, _ artefacts: [Artefact]
    ) throws(SignalError) -> PreparedChannel {
        try PreparedChannel(
            samples, unit: unit, artefacts: artefacts, bandPass: bandPass, notches: notches, rate: rate)
    }

    private func check(_ holds: [TimeSpan], _ duration: Double) throws(SignalError) {
        _ = try SignalError.checked(holds.count, "holds", in: 1...1_000)
        var end = 0.0
        for hold in holds {
            guard hold.start >= end else {
                throw .invalid(field: "hold", value: "\(hold.start)", reason: "begins before the one before has ended")
            }
            // A recording may end within a sample of the hold.
            guard hold.end <= duration + 1 / rate.hertz else {
                throw .invalid(
                    field: "hold", value: "\(hold.end)", reason: "ends after the recording, at \(duration) s")
            }
            end = hold.end
        }
    }

    /// The stretches around a hold, none of which reaches into another hold.
    private func spans(_ holds: [TimeSpan], _ place: Int, _ duration: Double) -> [HoldPhase: TimeSpan] {
        let (hold, margin) = (holds[place], settings.margin)
        let earliest = place > 0 ? holds[place - 1].end + margin : 0
        let latest = place + 1 < holds.count ? holds[place + 1].start - margin : duration
        let before = (max(hold.start - margin - settings.window, earliest), hold.start - margin)
        let after = (hold.end + margin, min(hold.end + margin + settings.window, latest))
        let candidates: [(HoldPhase, (Double, Double))] = [
            (.before, before), (.during, (hold.start + margin, min(hold.end - margin, duration))), (.after, after),
        ]
        var spans: [HoldPhase: TimeSpan] = [:]
        for (phase, (start, end)) in candidates { spans[phase] = try? TimeSpan(start: start, end: end) }
        return spans
    }

    private func measure(
        _ channel: PreparedChannel, _ hold: TimeSpan, _ spans: [HoldPhase: TimeSpan], _ windows: HoldWindows,
        _ reference: ReferenceContraction?
    ) -> HoldMeasures {
        let measures = spans.compactMapValues { span in
            span.earlier(by: windows.lost(before: span)).map {
                measurer.measures(channel, $0, reference: reference).placed(at: span)
            }
        }
        var traps: [Trap] = hold.duration < 5 ? [.shortHold(seconds: hold.duration)] : []
        for phase in HoldPhase.allCases {
            guard let measured = measures[phase] else {
                traps.append(.missing(phase: phase))
                continue
            }
            let left = measured.span.duration - measured.excluded
            if left < 2 { traps.append(.tooShort(phase: phase, seconds: max(left, 0))) }
            if measured.excluded > measured.span.duration / 2 { traps.append(.mostlyExcluded(phase: phase)) }
        }
        return HoldMeasures(
            hold: hold, before: measures[.before], during: measures[.during], after: measures[.after],
            change: HoldChange(before: measures[.before], after: measures[.after], retest: settings.retest),
            traps: traps)
    }

    private func traps(
        _ channel: PreparedChannel, _ holds: [HoldMeasures], _ reference: ReferenceContraction?
    ) -> [Trap] {
        var traps: [Trap] = []
        if case .within(let span) = reference?.origin,
            holds.contains(where: { hold in
                HoldPhase.allCases.contains { hold.measures($0)?.span.overlaps(span) ?? false }
            })
        {
            traps.append(.normalisedToItself)
        }
        if channel.isRectified { traps.append(.rectified) }
        if settings.band.upperBound > band.upperBound {
            traps.append(.rateTooLow(rate: rate.hertz, upper: band.upperBound))
        }
        if settings.band.lowerBound > 30 || settings.band.upperBound < 350 {
            traps.append(.narrowBand(low: settings.band.lowerBound, high: settings.band.upperBound))
        }
        if settings.mains == nil { traps += HumDetector(rate: rate, band: band).hum(in: channel) }
        return traps
    }
}
