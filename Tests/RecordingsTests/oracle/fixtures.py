#!/usr/bin/env python3
"""Makes the small recordings in ../Fixtures and the numbers that pyedflib and wfdb read from them.

    pip install pyedflib wfdb numpy
    python3 fixtures.py

The files are written by these libraries, apart from two that they cannot write: gaps.edf is continuous.edf with the
reserved field and the times of its records changed, and skewed.hea is hand-written. Expected samples of gaps.edf are
those of continuous.edf. Run again, it gives the same files but for what the libraries say about themselves.
"""
import json
import re
from datetime import datetime
from pathlib import Path

import numpy as np
import pyedflib
import wfdb

folder = Path(__file__).resolve().parent.parent / "Fixtures"
expected = {}


def signal(seed, count, rate, size):
    """Noise with a slow wave, so that neither order nor scale of the samples can be mixed up unseen."""
    random = np.random.default_rng(seed)
    times = np.arange(count) / rate
    return size * (0.5 * np.sin(2 * np.pi * 1.7 * times) + 0.4 * random.uniform(-1, 1, count))


def header(label, unit, rate, low, high, digital):
    return {
        "label": label, "dimension": unit, "sample_frequency": rate, "physical_min": low, "physical_max": high,
        "digital_min": digital[0], "digital_max": digital[1], "transducer": "Ag/AgCl electrodes",
        "prefilter": "HP:10Hz LP:50Hz",
    }


def edf(name, kind, digital, annotations=()):
    """Three channels of different rate and range, two seconds."""
    headers = [
        header("EMG left", "uV", 200, -500, 500, digital), header("EMG right", "mV", 100, 1.5, -1.5, digital),
        header("Force", "N", 10, 0, 100, (0, 1000)),
    ]
    data = [signal(1, 400, 200, 480), signal(2, 200, 100, 1.4), 50 + signal(3, 20, 10, 40)]
    path = folder / name
    writer = pyedflib.EdfWriter(str(path), 3, file_type=kind)
    writer.setSignalHeaders(headers)
    writer.setStartdatetime(datetime(2026, 11, 26, 9, 30, 15))
    writer.writeSamples(data)
    for onset, duration, text in annotations:
        writer.writeAnnotation(onset, duration, text)
    writer.close()
    read(path)


def read(path):
    reader = pyedflib.EdfReader(str(path))
    onsets, durations, texts = reader.readAnnotations()
    expected[path.name] = {
        "start": reader.getStartdatetime().isoformat(),
        "annotations": [[float(o), float(d), str(t)] for o, d, t in zip(onsets, durations, texts)],
        "channels": [
            {
                "label": reader.getLabel(i), "unit": reader.getPhysicalDimension(i),
                "rate": float(reader.getSampleFrequency(i)), "samples": reader.readSignal(i).tolist(),
            }
            for i in range(reader.signals_in_file)
        ],
    }
    reader.close()


def with_gap(source, target):
    """The second record of continuous.edf comes 3.5 s after the first."""
    content = bytearray((folder / source).read_bytes())
    content[192:197] = b"EDF+D"
    at = content.index(b"+1\x14\x14\x00")
    end = content.index(b"\x00\x00\x00\x00", at)
    rest = bytes(content[at + 5:end])
    content[at:at + 7 + len(rest)] = b"+4.5\x14\x14\x00" + rest
    (folder / target).write_bytes(content)
    expected[target] = dict(expected[source])


def record(name, formats, **more):
    count = 150
    data = np.column_stack([signal(10 + i, count, 100, 0.9) for i in range(len(formats))])
    wfdb.wrsamp(
        name, fs=100, units=["mV", "uV", "mV"][: len(formats)], sig_name=[f"EMG {i + 1}" for i in range(len(formats))],
        p_signal=data * np.array([1, 1000, 1])[: len(formats)], fmt=formats, write_dir=str(folder),
        base_date=datetime(2026, 11, 26).date(), base_time=datetime(2026, 11, 26, 9, 30, 15).time(), **more)
    wfdb_read(name)


def wfdb_read(name):
    read = wfdb.rdrecord(str(folder / name), smooth_frames=False, return_res=64)
    rates = [read.fs * n for n in read.samps_per_frame]
    expected[name + ".hea"] = {
        "start": read.base_datetime.isoformat() if read.base_datetime else "", "annotations": [],
        "channels": [
            {
                "label": read.sig_name[i], "unit": read.units[i], "rate": float(rates[i]),
                "samples": [None if np.isnan(v) else float(v) for v in read.e_p_signal[i]],
            }
            for i in range(read.n_sig)
        ],
    }


def main():
    folder.mkdir(exist_ok=True)
    for old in list(folder.glob("*.edf")) + list(folder.glob("*.bdf")) + list(folder.glob("w*")):
        old.unlink()
    narrow, wide = (-32768, 32767), (-8388608, 8388607)
    remarks = [(0.0, -1, "begin"), (0.5, 0.75, "hold, 3 kg/cm\u00b2"), (1.25, 0.1, "release")]
    edf("plain.edf", pyedflib.FILETYPE_EDF, narrow)
    edf("continuous.edf", pyedflib.FILETYPE_EDFPLUS, narrow, remarks)
    with_gap("continuous.edf", "gaps.edf")
    edf("plain.bdf", pyedflib.FILETYPE_BDF, wide)
    edf("continuous.bdf", pyedflib.FILETYPE_BDFPLUS, wide, remarks)
    for form in ["16", "24", "32", "212"]:
        record(f"w{form}", [form] * 3)
    # Two signals at 100 Hz, one with four samples in each frame; the first comes two frames late in the file.
    frames = 40
    random = np.random.default_rng(7)
    data = random.integers(-2000, 2000, size=(frames, 6)).astype("<i2")
    data[5, 0] = -32768
    (folder / "wskew.dat").write_bytes(b"eight by" + data.tobytes())
    (folder / "wskew.hea").write_text(
        "# Written by hand.\nwskew 3 100 40\nwskew.dat 16:2+8 200(10)/mV 16 0 0 0 0 late\n"
        "wskew.dat 16x4+8 0.5(-3)/uV 12 0 0 0 0 fast one\nwskew.dat 16+8 100 16 7 0 0 0 plain\n")
    wfdb_read("wskew")
    text = json.dumps(expected, ensure_ascii=False)
    (folder / "expected.json").write_text(re.sub(r'\}, \{"label', '},\n{"label', text) + "\n")
    total = sum(file.stat().st_size for file in folder.iterdir())
    print(f"{len(expected)} recordings, {total} octets in all")


main()
