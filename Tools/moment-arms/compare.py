#!/usr/bin/env python3
"""Compares the actions of the muscle cards with the moment arms of an open musculoskeletal model; writes a report.

Run by hand from anywhere; see README.md beside this file.
"""

import fnmatch
import warnings
from pathlib import Path

import mujoco
import myo_sim
import numpy as np
import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CARDS = ROOT / "Sources/Knowledge/Resources/muscles"
VOCABULARY = ROOT / "Sources/Anatomy/Resources/vocabulary/movements.tsv"
REPORT = ROOT / "docs/moment-arms.md"

SAMPLES = 24  # arms per coordinate, one between each two neighbouring positions
LARGE = 3  # an arm this many times the small one is clear
SHARE = 0.25  # this share of the range on the card's side makes it right in part
NOT_CROSSING = 0.05  # mm
# The model stands upright and looks along -y, its right side is -x.
DIRECTIONS = {
    "forward": (0, -1, 0), "back": (0, 1, 0), "up": (0, 0, 1), "down": (0, 0, -1), "outward": (-1, 0, 0), "inward": (1, 0, 0),
}
HEADER = ["| movement | role | arm | over the range | model | judgement |", "| --- | --- | ---: | ---: | --- | --- |"]


class Model:
    """The model with its joint couplings; gives tendon lengths and body positions of a posture."""

    def __init__(self, name):
        self.model = myo_sim.load_model(name)
        self.data = mujoco.MjData(self.model)
        m = self.model
        self.couplings = []  # (address of the follower, of the leader or None, polynomial)
        for e in range(m.neq):
            if m.eq_type[e] == mujoco.mjtEq.mjEQ_JOINT:
                leader = m.jnt_qposadr[m.eq_obj2id[e]] if m.eq_obj2id[e] >= 0 else None
                self.couplings.append((m.jnt_qposadr[m.eq_obj1id[e]], leader, m.eq_data[e][:5]))
        self.followers = {follower for follower, _, _ in self.couplings}
        self.tendon = {m.actuator(i).name: m.actuator_trnid[i, 0] for i in range(m.nu)}
        self.force = {m.actuator(i).name: m.actuator_gainprm[i, 2] for i in range(m.nu)}

    def address(self, joint):
        return self.model.jnt_qposadr[self.model.joint(joint).id]

    def place(self, coordinate, angle):
        """Puts the model at `angle` (rad) of a coordinate. Followers named in `move` turn in addition to their coupling."""
        q, more = self.model.qpos0.copy(), {}
        for joint, degrees in coordinate.get("posture", {}).items():
            q[self.address(joint)] = np.radians(degrees)
        for joint, factor in coordinate["move"].items():
            a = self.address(joint)
            if a in self.followers:
                more[a] = factor * angle
            else:
                q[a] += factor * angle
        rest = self.model.qpos0
        for follower, leader, polynomial in self.couplings:
            x = 0 if leader is None else q[leader] - rest[leader]
            q[follower] = rest[follower] + np.polyval(polynomial[::-1], x)
        for a, extra in more.items():
            q[a] += extra
        self.data.qpos[:] = q
        mujoco.mj_kinematics(self.model, self.data)
        mujoco.mj_comPos(self.model, self.data)
        mujoco.mj_tendon(self.model, self.data)

    def arms(self, coordinate):
        """Moment arms in mm, samples x tendons: how much each shortens per radian. Single spikes of a wrap are dropped."""
        angles = np.radians(np.linspace(*coordinate["range"], SAMPLES + 1))
        lengths = []
        for angle in angles:
            self.place(coordinate, angle)
            lengths.append(self.data.ten_length.copy())
        arms = -1000 * np.diff(lengths, axis=0) / np.diff(angles)[:, None] / coordinate.get("turn", 1)
        padded = np.concatenate([arms[:1], arms, arms[-1:]])
        return np.median([padded[:-2], padded[1:-1], padded[2:]], axis=0)

    def step(self, coordinate, body):
        """Unit vector of the way of a body's shapes at a small positive step in the middle of the range."""
        middle = np.radians(np.mean(coordinate["range"]))
        shapes = self.model.geom_bodyid == self.model.body(body).id
        self.place(coordinate, middle)
        before = self.data.geom_xpos[shapes].mean(axis=0)
        self.place(coordinate, middle + 0.01)
        way = self.data.geom_xpos[shapes].mean(axis=0) - before
        return way / np.linalg.norm(way)


