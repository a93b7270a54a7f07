"""Takes the recording and its published decomposition out of the installed package openhdemg, whose code is not run.

  published.py PROGRAM
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import loadmat


def main():
    files = [found for folder in map(Path, sys.path)
             for found in folder.glob("openhdemg/library/decomposed_test_files/otb_testfile.mat")]
    if not files:
        sys.exit("No recording: pip install openhdemg")
    content = loadmat(files[0], simplify_cells=True)
    names = [str(name).strip() for name in np.ravel(content["Description"])]
    data = np.asarray(content["Data"], dtype=float)
    rate = float(np.ravel(content["SamplingFrequency"])[0])
    # The grid in microvolts, then trains of ones at the discharges, then the sources they were found in.
    grid = [place for place, name in enumerate(names) if "GR08MM1305" in name and name.endswith("[uV]")]
    trains = [place for place, name in enumerate(names) if "Decomposition of" in name and "Source" not in name]
    with tempfile.TemporaryDirectory() as folder:
        samples, times = Path(folder) / "samples", Path(folder) / "trains"
        np.ascontiguousarray(data[:, grid].T).tofile(samples)
        times.write_text("\n".join(
            " ".join(f"{place / rate:.6f}" for place in np.flatnonzero(data[:, train] > 0.5)) for train in trains))
        print(f"openhdemg {files[0].name}: {len(grid)} channels, {len(trains)} published units")
        sys.exit(subprocess.run(
            [sys.argv[1], "recording", str(samples), str(len(grid)), str(rate), str(times)]).returncode)


main()
