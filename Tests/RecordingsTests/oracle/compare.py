#!/usr/bin/env python3
"""Compares the readers and writers with pyedflib, wfdb and numpy on files of a size that is met in practice.

    pip install pyedflib wfdb numpy
    python3 compare.py [--seconds 600] [--bench]

Builds the program in dump.swift beside the sources, in a folder of its own. Each line ends with the largest difference
between two samples; the script ends with 1 when one is above 1e-12 of the largest sample (readers) or above half a
step (writers). With --bench also a file of two hours, its memory, and the speed against pyedflib and numpy.loadtxt.
"""
import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyedflib
import wfdb

here = Path(__file__).resolve().parent
root = here.parents[2]
work = Path(tempfile.mkdtemp(prefix="recordings-"))
failures = []

MANIFEST = """// swift-tools-version:6.1
import PackageDescription
let package = Package(
    name: "dump",
    targets: [.target(name: "Recordings"), .executableTarget(name: "dump", dependencies: ["Recordings"])]
)
"""


def build():
    sources = work / "package" / "Sources"
    (sources / "dump").mkdir(parents=True)
    (work / "package" / "Package.swift").write_text(MANIFEST)
    (sources / "Recordings").symlink_to(root / "Sources" / "Recordings")
    (sources / "dump" / "dump.swift").symlink_to(here / "dump.swift")
    subprocess.run(
        ["swift", "build", "-c", "release", "-j", "1", "--package-path", str(work / "package")], check=True,
        stdout=subprocess.DEVNULL)
    return work / "package" / ".build" / "release" / "dump"


def ours(program, path, *options):
    """What our program reads: the description, and the samples of each channel."""
    info = json.loads(subprocess.run([program, "info", path, *options], check=True, capture_output=True).stdout)
    subprocess.run([program, "samples", path, work / "samples", *options], check=True)
    values = np.fromfile(work / "samples", dtype="<f8")
    cuts = np.cumsum([channel["samples"] for channel in info["channels"]])
    return info, np.split(values, cuts[:-1])


def report(name, found, wanted, bound=None):
    differences = [np.max(np.abs(f[~np.isnan(w)] - w[~np.isnan(w)])) for f, w in zip(found, wanted)]
    bounds = bound or [1e-12 * np.nanmax(np.abs(w)) for w in wanted]
    good = all(len(f) == len(w) and np.array_equal(np.isnan(f), np.isnan(w)) for f, w in zip(found, wanted))
    good = good and len(found) == len(wanted) and all(d <= b for d, b in zip(differences, bounds))
    print(f"{'ok   ' if good else 'WRONG'} {name}: {len(wanted)} channels, {sum(map(len, wanted))} samples, "
          f"largest difference {max(differences):.3g}")
    if not good:
        failures.append(name)


def signals(seconds, rates, size):
    random = np.random.default_rng(1)
    return [size * random.uniform(-1, 1, int(seconds * rate)) for rate in rates]


def edf(path, kind, rates, data, limit, digital):
    writer = pyedflib.EdfWriter(str(path), len(rates), file_type=kind)
    writer.setSignalHeaders([
        {"label": f"EMG {i}", "dimension": "uV", "sample_frequency": rate, "physical_min": -limit,
         "physical_max": limit, "digital_min": digital[0], "digital_max": digital[1], "transducer": "", "prefilter": ""}
        for i, rate in enumerate(rates)])
    writer.writeSamples(data)
    for i in range(20):
        writer.writeAnnotation(i * 1.5, 0.5, f"hold {i}")
    writer.close()


def read_edf(path):
    reader = pyedflib.EdfReader(str(path))
    data = [reader.readSignal(i) for i in range(reader.signals_in_file)]
    remarks = list(zip(*reader.readAnnotations()))
    steps = [
        (reader.getPhysicalMaximum(i) - reader.getPhysicalMinimum(i))
        / (reader.getDigitalMaximum(i) - reader.getDigitalMinimum(i)) for i in range(reader.signals_in_file)]
    reader.close()
    return data, remarks, steps


