"""Recordings for the tests: a real one, and made ones with known contents."""

import importlib.util
import math
import pathlib
import random
import struct


def real(number=2):
    """A recording of a face at 2 kHz in millivolts, as the package emgflow ships it: time in seconds and two muscles."""
    return pathlib.Path(importlib.util.find_spec("EMGFlow").origin).parent / "data" / f"sample_data_{number:02}.csv"


def noise(seconds, rate=1000, change=None, size=20.0, seed=5):
    """Microvolts; halved after `change` seconds."""
    values = random.Random(seed)
    return [
        values.gauss(0, size / (2 if change is not None and place >= change * rate else 1))
        for place in range(int(seconds * rate))
    ]


def text(values, label="emg"):
    return (label + "\n" + "\n".join(f"{value:.4f}" for value in values)).encode()


def edf(channels, rate=1000, start="26.11.26", clock="10.00.00"):
    """An EDF file with records of a second; `channels` are lists of microvolts by label, within ±200."""
    count = len(channels)
    seconds = len(next(iter(channels.values()))) // rate

    def column(values, width):
        return "".join(str(value).ljust(width)[:width] for value in values)

    head = "0".ljust(8) + "X X X X".ljust(80) + "Startdate 26-NOV-2026 X X X".ljust(80) + start + clock
    head += str(256 * (count + 1)).ljust(8) + "".ljust(44) + str(seconds).ljust(8) + "1".ljust(8) + str(count).ljust(4)
    head += column(channels, 16) + column([""] * count, 80) + column(["uV"] * count, 8) + column([-200] * count, 8)
    head += column([200] * count, 8) + column([-32768] * count, 8) + column([32767] * count, 8) + column([""] * count, 80)
    head += column([rate] * count, 8) + column([""] * count, 32)
    body = bytearray()
    for second in range(seconds):
        for values in channels.values():
            part = values[second * rate : (second + 1) * rate]
            steps = [max(-32768, min(32767, round((value + 200) / 400 * 65535 - 32768))) for value in part]
            body += struct.pack(f"<{rate}h", *steps)
    return head.encode("ascii") + bytes(body)


def sine(seconds, rate=1000, hertz=80.0, size=50.0):
    return [size * math.sin(2 * math.pi * hertz * place / rate) for place in range(int(seconds * rate))]
