#!/usr/bin/env python3
"""Writes Tests/ElectromyographyTests/ScipyOracle.swift: what scipy and numpy make of signals that both sides generate.

  python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1
  .venv/bin/python Tests/ElectromyographyTests/oracle/scipy_numbers.py \
      > Tests/ElectromyographyTests/ScipyOracle.swift

The signals are noise from a linear congruential generator with 64 bits, the same in Swift, so only results are kept.
"""
import numpy as np
import scipy
from scipy import fft, signal, stats

RATE = 2000.0


def noise(count, seed):
    state, values = seed, []
    for _ in range(count):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append((state >> 11) / 2**53 - 0.5)
    return np.array(values)


def number(value):
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def line(values):
    return "[" + ", ".join(number(value) for value in values) + "]"


def listed(name, kind, rows):
    print(f"    static let {name}: [{kind}] = [")
    for row in rows:
        print(f"        {row},")
    print("    ]")


def designs():
    for order, kind, corners, rate in [
        (4, "bandPass", (20, 450), 2000), (2, "bandPass", (20, 450), 1000), (3, "bandPass", (10, 200), 1024),
        (1, "bandPass", (30, 300), 2148.1481), (6, "bandPass", (5, 500), 4000), (5, "bandPass", (59, 61), 2000),
        (4, "lowPass", (10,), 1000), (3, "lowPass", (50,), 2000), (8, "lowPass", (400,), 2048), (1, "lowPass", (6,), 100),
        (4, "highPass", (20,), 2000), (5, "highPass", (0.5,), 1000), (2, "highPass", (30,), 500),
    ]:
        btype = {"bandPass": "bandpass", "lowPass": "lowpass", "highPass": "highpass"}[kind]
        sos = signal.butter(order, corners if len(corners) > 1 else corners[0], btype, fs=rate, output="sos")
        flat = [value for row in sos for value in (*row[:3], *row[4:])]
        yield f"({order}, .{kind}({', '.join(map(number, corners))}), {number(rate)}, {line(flat)})"


def notches():
    for frequency, quality, rate in [(50, 30, 2000), (60, 30, 2000), (150, 35, 1000), (450, 10, 2148.1481)]:
        b, a = signal.iirnotch(frequency, quality, rate)
        yield f"({frequency}, {quality}, {number(rate)}, {line([*b, *a[1:]])})"


def cascade(rate):
    return np.vstack([signal.butter(4, (20, 450), "bandpass", fs=rate, output="sos")]
                     + [np.r_[signal.iirnotch(f, 30, rate)][None] for f in (50, 100, 150)])


