/// Looks for mains hum, which adds to the amplitude and pulls the median frequency towards itself.
struct HumDetector {
    let rate: SamplingRate
    let band: ClosedRange<Double>

    /// The lines that stand out by at least ten times over the spectrum beside them, over segments of a second.
    func hum(in channel: PreparedChannel) -> [Trap] {
        let segment = rate.samples(1, atLeast: 16)
        guard let estimator = try? WelchEstimator(segment: segment, rate: rate) else { return [] }
        var power = [Double](repeating: 0, count: estimator.bins)
        for run in channel.clean {
            guard let spectrum = try? estimator.spectrum(of: Array(channel.spectral[run])) else { continue }
            let weight = Double(estimator.segments(in: run.count))
            for bin in power.indices { power[bin] += weight * spectrum.power[bin] }
        }
        return MainsFrequency.allCases.compactMap { mains in
            let times = rise(power, at: mains.rawValue, binWidth: estimator.binWidth)
            return times >= 10 ? .mainsHum(frequency: mains.rawValue, times: times) : nil
        }
    }

    /// The power at a line over the median of the bins 3 to 9 hertz to each side.
    private func rise(_ power: [Double], at line: Double, binWidth: Double) -> Double {
        guard band.contains(line) else { return 0 }
        func bins(_ low: Double, _ high: Double) -> [Double] {
            Array(power[PowerSpectrum.bins(in: low...high, width: binWidth, count: power.count)])
        }
        let beside = (bins(line - 9, line - 3) + bins(line + 3, line + 9)).sorted()
        guard !beside.isEmpty, beside[beside.count / 2] > 0 else { return 0 }
        return (bins(line - 1, line + 1).max() ?? 0) / beside[beside.count / 2]
    }
}
