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
    for i in range(20 if kind in (pyedflib.FILETYPE_EDFPLUS, pyedflib.FILETYPE_BDFPLUS) else 0):
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


def spent(run):
    """Seconds of processor time, which other programs on the machine disturb less than the clock."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def spent_by(command):
    """The output of a program, and its seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return output, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def pieces(path):
    """All samples in parts of a million, as our program reads them: pyedflib's own memory is not the question."""
    reader = pyedflib.EdfReader(str(path))
    for i in range(reader.signals_in_file):
        for first in range(0, reader.getNSamples()[i], 1 << 20):
            reader.readSignal(i, first, min(1 << 20, reader.getNSamples()[i] - first))
    reader.close()


def bench(program):
    """Two hours, eight channels, 2 kHz; and five minutes as a table."""
    path = work / "long.edf"
    rates = [2000] * 8
    minute = signals(60, rates, 3000)
    edf(path, pyedflib.FILETYPE_EDFPLUS, rates, [np.tile(one, 120) for one in minute], 3276.8, (-32768, 32767))
    size = path.stat().st_size / 1e6
    pieces(path)
    peer = spent(lambda: pieces(path))
    memory, blocks = spent_by([program, "blocks", path])
    _, apart = spent_by([program, "apart", path])
    print(f"EDF+ of {size:.0f} MB, processor time: pyedflib {peer:.2f} s ({size / peer:.0f} MB/s); ours {blocks:.2f} s "
          f"({size / blocks:.0f} MB/s) in blocks, {apart:.2f} s ({size / apart:.0f} MB/s) channel after channel; {memory}")
    output, seconds = spent_by([program, "quality", path])
    print(f"search for disturbances: {seconds:.1f} s; {output.splitlines()[-1]}")
    path = work / "long.csv"
    np.savetxt(path, np.column_stack(signals(300, rates, 1e3)), delimiter=",", fmt="%.6f")
    size = path.stat().st_size / 1e6
    peer = spent(lambda: np.loadtxt(path, delimiter=","))
    _, ours = spent_by([program, "blocks", path, "--rate", "2000", "--unit", "uV"])
    print(f"table of {size:.0f} MB: numpy.loadtxt {peer:.2f} s ({size / peer:.0f} MB/s); ours {ours:.2f} s "
          f"({size / ours:.0f} MB/s)")


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
