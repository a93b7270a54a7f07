#!/usr/bin/env python3
"""The samples that Sources/Recordings reads beside those of pyedflib and wfdb, one by one.

  readers.py PROGRAM [--seconds 60]

PROGRAM is emg-peer, built by `run`. pyedflib writes EDF, EDF+, BDF and BDF+, wfdb the formats 16, 212, 24 and 32. EDF+D
and BDF+D are continuous files of pyedflib whose second halves are moved two seconds away in the times of their records.
Each sample has to be the same number, NaN included. Ends with 1 when one isn't; the largest difference is told.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyedflib
import wfdb

RATES = [2000, 2000, 2048, 1000, 100, 1]


def signals(seconds, rates, size):
    random = np.random.default_rng(1)
    return [size * random.uniform(-1, 1, int(seconds * rate)) for rate in rates]


def ours(program, path, work):
    """What the program says of a file, and the samples of each channel."""
    answer = subprocess.run([program, "read", path, work / "out"], check=True, capture_output=True, text=True).stdout
    told = json.loads(answer)
    return told, np.split(np.fromfile(work / "out"), np.cumsum(told["samples"])[:-1])


def report(name, found, wanted, more=True, note=""):
    same = len(found) == len(wanted) and all(np.array_equal(f, w, equal_nan=True) for f, w in zip(found, wanted))
    words = "the same to the bit"
    if not same:
        words = "DIFFERENT"
        if [len(f) for f in found] == [len(w) for w in wanted]:
            words += f" by up to {max(np.nanmax(np.abs(f - w)) for f, w in zip(found, wanted)):.1e}"
    words += note if more else f"{note} WRONG"
    print(f"  {name:10} {len(wanted)} channels, {sum(map(len, wanted)):8} samples: {words}", flush=True)
    return same and more


def write_edf(path, kind, digital, seconds):
    writer = pyedflib.EdfWriter(str(path), len(RATES), file_type=kind)
    writer.setSignalHeaders([
        {"label": f"EMG {i}", "dimension": "uV", "sample_frequency": rate, "physical_min": -3276.8, "prefilter": "",
         "physical_max": 3276.7, "digital_min": digital[0], "digital_max": digital[1], "transducer": ""}
        for i, rate in enumerate(RATES)])
    writer.writeSamples(signals(seconds, RATES, 3000))
    writer.close()


def read_edf(path):
    reader = pyedflib.EdfReader(str(path))
    data = [reader.readSignal(i) for i in range(reader.signals_in_file)]
    reader.close()
    return data


def apart(path, octets, seconds):
    """Marks a continuous file as interrupted, and moves its second half two seconds later."""
    content = bytearray(path.read_bytes())
    assert content[192:197] in (b"EDF+C", b"BDF+C")
    content[196:197] = b"D"
    count = int(content[252:256])
    heads = int(content[236:244])
    lengths = [int(content[256 + 216 * count + 8 * i : 264 + 216 * count + 8 * i]) for i in range(count)]
    size = octets * sum(lengths)
    start = int(content[184:192])
    times = octets * sum(lengths[:-1])
    for record in range(heads // 2, heads):
        place = start + record * size + times
        field = bytes(content[place : start + (record + 1) * size])
        end = field.index(b"\x14")
        text = b"%+d" % (round(float(field[:end])) + 2)
        rest = field[end:].rstrip(b"\0")
        content[place : place + len(field)] = (text + rest).ljust(len(field), b"\0")
    path.write_bytes(content)
    return [[float(heads // 2) * seconds / heads, float(heads // 2) * seconds / heads + 2]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    good = True
    print(f"Samples beside pyedflib {pyedflib.__version__} and wfdb {wfdb.__version__}:")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name, kind, digital, octets in [
            ("EDF", pyedflib.FILETYPE_EDF, (-32768, 32767), 2), ("EDF+", pyedflib.FILETYPE_EDFPLUS, (-2048, 2047), 2),
            ("BDF", pyedflib.FILETYPE_BDF, (-8388608, 8388607), 3),
            ("BDF+", pyedflib.FILETYPE_BDFPLUS, (-8388608, 8388607), 3),
        ]:
            path = work / f"{name}.file"
            write_edf(path, kind, digital, options.seconds)
            wanted = read_edf(path)
            good &= report(name, ours(options.program, path, work)[1], wanted)
            if name.endswith("+"):
                # pyedflib does not open interrupted files; their samples are those of the continuous one.
                gaps = apart(path, octets, options.seconds)
                told, found = ours(options.program, path, work)
                good &= report(f"{name}D", found, wanted, told["gaps"] == gaps, f", gap {told['gaps']}")
        for form in ["16", "212", "24", "32"]:
            data = np.column_stack(signals(options.seconds, [1000] * 5, 3))
            wfdb.wrsamp(f"w{form}", fs=1000, units=["mV"] * 5, sig_name=list("abcde"), p_signal=data, fmt=[form] * 5,
                        write_dir=str(work))
            record = wfdb.rdrecord(str(work / f"w{form}"), return_res=64)
            found = ours(options.program, work / f"w{form}.hea", work)[1]
            good &= report(f"WFDB {form}", found, list(record.p_signal.T))
    print("readers " + ("agree" if good else "DISAGREE"))
    sys.exit(not good)


if __name__ == "__main__":
    main()
