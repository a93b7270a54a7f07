"""Writes docs/examination-plans.md: for each leaf zone, how many steps each phase of its plan holds.

Run from the project's folder after `make build`: python3 Tools/plan-table/table.py
"""
import csv
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/tautband"
PHASES = ["rule_out", "joint", "limb", "innervation", "perpetuating"]


def plan(row):
    side = "right" if row["lateral"] == "paired" else "midline"
    command = [PROGRAM, "plan", "--pain", f"{row['zone_id']}:{side}=6", "--format", "json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main():
    rows = list(csv.DictReader((ROOT / "Sources/Anatomy/Resources/vocabulary/zones.tsv").open(), delimiter="\t"))
    parents = {row["parent"] for row in rows}
    leaves = [row for row in rows if row["zone_id"] not in parents]
    with ThreadPoolExecutor(2) as pool:
        plans = list(pool.map(plan, leaves))
    lines = ["# The plan of every place", "",
             "Made by `Tools/plan-table`: pain of 6 in one leaf zone, nothing else known; steps of each phase in teaching order. Movers and",
             "stabilizers are those of the joint phase. An empty phase says why in the plan itself.", "",
             "| place | rule out | joint | movers | stabilizers | limb | innervation | keeps it alive |",
             "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for row, answer in zip(leaves, plans):
        count = {phase: sum(step["phase"] == phase for step in answer["steps"]) for phase in PHASES}
        role = {name: sum(step.get("role") == name for step in answer["steps"]) for name in ("mover", "stabilizer")}
        cells = [str(count[p]) if count[p] else f"none: {answer['empty_phases'].get(p, '')}" for p in PHASES]
        lines.append(f"| {row['zone_id']} | {cells[0]} | {cells[1]} | {role['mover']} | {role['stabilizer']} | "
                     f"{cells[2]} | {cells[3]} | {cells[4]} |")
    (ROOT / "docs/examination-plans.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