def compare(program, seconds):
    rates = [2000, 2000, 2048, 1000, 100, 1]
    for name, kind, digital in [
        ("edf", pyedflib.FILETYPE_EDF, (-32768, 32767)), ("edf+", pyedflib.FILETYPE_EDFPLUS, (-2048, 2047)),
        ("bdf", pyedflib.FILETYPE_BDF, (-8388608, 8388607)), ("bdf+", pyedflib.FILETYPE_BDFPLUS, (-8388608, 8388607)),
    ]:
        path = work / f"{name}.file"
        edf(path, kind, rates, signals(seconds, rates, 3000), 3276.8, digital)
        wanted, remarks, _ = read_edf(path)
        info, found = ours(program, path)
        report(f"reads {name}", found, wanted)
        if [a[2] for a in info["annotations"]] != [str(r[2]) for r in remarks]:
            failures.append(f"remarks of {name}")
        subprocess.run([program, "edf", path, work / f"{name}.edf"], check=True)
        again, _, steps = read_edf(work / f"{name}.edf")
        report(f"pyedflib reads ours from {name}", again, wanted, [abs(s) * 0.5 * (1 + 1e-9) for s in steps])
    for form in ["16", "24", "32", "212"]:
        data = np.column_stack(signals(seconds, [1000] * 5, 3))
        wfdb.wrsamp("w" + form, fs=1000, units=["mV"] * 5, sig_name=list("abcde"), p_signal=data, fmt=[form] * 5,
                    write_dir=str(work))
        record = wfdb.rdrecord(str(work / ("w" + form)), return_res=64)
        report(f"reads wfdb {form}", ours(program, work / f"w{form}.hea")[1], list(record.p_signal.T))
        subprocess.run([program, "csv", work / f"w{form}.hea", work / f"w{form}.csv"], check=True)
        table = np.loadtxt(work / f"w{form}.csv", delimiter=",", skiprows=1)
        report(f"numpy reads our table of wfdb {form}", list(table.T[1:]), list(record.p_signal.T))
    table = np.column_stack(signals(seconds / 10, [2000] * 4, 1e3) + signals(seconds / 10, [2000], 1e-9))
    np.savetxt(work / "table.csv", table, delimiter=";", fmt="%.17g")
    found = ours(program, work / "table.csv", "--rate", "2000", "--unit", "mV")[1]
    report("reads a table of numpy", found, list(np.loadtxt(work / "table.csv", delimiter=";").T))


def timed(run):
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def bench(program):
    """Two hours, eight channels, 2 kHz; and ten minutes as a table."""
    path = work / "long.edf"
    edf(path, pyedflib.FILETYPE_EDFPLUS, [2000] * 8, signals(7200, [2000] * 8, 3000), 3276.8, (-32768, 32767))
    size = path.stat().st_size / 1e6
    read_edf(path)
    peer = min(timed(lambda: read_edf(path)) for _ in range(2))
    result = subprocess.run([program, "bench", path], check=True, capture_output=True, text=True)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"EDF+, {size:.0f} MB: pyedflib {peer:.2f} s ({size / peer:.0f} MB/s); ours: {result.stdout.strip()}")
    print(f"largest memory of our program so far: {memory:.0f} MB")
    result = subprocess.run([program, "quality", path], check=True, capture_output=True, text=True)
    print("search for disturbances:", result.stdout.splitlines()[0])
    path = work / "long.csv"
    np.savetxt(path, np.column_stack(signals(600, [2000] * 8, 1e3)), delimiter=",", fmt="%.6f")
    size = path.stat().st_size / 1e6
    peer = timed(lambda: np.loadtxt(path, delimiter=","))
    result = subprocess.run([program, "bench", path, "--rate", "2000", "--unit", "uV"], check=True,
                            capture_output=True, text=True)
    print(f"table, {size:.0f} MB: numpy.loadtxt {peer:.2f} s ({size / peer:.0f} MB/s); ours: {result.stdout.strip()}")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=int, default=600)
    arguments.add_argument("--bench", action="store_true")
    arguments.add_argument("--program", type=Path, help="dump.swift, built already")
    options = arguments.parse_args()
    program = options.program or build()
    compare(program, options.seconds)
    if options.bench:
        bench(program)
    print(f"files are in {work}")
    sys.exit(1 if failures else 0)


main()
