#!/usr/bin/env python3
"""Runs the engine and its peers on the same networks in one run: medians, errors and ratios.

  compare.py --program tautband NETWORK.bn2o[=TRUTH.json] ...
"""
import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path


def median(values):
    return statistics.median(values) if values else float("nan")


def shown(value, form):
    return "-" if value is None or value != value else form.format(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--cases", type=int, default=12)
    parser.add_argument("networks", nargs="+")
    arguments = parser.parse_args()
    peers = Path(__file__).with_name("bn2o_peers.py")
    print(f"{'network':<28}{'engine':<12}{'cases':>6}{'median ms':>11}{'longest ms':>12}{'largest error':>15}{'ratio':>8}")
    for spec in arguments.networks:
        network, _, truth = spec.partition("=")
        ours = json.loads(subprocess.run([arguments.program, "infer", network, "--format", "json"],
                                         capture_output=True, text=True, check=True).stdout)
        reference = {str(row["id"]): row["post"] for row in json.loads(Path(truth).read_text())} if truth else {
            row["id"]: row["posterior"] for row in ours if row["bound"] is not None and row["bound"] <= 1e-6}
        others = json.loads(subprocess.run([sys.executable, str(peers), network, "--cases", str(arguments.cases)],
                                           capture_output=True, text=True, check=True).stdout)
        base = median([row["seconds"] for row in ours])
        for name, rows in (("tautband", ours), *others.items()):
            done = [row for row in rows if row["posterior"] is not None]
            errors = [max(abs(a - b) for a, b in zip(row["posterior"], reference[row["id"]]))
                      for row in done if row["id"] in reference]
            middle = median([row["seconds"] for row in done])
            print(f"{Path(network).stem:<28}{name:<12}{len(done):>3}/{len(rows):<2}{shown(1000 * middle, '{:.2f}'):>11}"
                  f"{shown(1000 * max([r['seconds'] for r in done], default=float('nan')), '{:.1f}'):>12}"
                  f"{shown(max(errors, default=None), '{:.1e}'):>15}{shown(middle / base if base else None, '{:.1f}'):>8}")


if __name__ == "__main__":
    main()
