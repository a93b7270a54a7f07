#!/usr/bin/env python3
"""Channels through filter, envelope, spectra and onsets beside scipy, on the same samples in one run: times, agreement.

  emg_scipy.py PROGRAM [--rounds 5]    noise with bursts, 64 channels and 1 channel of 60 s at 2,000 per second

PROGRAM is emg-peer, built by `run`. scipy's side is written for whole arrays at a time, channels as rows: one cascade
of sections forward and backward, one running mean, one call of welch on all frames of 250 ms, onsets from runs. The
bars: ten times as fast as scipy for 64 channels, twice for one, by the medians of rounds in turns; ends with 1 when one
is missed.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from scipy import ndimage, signal

BAND = (20.0, 450.0)


def bursts(envelope, rate, deviations=3, rest=None):
    """Runs above a rest (the first second) by three deviations; runs of either kind below 25 ms don't count."""
    rest = envelope[:, rest or slice(int(rate))]
    level = rest.mean(1) + deviations * rest.std(1, ddof=1)
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
    """The largest difference, relative to each value or to a ten-thousandth of the row's largest where that is more."""
    own, oracle = np.atleast_2d(own), np.atleast_2d(oracle)
    if own.shape != oracle.shape:
        return float("inf")
    if not oracle.size:
        return 0.0
    size = np.maximum(np.abs(oracle), 1e-4 * np.abs(oracle).max(-1, keepdims=True))
    difference = np.abs(own - oracle)
    return float(np.divide(difference, size, out=np.where(difference > 0, np.inf, 0.0), where=size > 0).max())


def compare(program, name, samples, rate, rounds, bar):
    with tempfile.TemporaryDirectory() as folder:
        source, target = os.path.join(folder, "in"), os.path.join(folder, "out")
        samples.tofile(source)
        times = {"scipy": [], "own": [], "scipy cpu": [], "own cpu": []}
        measures(samples, rate)
        for _ in range(rounds):
            # In turns, so that whatever else the machine does meets both; three each, of which the middle one counts.
            spans, costs = [], []
            for _ in range(3):
                start, used = time.perf_counter(), time.process_time()
                oracle = measures(samples, rate)
                spans.append(time.perf_counter() - start)
                costs.append(time.process_time() - used)
            times["scipy"].append(statistics.median(spans))
            times["scipy cpu"].append(statistics.median(costs))
            command = [program, "speed", source, str(len(samples)), str(rate), "9", target]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            times["own"].append(float(answer[0]))
            times["own cpu"].append(float(answer[1]))
        own = np.fromfile(target)
    filtered, envelope, frames, runs = oracle
    parts = np.split(own, np.cumsum([filtered.size, envelope.size, frames.size]))
    errors = [relative(part.reshape(value.shape), value) for part, value in zip(parts, (filtered, envelope))]
    errors += [relative(parts[2].reshape(frames.shape)[..., part], frames[..., part]) for part in range(3)]
    same = parts[3].tolist() == [value for row in runs for value in [*np.ravel(row), -1]]
    middle = {key: statistics.median(values) for key, values in times.items()}
    ratio, cpu = middle["scipy"] / middle["own"], middle["scipy cpu"] / middle["own cpu"]
    good = ratio >= bar and max(errors) < 1e-9 and same
    words = "kept" if ratio >= bar else "MISSED"
    print(f"{name}: scipy {1e3 * middle['scipy']:.1f} ms, own {1e3 * middle['own']:.2f} ms with {answer[2]} worker(s) "
          f"on {os.cpu_count()} processors: {ratio:.1f} times, at least {bar} ({words});\n"
          f"  processor time {cpu:.1f} times; largest difference {max(errors):.0e}, at most 1e-09, onsets "
          f"{'the same' if same else 'DIFFER'}", flush=True)
    return good


def simulated():
    rng = np.random.default_rng(20261126)
    samples = rng.normal(size=(64, 120_000)) * 10
    for channel, row in enumerate(samples):
        for start in range(4_000 + 300 * channel % 5_000, 118_000, 14_000):
            row[start : start + 5_000] *= 1 + 2 * rng.random()
    return samples


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    samples = simulated()
    good = compare(options.program, "64 channels of 60 s", samples, 2000.0, options.rounds, 10)
    good &= compare(options.program, "1 channel of 60 s", samples[:1], 2000.0, 3 * options.rounds, 2)
    sys.exit(not good)


if __name__ == "__main__":
    main()
