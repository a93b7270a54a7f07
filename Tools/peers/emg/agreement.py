#!/usr/bin/env python3
"""Every measure of Sources/Electromyography that scipy and numpy have too, on recordings and simulated channels.

  agreement.py PROGRAM            the recordings that PyPI's emgflow and openhdemg bring along
  agreement.py PROGRAM --simulated    noise with bursts, eight channels of 60 s

PROGRAM is emg-peer, built by `run`. Prints the largest relative difference of each measure, and ends with 1 when one is
above 1e-9. A difference is relative to the value, or to a ten-thousandth of the channel's largest where the value is
smaller: a filtered signal passes 0. Onsets and zero crossings are whole numbers and have to be the same.
The tables of emgflow go through the program's own reader, whose samples must be those of numpy, to the bit.
"""
import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy import fft, ndimage, signal, stats

from emg_scipy import BAND, bursts, relative, simulated

BOUND = 1e-9
WHOLE = {"zero crossings", "onsets, double threshold", "onsets, energy"}


def middle(frequency, power, rule="interpolated"):
    """The frequency with as much power below as above."""
    reached = power.cumsum()
    place = int((reached >= power.sum() / 2).argmax())
    if rule == "first bin":
        return frequency[place]
    below = reached[place] - power[place]
    return frequency[place] + (frequency[1] - frequency[0]) * ((power.sum() / 2 - below) / power[place] - 0.5)


def line(x, y):
    fit = stats.linregress(x, y)
    reach = stats.t.ppf(0.975, len(x) - 2) * fit.stderr
    return [fit.slope, fit.intercept, fit.stderr, fit.slope - reach, fit.slope + reach]


