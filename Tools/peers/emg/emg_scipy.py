#!/usr/bin/env python3
"""The measures of Sources/Electromyography beside scipy's, on the same samples in one run: agreement and times.

  emg_scipy.py PROGRAM                 noise with bursts, 64 channels and 1 channel of 60 s at 2,000 per second
  emg_scipy.py PROGRAM --recordings    real recordings that PyPI's emgflow and openhdemg bring along

PROGRAM is emg-peer, built by `run`. scipy's side is written for whole arrays at a time, channels as rows: one cascade of
sections forward and backward, one running mean, one call of welch on all frames of 250 ms, onsets from runs.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy import ndimage, signal

BAND = (20.0, 450.0)


def bursts(envelope, rate):
    """Runs above the mean of the first second plus three deviations; runs of either kind below 25 ms don't count."""
    rest = envelope[:, : int(rate)]
    level = rest.mean(1) + 3 * rest.std(1, ddof=1)
    least = max(int(round(0.025 * rate)), 1)
    found = []
    for row, height in zip(envelope, level):
        edges = np.flatnonzero(np.diff((row > height).astype(np.int8))) + 1
        starts = np.r_[0, edges]
        ends = np.r_[edges, len(row)]
        active, out = False, []
        for start, end, above in zip(starts, ends, row[starts] > height):
            if above != active and end - start >= least:
                if above:
                    out.append([start, len(row)])
                else:
                    out[-1][1] = start
                active = above
        found.append(out)
    return found


def measures(samples, rate):
    sos = np.vstack([signal.butter(4, BAND, "bandpass", fs=rate, output="sos")]
                    + [np.r_[signal.iirnotch(f, 30, rate)][None] for f in (50, 100, 150)])
    filtered = signal.sosfiltfilt(sos, samples, axis=-1)
    window = int(rate / 10)
    count = samples.shape[1]
    place = np.arange(count)
    share = window / (np.minimum(place - window // 2 + window, count) - np.maximum(place - window // 2, 0))
    power = ndimage.uniform_filter1d(filtered * filtered, window, axis=-1, mode="constant")
    envelope = np.sqrt(np.maximum(power * share, 0))
    length = int(rate / 4)
    frames = filtered[:, : count // length * length].reshape(len(samples), -1, length)
    frequency, density = signal.welch(frames, rate, nperseg=256, axis=-1)
    inside = (frequency >= BAND[0]) & (frequency <= BAND[1])
    frequency, density = frequency[inside], density[..., inside]
    width = frequency[1] - frequency[0]
    sums = density.cumsum(-1)
    total = sums[..., -1]
    mean = (density @ frequency) / total
    middle = (sums >= total[..., None] / 2).argmax(-1)[..., None]
    here = np.take_along_axis(density, middle, -1)[..., 0]
    below = np.take_along_axis(sums, middle, -1)[..., 0] - here
    median = frequency[middle[..., 0]] + width * ((total / 2 - below) / here - 0.5)
    return filtered, envelope, np.stack([total * width, mean, median], -1), bursts(envelope, rate)


def relative(own, oracle):
    """The largest difference, relative to each value or to a ten-thousandth of the largest where a value is smaller."""
    size = np.maximum(np.abs(oracle), 1e-4 * np.abs(oracle).max())
    return float((np.abs(own - oracle) / size).max()) if oracle.size else 0.0


def compare(program, name, samples, rate, rounds):
    samples = np.ascontiguousarray(np.atleast_2d(samples), dtype=np.float64)
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in"), os.path.join(folder, "out")
        samples.tofile(source)
        times = {"scipy": [], "own": [], "scipy cpu": [], "own cpu": []}
        for _ in range(rounds):
            # In turns, so that whatever else the machine does meets both.
            start, used = time.perf_counter(), time.process_time()
            oracle = measures(samples, rate)
            times["scipy"].append(time.perf_counter() - start)
            times["scipy cpu"].append(time.process_time() - used)
            answer = subprocess.run([program, source, str(len(samples)), str(rate), "3", target], check=True,
                                    capture_output=True, text=True).stdout.split()
            times["own"].append(float(answer[0]))
            times["own cpu"].append(float(answer[1]))
        own = np.fromfile(target)
    filtered, envelope, frames, runs = oracle
    parts = np.split(own, np.cumsum([filtered.size, envelope.size, frames.size]))
    errors = [relative(part, value.ravel()) for part, value in zip(parts, (filtered, envelope, frames))]
    flat = [value for row in runs for value in [*np.ravel(row), -1]]
    same = parts[3].tolist() == flat
    best = {key: min(values) for key, values in times.items()}
    ratio, cpu = best["scipy"] / best["own"], best["scipy cpu"] / best["own cpu"]
    print(f"{name:34} {samples.shape[0]:3} x {samples.shape[1]:6}  scipy {1e3 * best['scipy']:8.1f} ms  own "
          f"{1e3 * best['own']:7.1f} ms  {ratio:5.1f} times  (processor time {cpu:4.1f} times)  filtered {errors[0]:.0e}  "
          f"envelope {errors[1]:.0e}  frames {errors[2]:.0e}  onsets {'same' if same else 'DIFFER'}")
    return max(errors) < 1e-9 and same, ratio


def simulated():
    rng = np.random.default_rng(20261126)
    samples = rng.normal(size=(64, 120_000)) * 10
    for channel, row in enumerate(samples):
        for start in range(4_000 + 300 * channel % 5_000, 118_000, 14_000):
            row[start : start + 5_000] *= 1 + 2 * rng.random()
    return samples


def bridged(samples):
    """Gaps as straight lines: neither side filters across what is not there."""
    present = np.isfinite(samples)
    place = np.arange(len(samples))
    return np.interp(place, place[present], samples[present])


def packaged():
    """Recordings inside installed packages, found without importing the packages themselves."""
    for folder in map(Path, sys.path):
        for file in sorted(folder.glob("EMGFlow/data/sample_data_*.csv")):
            table = np.genfromtxt(file, delimiter=",", skip_header=1)
            yield f"emgflow {file.name}", np.stack([bridged(column) for column in table[:, 1:].T]), 2000.0
        for file in sorted(folder.glob("openhdemg/library/decomposed_test_files/otb_testfile.mat")):
            from scipy.io import loadmat
            content = loadmat(file, simplify_cells=True)
            rate = float(np.ravel(content["SamplingFrequency"])[0])
            data = np.asarray(content["Data"], dtype=float)
            # The grid comes first, then what its decomposition gave.
            yield f"openhdemg {file.name}", data[:, :64].T, rate


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--recordings", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    good = True
    if options.recordings:
        found = list(packaged())
        if not found:
            sys.exit("No recordings: pip install emgflow openhdemg")
        for name, samples, rate in found:
            good &= compare(options.program, name, samples, rate, options.rounds)[0]
    else:
        samples = simulated()
        agrees, ratio = compare(options.program, "simulated, 64 channels", samples, 2000.0, options.rounds)
        good &= agrees and ratio >= 10
        agrees, ratio = compare(options.program, "simulated, 1 channel", samples[:1], 2000.0, options.rounds)
        good &= agrees and ratio >= 2
    print("bars met" if good else "bars MISSED")
    sys.exit(not good)


if __name__ == "__main__":
    main()