class Arms:
    """Moment arms of our muscles along movement ids."""

    def __init__(self, mapping):
        self.model = Model(mapping["model"])
        self.coordinates = mapping["coordinates"]
        self.table = {name: self.model.arms(c) for name, c in self.coordinates.items()}
        self.units = {
            muscle: [unit for pattern in patterns for unit in fnmatch.filter(self.model.tendon, pattern)]
            for muscle, patterns in mapping["units"].items()
        }
        self.narrow = mapping["narrow"]
        self.check()

    def check(self):
        """Stops if a coordinate runs the wrong way or a unit is missing."""
        for muscle, units in self.units.items():
            assert units, f"{muscle}: no such unit"
        for name, c in self.coordinates.items():
            way = self.model.step(c, c["check"]["body"])
            assert way @ DIRECTIONS[c["check"]["moves"]] > 0.5, f"{name}: moves {way.round(2)}, not {c['check']['moves']}"
            for witness in c.get("witness", []):
                sign, unit = (-1, witness[1:]) if witness.startswith("-") else (1, witness)
                mean = self.table[name][:, self.model.tendon[unit]].mean()
                assert sign * mean > 0, f"{name}: {unit} has an arm of {mean:.1f} mm"

    def directions(self, muscle):
        """(movements, same turn seen from the other bone, coordinate, sign) for all that count for a muscle."""
        for name, c in self.coordinates.items():
            if muscle in c.get("only", [muscle]):
                yield c["positive"], c.get("also_positive", []), name, 1
                yield c["negative"], c.get("also_negative", []), name, -1

    def along(self, name, sign, units):
        """Samples of the force-weighted arm of those units that cross the coordinate, or None."""
        samples, weights = [], []
        for unit in units:
            arm = sign * self.table[name][:, self.model.tendon[unit]]
            if np.abs(arm).max() >= NOT_CROSSING:
                samples.append(arm)
                weights.append(self.model.force[unit])
        return np.average(samples, axis=0, weights=weights) if samples else None

    def action(self, muscle, movement):
        """(arm samples, small) for an action of a card; None where the model has no such movement or no crossing unit."""
        narrow = self.narrow.get(muscle, {}).get(movement, {})
        wanted, units = narrow.get("as", movement), narrow.get("units", self.units[muscle])
        for name, c in self.coordinates.items():
            if muscle not in c.get("only", [muscle]) and "as" not in narrow:
                continue
            for sign, ids in ((1, "positive"), (-1, "negative")):
                if wanted in c[ids] + c.get("also_" + ids, []):
                    arm = self.along(name, sign, units)
                    if arm is not None:
                        return arm, c["small"]
        return None


def verdict(role, arm, small):
    if role == "stabilizer":
        return "no sign"
    side = -arm if role == "antagonist" else arm
    if side.mean() >= small:
        return "agree"
    if np.mean(side >= small) >= SHARE:
        return "in part"
    return "small" if side.mean() > -small else "disagree"


def lacking(arms, muscle, card_actions, vocabulary):
    """Movements with a clear arm that the card has neither for nor against, largest first."""
    active = {a["movement"] for a in card_actions}
    found = {}
    for movements, also, name, sign in arms.directions(muscle):
        ids = [m for m in movements + also]
        opposite = arms.coordinates[name]["negative" if sign > 0 else "positive"]
        countered = any(a["movement"] in opposite and a["role"] == "antagonist" for a in card_actions)
        arm = arms.along(name, sign, arms.units[muscle])
        if not movements or movements[0] not in vocabulary or active & set(ids) or countered or arm is None:
            continue
        if arm.mean() >= LARGE * arms.coordinates[name]["small"]:
            found[movements[0]] = arm
    return sorted(found.items(), key=lambda item: -item[1].mean())


def figure(arm):
    return f"{arm.mean():+.0f}", f"{arm.min():+.0f} to {arm.max():+.0f}"


def main():
    warnings.simplefilter("ignore")
    mujoco.set_mju_user_warning(lambda text: None)  # a harmless one at loading, else kept in a log file
    mapping = yaml.safe_load((HERE / "mapping.yaml").read_text())
    judgements = yaml.safe_load((HERE / "judgements.yaml").read_text())
    vocabulary = {line.split("\t")[0] for line in VOCABULARY.read_text().splitlines()[1:]}
    arms = Arms(mapping)
    counts, tables, missing, used, open_points, absent = {}, [], [], set(), [], []
    for path in sorted(CARDS.glob("*.yaml")):
        card = yaml.safe_load(path.read_text())
        muscle, actions = card["id"], card.get("actions", [])
        if muscle not in arms.units:
            absent.append(muscle)
            continue
        said = judgements["actions"].get(muscle, {})
        rows = []
        for a in actions:
            found = arms.action(muscle, a["movement"])
            word = verdict(a["role"], *found) if found else "not in model"
            counts[word] = counts.get(word, 0) + 1
            text = said.get(a["movement"], "") if word != "no sign" and word != "not in model" else ""
            if text:
                used.add((muscle, a["movement"]))
            elif word in ("disagree", "small", "in part"):
                open_points.append(f"{muscle} {a['movement']} {a['role']}: {word}")
            mean, span = figure(found[0]) if found else ("", "")
            rows.append(f"| {a['movement']} | {a['role'].replace('_', ' ')} | {mean} | {span} | {word} | {text} |")
        tables.append("\n".join([f"### {muscle}", "", *HEADER, *rows]))
        for movement, arm in lacking(arms, muscle, actions, vocabulary):
            text = said.get(movement, "")
            used.add((muscle, movement))
            if not text:
                open_points.append(f"{muscle} {movement}: lacking, {arm.mean():+.0f}")
            mean, span = figure(arm)
            missing.append(f"| {muscle} | {movement} | {mean} | {span} | {text} |")
    for muscle, entries in judgements["actions"].items():
        open_points += [f"{muscle} {m}: judgement without a place" for m in entries if (muscle, m) not in used]
    positions = side_by_side(arms, mapping["side_by_side"])
    REPORT.write_text(report(counts, tables, missing, absent, judgements["mended"], positions))
    print("\n".join(open_points) or "all differences are judged")
    print(counts, f"lacking {len(missing)}")


