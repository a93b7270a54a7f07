"""A vectorised numpy version of the motor-unit pool, timed beside the program.

Usage: pool_numpy.py [--course ramp|constant] [--drive 0.3] [--program "COMMAND" [--least 20]] [--fixture]

It is written as a numpy user would write it well: discharges of all units at once, one discharge after the other;
twitches by one batched real FFT of the impulse trains, the sum over units taken in the frequency domain, so that one
inverse transform is left; the transforms of the twitches are computed once and not timed. `--program` takes turns with
it, must simulate the same drive for 10 s and print JSON with `median_ms`; the medians of the rounds are compared, and
with `--least` the script ends with 1 when the program is not that many times as fast. `--fixture` prints the forces of
a fixed set of intervals, summed twitch by twitch in double precision, for the tests of the program.
"""
import argparse
import json
import shlex
import statistics
import subprocess
import sys
import time

import numpy as np


def fast_length(size):
    """The smallest length from `size` on with no prime factor above 5, which the FFT likes."""
    while True:
        rest = size
        for factor in (2, 3, 5):
            while rest % factor == 0:
                rest //= factor
        if rest == 1:
            return size
        size += 1


class Pool:
    """The pool of Fuglevand, Winter & Patla 1993, with the defaults of the program."""

    def __init__(self, n=120, rr=30.0, rp=100.0, longest=0.09, rt=3.0, low=8.0, first=35.0, last=25.0, gain=1.0,
                 variation=0.2, rate=1000.0, count=10_000):
        share = np.arange(1, n + 1) / n
        self.threshold = rr ** share
        self.twitch = rp ** share
        self.time = longest * self.twitch ** (-np.log(rt) / np.log(rp))
        self.peak = first - (first - last) * self.threshold / rr
        self.low, self.gain, self.variation, self.rate, self.count = low, gain, variation, rate, count
        self.full = rr + (last - low) / gain
        age = np.arange(int(1.2 * rate)) / rate / self.time[:, None]
        self.size = fast_length(count + age.shape[1])
        self.spectra = np.fft.rfft(self.twitch[:, None] * age * np.exp(1 - age), self.size)

    def rates(self, excitation):
        rate = np.minimum(self.low + self.gain * (excitation - self.threshold), self.peak)
        return np.where(excitation >= self.threshold, rate, 0.0)

    def force_gain(self, interval):
        ratio = self.time / interval
        reference = (1 - np.exp(-2 * 0.4 ** 3)) / 0.4
        ratio = np.maximum(ratio, 0.4)
        return (1 - np.exp(-2 * ratio * ratio * ratio)) / ratio / reference

    def simulate(self, drive, rng):
        """Discharge times (discharges × units, NaN where there is none) and the force at each sample."""
        excitation = drive * self.full
        above = excitation[None, :] >= self.threshold[:, None]
        active = above.any(axis=1)
        start = above.argmax(axis=1)
        end = len(drive) / self.rate
        now = np.where(active, start / self.rate, np.inf)
        begin = self.rates(excitation[start])
        now = now + rng.random(len(now)) / np.where(begin > 0, begin, 1.0)
        interval = np.full_like(now, np.inf)
        times, gains = [], []
        while (now < end).any():
            here = np.minimum(np.where(now < end, now * self.rate, 0).astype(int), len(drive) - 1)
            rate = self.rates(excitation[here])
            on = (now < end) & (rate > 0)
            times.append(np.where(on, now, np.nan))
            gains.append(self.force_gain(interval))
            noise = np.clip(rng.standard_normal(len(now)), -3.9, 3.9)
            interval = np.where(on, (1 + self.variation * noise) / np.where(on, rate, 1.0), np.inf)
            now = now + interval
        times, gains = np.array(times), np.array(gains)
        at, unit = np.nonzero(np.isfinite(times))
        sample = np.ceil(times[at, unit] * self.rate).astype(int)
        kept = sample < self.count
        flat = np.bincount(unit[kept] * self.size + sample[kept], gains[at, unit][kept],
                           minlength=self.size * len(self.time))
        spectrum = np.fft.rfft(flat.reshape(len(self.time), self.size))
        force = np.fft.irfft(np.einsum("us,us->s", spectrum, self.spectra), self.size)[: self.count]
        return times, force


def median_ms(work, repeats=5):
    """By the clock or of processor time, whichever is less: numpy works on one core, and others may disturb it."""
    spans, costs = [], []
    for _ in range(repeats):
        begin, used = time.perf_counter(), time.process_time()
        work()
        spans.append((time.perf_counter() - begin) * 1000)
        costs.append((time.process_time() - used) * 1000)
    return min(statistics.median(spans), statistics.median(costs))


def fixture():
    """Forces at chosen samples for fixed discharges of a pool of three units, twitch by twitch."""
    pool = Pool(n=3)
    trains = [[0.0115, 0.1, 0.1803, 0.25, 0.31, 0.3555], [0.05, 0.09, 0.1307, 0.3], [0.2, 0.225, 0.25001]]
    instants = np.arange(500) / 1000.0
    force = np.zeros(500)
    for unit, train in enumerate(trains):
        gains = [1.0]
        for left, right in zip(train, train[1:]):
            gains.append(float(pool.force_gain(right - left)[unit]))
        for begin, gain in zip(train, gains):
            age = (instants - begin) / pool.time[unit]
            force += np.where(age >= 0, gain * pool.twitch[unit] * age * np.exp(1 - age), 0.0)
    print(json.dumps({str(at): float(force[at]) for at in (12, 60, 101, 150, 201, 251, 260, 333, 400, 499)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", help="a command that prints JSON with median_ms")
    parser.add_argument("--course", choices=("ramp", "constant"), default="constant")
    parser.add_argument("--drive", type=float, default=1.0, help="share of the full drive")
    parser.add_argument("--rounds", type=int, default=9, help="rounds in turns, whose medians count")
    parser.add_argument("--least", type=float, help="how many times as fast the program has to be; needs --program")
    parser.add_argument("--fixture", action="store_true")
    options = parser.parse_args()
    if options.fixture:
        fixture()
        return
    if options.least and not options.program:
        parser.error("--least needs --program")
    pool = Pool()
    drive = np.linspace(0, options.drive, 10_000) if options.course == "ramp" else np.full(10_000, options.drive)
    generator = np.random.default_rng(1)
    pool.simulate(drive, generator)
    own, peer = [], []
    for _ in range(options.rounds):
        peer.append(median_ms(lambda: pool.simulate(drive, generator)))
        if options.program:
            answer = subprocess.run(shlex.split(options.program), capture_output=True, check=True).stdout
            own.append(json.loads(answer)["median_ms"])
    if options.least:
        ratio = statistics.median(peer) / statistics.median(own)
        kept = ratio >= options.least
        print(f"pool, {options.course} {100 * options.drive:.0f} %: numpy {statistics.median(peer):.1f} ms, own "
              f"{statistics.median(own):.2f} ms: {ratio:.1f} times, at least {options.least:.0f} "
              f"({'kept' if kept else 'MISSED'})", flush=True)
        sys.exit(not kept)
    result = {"numpy": np.__version__, "numpy_ms": statistics.median(peer)}
    _, force = pool.simulate(drive, np.random.default_rng(1))
    result["mean_force"] = float(force[2000:].mean())
    result["force_cv"] = float(force[2000:].std(ddof=1) / force[2000:].mean())
    if own:
        result["program_ms"] = statistics.median(own)
        result["ratio"] = result["numpy_ms"] / result["program_ms"]
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
