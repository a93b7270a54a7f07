/// What the header of an EDF or BDF file says about one signal.
struct EDFSignal {
    let label: String
    let transducer: String
    let unit: SignalUnit
    let physicalMinimum: Double
    let physicalMaximum: Double
    let digitalMinimum: Int
    let digitalMaximum: Int
    let prefiltering: String
    let samplesPerRecord: Int

    /// Whether it holds time-stamped annotations instead of samples.
    let isAnnotations: Bool

    /// The physical value of one digital step.
    var gain: Double { (physicalMaximum - physicalMinimum) / Double(digitalMaximum - digitalMinimum) }

    /// What is added to a digital value before ``gain``, so that the maxima match to the last bit.
    var offset: Double { physicalMaximum / gain - Double(digitalMaximum) }

    /// The signals of a header, whose fields stand column by column.
    static func all(
        _ fields: EDFFields, count: Int, isBDF: Bool, recordSeconds: Double
    ) throws(RecordingError) -> [EDFSignal] {
        var signals: [EDFSignal] = []
        for index in 0..<count {
            signals.append(
                try EDFSignal(fields, EDFColumns(count: count, index: index), isBDF: isBDF, seconds: recordSeconds))
        }
        return signals
    }

    private init(
        _ fields: EDFFields, _ at: EDFColumns, isBDF: Bool, seconds: Double
    ) throws(RecordingError) {
        label = fields.text(at.label, 16)
        isAnnotations = label == (isBDF ? "BDF Annotations" : "EDF Annotations")
        transducer = fields.text(at.transducer, 80)
        unit = SignalUnit(fields.text(at.unit, 8))
        prefiltering = fields.text(at.prefiltering, 80)
        let field = "of signal \(at.index + 1)"
        samplesPerRecord = try fields.wholeNumber(at.samples, 8, "samples per data record \(field)")
        guard samplesPerRecord >= 1, samplesPerRecord <= RecordingLimits.recordBytes / 2 else {
            throw fields.error(
                at.samples, 8, "samples per data record \(field)",
                "are not within 1 to \(RecordingLimits.recordBytes / 2)", .overLimit)
        }
        let digital = isBDF ? -8_388_608...8_388_607 : -32_768...32_767
        if isAnnotations {
            (physicalMinimum, physicalMaximum) = (-1, 1)
            (digitalMinimum, digitalMaximum) = (digital.lowerBound, digital.upperBound)
            return
        }
        guard seconds > 0 else {
            throw fields.source.error(
                .invalid, at: .byte(244), "length of a data record", "0", "is 0 though there are signals")
        }
        guard RecordingLimits.rate.contains(Double(samplesPerRecord) / seconds) else {
            throw fields.error(
                at.samples, 8, "samples per data record \(field)",
                "in \(seconds) s are no rate within \(RecordingLimits.rate) Hz", .overLimit)
        }
        physicalMinimum = try fields.number(at.physicalMinimum, 8, "physical minimum \(field)")
        physicalMaximum = try fields.number(at.physicalMaximum, 8, "physical maximum \(field)")
        digitalMinimum = try fields.wholeNumber(at.digitalMinimum, 8, "digital minimum \(field)")
        digitalMaximum = try fields.wholeNumber(at.digitalMaximum, 8, "digital maximum \(field)")
        guard digital.contains(digitalMinimum) else {
            throw fields.error(at.digitalMinimum, 8, "digital minimum \(field)", "is not within \(digital)")
        }
        guard digital.contains(digitalMaximum), digitalMaximum > digitalMinimum else {
            throw fields.error(
                at.digitalMaximum, 8, "digital maximum \(field)",
                "is not above the minimum \(digitalMinimum) and up to \(digital.upperBound)")
        }
        guard physicalMinimum != physicalMaximum, gain.isFinite, gain != 0, offset.isFinite else {
            throw fields.error(
                at.physicalMaximum, 8, "physical maximum \(field)",
                "leaves no usable step from the minimum \(physicalMinimum)")
        }
    }
}

/// Where the fields of one signal stand in a header.
struct EDFColumns {
    let count: Int
    let index: Int

    var label: Int { 256 + 16 * index }
    var transducer: Int { column(16, 80) }
    var unit: Int { column(96, 8) }
    var physicalMinimum: Int { column(104, 8) }
    var physicalMaximum: Int { column(112, 8) }
    var digitalMinimum: Int { column(120, 8) }
    var digitalMaximum: Int { column(128, 8) }
    var prefiltering: Int { column(136, 80) }
    var samples: Int { column(216, 8) }
    var reserved: Int { column(224, 32) }

    private func column(_ before: Int, _ width: Int) -> Int { 256 + before * count + width * index }
}