def side_by_side(arms, spec):
    """Table of the mean arm of each unit along one movement in several positions."""
    names = spec["coordinates"]
    rows = [f"## {spec['title']}", "", f"Mean arm of each unit for {spec['movement']} in mm; only units with a clear arm in one position.", ""]
    rows += [f"| muscle | unit | {' | '.join(names)} |", "| --- | --- |" + " ---: |" * len(names)]
    for muscle, units in sorted(arms.units.items()):
        for unit in units:
            means = [arms.table[c][:, arms.model.tendon[unit]].mean() for c in names.values()]
            if max(map(abs, means)) >= LARGE * arms.coordinates[next(iter(names.values()))]["small"]:
                rows.append(f"| {muscle} | {unit} | " + " | ".join(f"{m:+.0f}" for m in means) + " |")
    return rows


def report(counts, tables, missing, absent, mended, positions):
    judged = sum(counts.get(word, 0) for word in ("agree", "in part", "small", "disagree"))
    rate = 100 * counts["agree"] / judged
    part = 100 * (counts["agree"] + counts.get("in part", 0)) / judged
    lines = [
        "# Actions of the muscle cards and the moment arms of a model",
        "",
        "<!-- Written by Tools/moment-arms/compare.py; do not edit. Judgements: Tools/moment-arms/judgements.yaml. -->",
        "",
        "The actions in the muscle cards come from textbooks. This page holds them against the geometry of MyoFullBody (package",
        f"`myo-sim` {myo_sim.__version__}, Apache-2.0; [how](../Tools/moment-arms/README.md)). A muscle that shortens as a joint turns can",
        "drive that turn; by how much per radian is its moment arm.",
        "",
        "- **arm**: mean over the usual range in mm, the units of a muscle weighted by their peak force. Plus: the muscle drives the",
        "  movement of the row; minus: it resists it. **Over the range**: least and largest arm.",
        "- **agree**: a mover has a plus arm, an antagonist a minus arm. **small**: the mean is under the threshold (5 mm at hip, knee,",
        "  shoulder and trunk, 3 mm at elbow, wrist, ankle and foot, 2 mm at thumb and fingers). **in part**: the mean is small or on",
        "  the other side, but a quarter of the range or more is on the card's side. **disagree**: the mean is on the other side.",
        "- **no sign**: a stabilizer may pull either way. **not in model**: no such joint, or the unit does not cross it there.",
        "- An arm says which way a muscle can pull, not whether it is used. The model is one body, upright, and has faults of its own.",
        "",
        "## Sum",
        "",
        f"{len(tables)} of {len(tables) + len(absent)} muscles have a unit in the model; {sum(counts.values())} actions, {judged} of them can be judged by sign:",
        f"{rate:.0f} % agree, {part:.0f} % agree at least in part.",
        "",
        "| agree | in part | small | disagree | no sign | not in model |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
        "| " + " | ".join(str(counts.get(w, 0)) for w in ("agree", "in part", "small", "disagree", "no sign", "not in model")) + " |",
        "",
        "## Mended in the cards",
        "",
        "| card | change |",
        "| --- | --- |",
        *[f"| {muscle} | {text} |" for muscle, text in sorted(mended.items())],
        "",
        "## Clear in the model, lacking in the card",
        "",
        f"Arms of at least {LARGE} times the threshold for a movement that the card has in no role, nor its opposite as antagonist.",
        "",
        "| muscle | movement | arm | over the range | judgement |",
        "| --- | --- | ---: | ---: | --- |",
        *missing,
        "",
        *positions,
        "",
        "## Muscle by muscle",
        "",
        "\n\n".join(tables),
        "",
        "## Not in the model",
        "",
        ", ".join(absent) + ".",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