def sliding(values, window):
    """The mean over a window, of the samples that exist at the ends."""
    place, count = np.arange(len(values)), len(values)
    share = window / (np.minimum(place - window // 2 + window, count) - np.maximum(place - window // 2, 0))
    return np.maximum(ndimage.uniform_filter1d(values, window, mode="constant") * share, 0)


def flat(found):
    return [*np.ravel(found), -1]


def energy_onsets(energy, rate):
    """Bursts of the smoothed Teager-Kaiser energy above its quietest half second by 15 deviations."""
    padded = np.abs(np.r_[energy[0], energy, energy[-1]])
    smooth = signal.sosfiltfilt(signal.butter(2, 50, fs=rate, output="sos"), padded)
    length = max(int(round(0.5 * rate)), 2)
    start = int(np.convolve(smooth, np.ones(length), "valid").argmin())
    return flat(bursts(smooth[None], rate, deviations=15, rest=slice(start, start + length))[0])


def oracle(samples, rate):
    band = signal.butter(4, BAND, "bandpass", fs=rate, output="sos")
    notches = np.vstack([np.r_[signal.iirnotch(f, 30, rate)][None] for f in (50, 100, 150)])
    clean = signal.sosfiltfilt(np.vstack([band, notches]), samples)
    window, frame = int(rate / 10), int(rate / 4)
    envelope = np.sqrt(sliding(clean * clean, window))
    steps = np.abs(np.diff(clean))
    changed = np.signbit(clean[1:]) != np.signbit(clean[:-1])
    energy = clean[1:-1] ** 2 - clean[:-2] * clean[2:]
    transform = fft.rfft(samples)
    frequency, power = signal.welch(clean, rate, nperseg=512)
    inside = (frequency >= BAND[0]) & (frequency <= BAND[1])
    used = (frequency >= 40) & (frequency <= 400)
    width = frequency[1]
    whole = clean[: len(clean) // frame * frame].reshape(-1, frame)
    steps_of_frames, densities = signal.welch(whole, rate, nperseg=min(256, frame))
    kept = (steps_of_frames >= BAND[0]) & (steps_of_frames <= BAND[1])
    densities, steps_of_frames = densities[:, kept], steps_of_frames[kept]
    medians = [middle(steps_of_frames, row) for row in densities]
    seconds = (np.arange(len(medians)) + 0.5) * frame / rate
    return {
        "band-pass": signal.sosfiltfilt(band, samples), "band-pass forward": signal.sosfilt(band, samples),
        "notches": signal.sosfiltfilt(notches, samples), "band-pass and notches": clean,
        "RMS envelope": envelope, "MAV envelope": sliding(np.abs(clean), window), "Teager-Kaiser energy": energy,
        "Fourier transform": np.r_[transform.real, transform.imag], "Welch spectrum": power,
        "Welch spectrum, median": signal.welch(clean, rate, nperseg=512, average="median")[1],
        "power in the band": [power[inside].sum() * width],
        "mean frequency": [(power[inside] * frequency[inside]).sum() / power[inside].sum()],
        "median frequency": [middle(frequency[inside], power[inside])],
        "median frequency, first bin": [middle(frequency[inside], power[inside], "first bin")],
        "frames: power": densities.sum(-1) * (steps_of_frames[1] - steps_of_frames[0]),
        "frames: mean frequency": densities @ steps_of_frames / densities.sum(-1), "frames: median frequency": medians,
        "spectral slope": line(np.log10(frequency[used]), np.log10(power[used])),
        "fatigue slope": line(seconds, medians),
        "zero crossings": [changed.sum(), (changed & (steps >= np.abs(clean).mean())).sum()],
        "onsets, double threshold": flat(bursts(envelope[None], rate)[0]),
        "onsets, energy": energy_onsets(energy, rate),
    }


def compare(program, samples, rate, worst):
    """Raises the largest differences known so far."""
    samples = np.ascontiguousarray(np.atleast_2d(samples), dtype=np.float64)
    with tempfile.TemporaryDirectory() as folder:
        samples.tofile(f"{folder}/in")
        subprocess.run([program, "measures", f"{folder}/in", str(len(samples)), str(rate), f"{folder}/out"], check=True)
        places = dict.fromkeys(WHOLE, 0)
        for number, row in enumerate(samples):
            for name, value in oracle(row, rate).items():
                value = np.asarray(value, dtype=float)
                own = np.fromfile(f"{folder}/out/{name}")
                if name in WHOLE:
                    start = places[name]
                    places[name] += len(value)
                    own = own[start : start + len(value)]
                    difference = 0.0 if own.tolist() == value.tolist() else float("inf")
                else:
                    own = own.reshape(len(samples), -1)[number]
                    # Values of different kinds, such as a slope and its error, each by itself.
                    difference = (max(relative([a], [b]) for a, b in zip(own, value)) if name.endswith("slope")
                                  else relative(own, value))
                worst[name] = max(worst.get(name, 0.0), difference)


def bridged(samples):
    """Gaps as straight lines: neither side filters across what is not there."""
    present = np.isfinite(samples)
    place = np.arange(len(samples))
    return np.interp(place, place[present], samples[present])


def tables(program):
    """The tables in emgflow as the program reads them, compared with numpy."""
    for folder in map(Path, sys.path):
        for file in sorted(folder.glob("EMGFlow/data/sample_data_*.csv")):
            wanted = np.genfromtxt(file, delimiter=",", skip_header=1, encoding="utf-8-sig")[:, 1:].T
            with tempfile.TemporaryDirectory() as work:
                subprocess.run([program, "read", file, f"{work}/out", "2000", "mV"], check=True, capture_output=True)
                own = np.fromfile(f"{work}/out").reshape(-1, wanted.shape[1])[-len(wanted):]
            same = np.array_equal(own, wanted, equal_nan=True)
            yield f"emgflow {file.name}", np.stack([bridged(column) for column in own]), 2000.0, same


def grids():
    """The grid of the decomposed recording in openhdemg; what its decomposition gave comes after it."""
    for folder in map(Path, sys.path):
        for file in sorted(folder.glob("openhdemg/library/decomposed_test_files/otb_testfile.mat")):
            from scipy.io import loadmat
            content = loadmat(file, simplify_cells=True)
            rate = float(np.ravel(content["SamplingFrequency"])[0])
            yield f"openhdemg {file.name}", np.asarray(content["Data"], dtype=float)[:, :64].T, rate, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--simulated", action="store_true")
    options = parser.parse_args()
    if options.simulated:
        sources = [("simulated", simulated()[:8], 2000.0, None)]
    else:
        sources = [*tables(options.program), *grids()]
        if len({name.split()[0] for name, *_ in sources}) < 2:
            sys.exit("recordings are missing: pip install --no-deps emgflow openhdemg")
    worst, good = {}, True
    for name, samples, rate, same in sources:
        good &= same is not False
        words = {True: ", read as numpy reads them", False: ", samples DIFFER from numpy's", None: ""}[same]
        print(f"{name}: {len(samples)} channels of {samples.shape[1] / rate:.1f} s{words}", flush=True)
        compare(options.program, samples, rate, worst)
    for name, difference in worst.items():
        kept = difference <= BOUND
        good &= kept
        print(f"  {name:28} {difference:8.1e}{'' if kept else '  ABOVE 1e-9'}")
    largest = max(worst.values())
    print(f"largest relative difference {largest:.1e}, at most {BOUND:.0e} ({'kept' if good else 'MISSED'})")
    sys.exit(not good)


if __name__ == "__main__":
    main()