def spectra():
    for count, segment, overlap, transform, window, detrend, scaling, average in [
        (2000, 256, None, None, "hann", True, "density", "mean"),
        (2000, 256, None, None, "hann", True, "density", "median"),
        (1999, 200, 150, 512, "hamming", True, "spectrum", "mean"),
        (1500, 375, 0, None, "boxcar", False, "density", "mean"),
        (3000, 997, None, None, "hann", True, "density", "mean"),
        (2148, 537, None, None, "hann", True, "density", "median"),
        (600, 600, None, None, "hann", True, "density", "mean"),
    ]:
        f, power = signal.welch(
            1 + 3 * noise(count, count), RATE, window=window, nperseg=segment, noverlap=overlap, nfft=transform,
            detrend="constant" if detrend else False, scaling=scaling, average=average)
        picked = power[3:: max(1, len(power) // 8)]
        total, half = power.sum(), power.sum() / 2
        reached = np.cumsum(power)
        middle = int(np.searchsorted(reached, half))
        below = reached[middle - 1] if middle else 0.0
        yield (f"({count}, {segment}, {'nil' if overlap is None else overlap}, "
               f"{'nil' if transform is None else transform}, .{window}, {str(detrend).lower()}, .{scaling}, .{average}, "
               f"{line(picked)}, {number(f[1])}, {number((f * power).sum() / total)}, {number(f[middle])}, "
               f"{number(f[1] * (middle - 0.5 + (half - below) / power[middle]))})")


def transforms():
    for count in [1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 25, 30, 31, 37, 60, 74, 97, 100, 121, 128, 210, 256, 299, 1000, 1009, 1024]:
        values = fft.rfft(noise(count, 7 * count))
        picked = values[:: max(1, len(values) // 5)]
        yield f"({count}, {line(picked.real)}, {line(picked.imag)})"


def envelopes(samples):
    for window in [1, 2, 5, 50, 51, 400, 3000]:
        place = np.arange(len(samples))
        low, high = np.maximum(place - window // 2, 0), np.minimum(place - window // 2 + window, len(samples))
        means = [np.array([part[a:b].mean() for a, b in zip(low, high)]) for part in (samples**2, np.abs(samples))]
        yield f"({window}, {line(np.sqrt(means[0])[::97])}, {line(means[1][::97])})"


def main():
    print(f"""// Written by Tests/ElectromyographyTests/oracle/scipy_numbers.py with scipy {scipy.__version__} and NumPy \
{np.__version__}; do not edit.
// swift-format-ignore-file

import Electromyography

/// What independent implementations make of generated signals.
enum ScipyOracle {{
    typealias Design = (order: Int, band: FilterBand, rate: Double, coefficients: [Double])
    typealias Notch = (frequency: Double, quality: Double, rate: Double, coefficients: [Double])
    typealias Spectrum = (
        count: Int, segment: Int, overlap: Int?, transform: Int?, window: SpectralWindow, removesMean: Bool,
        scaling: WelchEstimator.Scaling, averaging: WelchEstimator.Averaging, power: [Double], binWidth: Double,
        mean: Double, firstBin: Double, median: Double
    )
""")
    listed("designs", "Design", designs())
    listed("notches", "Notch", notches())
    samples = noise(3000, 11)
    sos = cascade(RATE)
    forward, state = signal.sosfilt(sos, samples, zi=signal.sosfilt_zi(sos) * samples[0])
    print(f"    static let forward: [Double] = {line(forward[::101])}")
    print(f"    static let endStates: [Double] = {line(state.ravel())}")
    print(f"    static let steadyStates: [Double] = {line(signal.sosfilt_zi(sos).ravel())}")
    print(f"    static let zeroPhase: [Double] = {line(signal.sosfiltfilt(sos, samples)[::101])}")
    low = signal.butter(3, 10, fs=RATE, output="sos")
    print(f"    static let lowPassZeroPhase: [Double] = {line(signal.sosfiltfilt(low, samples)[::101])}")
    b, a = signal.iirnotch(50, 30, RATE)
    print(f"    static let notchZeroPhase: [Double] = {line(signal.filtfilt(b, a, samples)[::101])}")
    listed("transforms", "(count: Int, real: [Double], imaginary: [Double])", transforms())
    listed("spectra", "Spectrum", spectra())
    listed("envelopes", "(window: Int, rms: [Double], mav: [Double])", envelopes(noise(1200, 5)))
    print(f"    static let hann: [Double] = {line(signal.get_window('hann', 7))}")
    print(f"    static let hamming: [Double] = {line(signal.get_window('hamming', 8))}")
    f, power = signal.welch(noise(4000, 3), RATE, nperseg=500)
    band = (f >= 40) & (f <= 400)
    fit = stats.linregress(np.log10(f[band]), np.log10(power[band]))
    print(f"    static let slope = (value: {number(fit.slope)}, intercept: {number(fit.intercept)}, "
          f"error: {number(fit.stderr)})")
    listed("quantiles", "(probability: Double, freedom: Double, value: Double)", [
        f"({p}, {v}, {number(stats.t.ppf(p, v))})"
        for p in (0.975, 0.95, 0.2, 0.9995) for v in (1, 2, 3.7, 10, 57.5, 1000)])
    energy = noise(50, 2)
    teager = energy[1:-1] ** 2 - energy[:-2] * energy[2:]
    print(f"    static let energy: [Double] = {line(teager[::7])}")
    crossing = noise(5000, 9)
    steps = np.abs(np.diff(crossing))
    changed = np.signbit(crossing[1:]) != np.signbit(crossing[:-1])
    print(f"    static let crossings = [{int(changed.sum())}, {int((changed & (steps >= 0.4)).sum())}]")
    print("}")


if __name__ == "__main__":
    main()
