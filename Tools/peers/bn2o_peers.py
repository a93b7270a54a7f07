#!/usr/bin/env python3
"""Runs public peers on BN2O networks: pyAgrum (exact, explicit tables) and JAGS (sampling).

  bn2o_peers.py NETWORK.bn2o [--cases N] [--seconds LIMIT]

Prints one JSON object: {"pyagrum": [row, ...], "jags": [row, ...]}; a row is {"id", "posterior" or null, "seconds"}.
Each peer gets the network after absent effects were absorbed into the odds (exact), as any user of it would do; effects
with more parents than a table can hold are given up and said so. Installs nothing: see README.md.
"""
import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def read(path):
    lines = iter(Path(path).read_text().split("\n"))
    assert next(lines) == "BN2O 1"
    n, m, links = map(int, next(lines).split())
    priors = list(map(float, next(lines).split()))
    leaks = list(map(float, next(lines).split()))
    parents = [{} for _ in range(m)]
    for _ in range(links):
        cause, effect, q = next(lines).split()
        parents[int(effect)][int(cause)] = float(q)
    cases = []
    for _ in range(int(next(lines).split()[1])):
        head = next(lines).split()
        cases.append((head[0], list(map(int, next(lines).split())), list(map(int, next(lines).split()))))
    return priors, leaks, parents, cases


def absorbed(priors, parents, absent):
    odds = [math.log(p / (1 - p)) for p in priors]
    for effect in absent:
        for cause, q in parents[effect].items():
            odds[cause] += math.log(1 - q)
    return [1 / (1 + math.exp(-o)) for o in odds]


def pyagrum_case(priors, leaks, parents, present):
    import pyagrum as gum
    widest = max((len(parents[e]) for e in present), default=0)
    if widest > 20:
        return None
    net = gum.BayesNet()
    causes = sorted({c for e in present for c in parents[e]})
    node = {c: net.add(gum.LabelizedVariable(f"c{c}", "", 2)) for c in causes}
    for c in causes:
        net.cpt(node[c]).fillWith([1 - priors[c], priors[c]])
    for e in present:
        effect = net.add(gum.LabelizedVariable(f"e{e}", "", 2))
        own = sorted(parents[e])
        for c in own:
            net.addArc(node[c], effect)
        table = []
        for index in range(1 << len(own)):
            spared = 1 - leaks[e]
            for bit, c in enumerate(own):
                if index >> bit & 1:
                    spared *= 1 - parents[e][c]
            table += [spared, 1 - spared]
        net.cpt(effect).fillWith(table)
    engine = gum.LazyPropagation(net)
    engine.setEvidence({f"e{e}": 1 for e in present})
    engine.makeInference()
    posterior = list(priors)
    for c in causes:
        posterior[c] = engine.posterior(node[c])[1]
    return posterior


def jags_case(priors, leaks, parents, present, sweeps=3000):
    causes = sorted({c for e in present for c in parents[e]})
    position = {c: i + 1 for i, c in enumerate(causes)}
    lines = ["model {"]
    lines += [f"  z[{position[c]}] ~ dbern({max(min(priors[c], 1 - 1e-12), 1e-12):.15g})" for c in causes]
    for i, e in enumerate(present, 1):
        terms = "+".join(f"z[{position[c]}]*{math.log(1 - q):.15g}" for c, q in sorted(parents[e].items())) or "0"
        lines.append(f"  y[{i}] ~ dbern(1 - {1 - leaks[e]:.15g}*exp({terms}))")
    lines.append("}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "model.bug").write_text("\n".join(lines))
        (place / "data.R").write_text('"y" <- c(' + ",".join("1" for _ in present) + ")\n")
        (place / "init.R").write_text('"z" <- c(' + ",".join("1" for _ in causes) + ")\n"
                                      '".RNG.name" <- "base::Wichmann-Hill"\n".RNG.seed" <- 1\n')
        (place / "run.cmd").write_text(
            'model in "model.bug"\ndata in "data.R"\ncompile, nchains(1)\nparameters in "init.R"\ninitialize\n'
            f"update {sweeps // 3}\nmonitor z, type(mean)\nupdate {sweeps}\ncoda *, stem(out)\n")
        subprocess.run(["jags", "run.cmd"], cwd=place, capture_output=True, text=True, timeout=120)
        found = [f for f in place.glob("out*") if "table" in f.name.lower()] or list(place.glob("out*0.txt"))
        posterior = list(priors)
        if not found:
            return None
        values = [float(line.split()[-1]) for line in found[0].read_text().splitlines() if line.strip()]
        for c, value in zip(causes, values):
            posterior[c] = value
        return posterior


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network")
    parser.add_argument("--cases", type=int, default=10 ** 6)
    parser.add_argument("--seconds", type=float, default=60, help="time for each peer in all")
    arguments = parser.parse_args()
    priors, leaks, parents, cases = read(arguments.network)
    answer = {}
    for name, run in (("pyagrum", pyagrum_case), ("jags", jags_case)):
        rows, begin = [], time.monotonic()
        for case, present, absent in cases[:arguments.cases]:
            if time.monotonic() - begin > arguments.seconds:
                break
            start = time.monotonic()
            try:
                posterior = run(absorbed(priors, parents, absent), leaks, parents, present)
            except Exception as error:  # a peer that cannot do a case is a result, not a failure of the benchmark
                print(f"{name}, case {case}: {error}", file=sys.stderr)
                posterior = None
            rows.append({"id": case, "posterior": posterior, "seconds": time.monotonic() - start})
        answer[name] = rows
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
