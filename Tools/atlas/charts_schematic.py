"""The two charts that are not views of the mesh: the inside of the mouth, and the pelvic floor.

Both are small height fields, lit and traced like the body, so that they look alike.
"""

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

# Widths along the arch and depths across it, mm, from the middle outwards: usual tooth sizes.
UPPER = [(8.5, 7.2), (6.6, 6.4), (7.6, 8.0), (7.0, 9.0), (6.8, 9.0), (10.2, 11.0), (9.8, 10.8), (8.6, 10.2)]
LOWER = [(5.4, 6.0), (6.0, 6.3), (6.9, 7.6), (7.1, 7.8), (7.2, 8.2), (11.0, 10.4), (10.5, 10.0), (9.8, 9.4)]


def arch(sizes, width, length, power=2.3):
    """Centres, tangents and sizes of the right-hand half of the teeth; the arch opens downwards."""
    t = np.linspace(0, np.pi / 2, 4000)
    x = width * np.abs(np.sin(t)) ** (2 / power)
    y = length * np.abs(np.cos(t)) ** (2 / power)
    s = np.r_[0, np.cumsum(np.hypot(np.diff(x), np.diff(y)))]
    scale = (sum(w for w, _ in sizes) + 1.0) / s[-1]
    x, y, s = x * scale, y * scale, s * scale
    out, at = [], 0.1
    for w, d in sizes:
        m = at + w / 2
        px, py = np.interp(m, s, x), np.interp(m, s, y)
        tx = np.interp(m + 1.5, s, x) - np.interp(m - 1.5, s, x)
        ty = np.interp(m + 1.5, s, y) - np.interp(m - 1.5, s, y)
        n = np.hypot(tx, ty)
        out.append((px, py, tx / n, ty / n, w, d))
        at += w
    return out, (x, y), y.max()


def mouth(density):
    """Height (mm), tone shift, mask, labels and the zone name of each label. Grid in view units."""
    scale, margin = 4.05, 12.0
    up, up_curve, up_top = arch(UPPER, 29, 44)
    low, low_curve, low_top = arch(LOWER, 27.5, 41)
    gap, rim = 21.0, 7.5
    half = 43.0
    height = up_top + low_top + gap + 2 * rim
    w_units, h_units = 2 * half * scale + 2 * margin, height * scale + 2 * margin
    w, h = int(round(w_units * density)), int(round(h_units * density))
    cols, rows = np.meshgrid(np.arange(w) + 0.5, np.arange(h) + 0.5)
    x = (cols / density - margin) / scale - half
    y = (rows / density - margin) / scale
    z = np.zeros((h, w))
    shift = np.zeros((h, w))
    mask = np.zeros((h, w), bool)
    labels = np.zeros((h, w), int)
    names = {}
    lines = []
    for jaw, teeth, curve, top, sign in (("upper", up, up_curve, rim + up_top, 1), ("lower", low, low_curve, rim + up_top + gap, -1)):
        v = (top - y) * sign                       # along the arch: 0 at the open end, up to the front teeth
        # Distance to the arch line, and inside or outside.
        cx = np.r_[-curve[0][::-1], curve[0]][::20]
        cy = np.r_[curve[1][::-1], curve[1]][::20]
        cx = np.r_[cx[0] - 0.3, cx, cx[-1] + 0.3]
        cy = np.r_[-3.5, cy, -3.5]
        line = np.stack([cx, cy], axis=1)
        dense = np.concatenate([np.linspace(a, b, 6, endpoint=False) for a, b in zip(line, line[1:])])
        dist, _ = cKDTree(dense).query(np.stack([x, v], axis=-1).reshape(-1, 2), workers=1)
        dist = dist.reshape(h, w)
        inner = (np.abs(x) < np.interp(v, curve[1][::-1], curve[0][::-1], left=curve[0][-1], right=0)) & (v > -3.5 - 4.5 * np.clip(1 - (x / 29) ** 2, 0, 1))
        signed = np.where(inner, -dist, dist)      # outside positive
        part = (signed < 6.6) & (v > -8.5)
        # A rounded open end.
        end = np.clip((-v - 1.0) / 7.5, 0, 1)
        part &= signed < 6.6 - 6.5 * end**3
        ridge = 5.2 * np.exp(-(dist / 5.6) ** 2)
        if jaw == "upper":
            vault = -7.0 * np.clip(-signed / 20, 0, 1) ** 0.8
            rugae = 0.30 * np.exp(-((v - 0.74 * up_top) / 7.5) ** 2) * np.sin((v + 0.10 * np.abs(x) * 2) * 1.35) * np.exp(-(x / 13) ** 2)
            seam = -0.45 * np.exp(-(x / 0.9) ** 2) * np.clip(v / 12, 0, 1)
            floor = vault + np.where(inner, rugae + seam, 0)
        else:
            floor = -7.5 * np.clip(-signed / 9, 0, 1) ** 0.9
        body = np.maximum(floor, ridge - 2.5) if jaw == "lower" else floor + ridge
        tongue = np.zeros((h, w), bool)
        if jaw == "lower":
            a = 20.5 - 3.0 * np.clip((v - 4) / 30, 0, 1)
            cy0, ry = -2.0, low_top - 10.5
            q = (np.abs(x) / a) ** 2.5 + (np.abs(v - cy0) / np.where(v > cy0, ry, 60)) ** 2.5
            dome = 7.5 * np.clip(1 - q, 0, 1) ** 0.5 - 5.0 - 0.9 * np.exp(-(x / 1.8) ** 2) * np.clip((low_top - 14 - v) / 12, 0, 1)
            tongue = (q < 1) & (v > -8.5)
            body = np.where(tongue, np.maximum(body, dome), body)
        z = np.where(part, body, z)
        shift = np.where(part, np.where(tongue, -0.10, -0.06), shift)
        near = np.full((h, w), 1e9)
        owner = np.zeros((h, w), int)
        for k, (tx, ty, ux, uy, tw, td) in enumerate(teeth):
            for side in (1, -1):
                a = (x * side - tx) * ux + (v - ty) * uy
                b = -(x * side - tx) * uy + (v - ty) * ux
                q = (np.abs(a) / (tw / 2 - 0.12)) ** 2.8 + (np.abs(b) / (td / 2)) ** 2.8
                crown = 4.0 * np.clip(1 - q, 0, 1) ** 0.45 + ridge * 0.6
                if k >= 3:                                        # chewing surface
                    crown -= (1.5 if k >= 5 else 1.1) * np.exp(-(b / 1.1) ** 2) * np.exp(-(a / (0.30 * tw)) ** 2)
                    if k >= 5:
                        crown -= 1.1 * np.exp(-(a / 1.0) ** 2) * np.exp(-(b / (0.30 * td)) ** 2)
                else:                                             # cutting edge
                    crown += 0.9 * np.exp(-((b - 0.10 * td) / (0.22 * td)) ** 2) - 1.2 * np.clip(-b / td, 0, 1)
                on = (q < 1) & part
                z = np.where(on, np.maximum(z, crown + 1.0), z)
                shift = np.where(on, 0.16, shift)
                dd = np.hypot(a / 1.0, b / 1.4) / tw
                take = (dd < near) & (x * side >= 0)
                near = np.where(take, dd, near)
                group = 0 if k < 2 else 1 if k < 5 else 2
                owner = np.where(take, 1 + group + (0 if side < 0 else 3), owner)
        base = len(names)
        lo_in = np.where(jaw == "lower", 6.2, 6.4)
        ring = part & (signed > -lo_in)
        for g, name in enumerate(("front", "side", "back")):
            names[base + 1 + g] = (f"head/mouth/{jaw}_{name}_teeth", "right")
            names[base + 4 + g] = (f"head/mouth/{jaw}_{name}_teeth", "left")
        names[base + 7] = ("head/mouth/palate" if jaw == "upper" else "head/mouth/tongue", "midline")
        labels = np.where(ring, base + owner, np.where(part, base + 7, labels))
        mask |= part
    return dict(z=z, shift=shift, mask=mask, labels=labels, names=names, width=round(w_units, 1), height=round(h_units, 1),
                scale=scale, pixel_mm=1 / (scale * density), lines=lines)


def _soft_max(values, k):
    m = np.max(values, axis=0)
    return m + k * np.log(sum(np.exp((v - m) / k) for v in values))


def pelvis(density):
    """The pelvic floor seen from below, front of the body at the top; neutral for every sex."""
    w_units, h_units = 600.0, 560.0
    w, h = int(w_units * density), int(h_units * density)
    cols, rows = np.meshgrid(np.arange(w) + 0.5, np.arange(h) + 0.5)
    x, y = cols / density - 300, rows / density
    ax = np.abs(x)

    def bump(cx, cy, rx, ry, top, power=2.1):
        q = np.abs((ax - cx) / rx) ** power + np.abs((y - cy) / ry) ** power
        return top * np.sqrt(np.clip(1 - q, 0, 1)) - 46 * np.clip(q - 1, 0, None) ** 0.8

    thigh = bump(262, 214, 204, 214, 118)
    buttock = bump(132, 486, 172, 178, 124)
    mons = bump(0, 44, 132, 122, 96)
    floor = 58 - 34 * (ax / 100) ** 2 - 20 * (np.abs(y - 270) / 200) ** 4
    z = _soft_max([thigh, buttock, mons, floor], 9.0)
    mask = (np.abs(x / 286) ** 3.4 + np.abs((y - 280) / 266) ** 3.4) < 1
    # A neutral, even middle: only a shallow dimple and the cleft behind it.
    z -= 11 * np.exp(-(x / 22) ** 2 - ((y - 372) / 22) ** 2)
    z -= 12 * np.exp(-(x / 15) ** 2) / (1 + np.exp(-(y - 404) / 12))
    z = ndimage.gaussian_filter(z, 4.0 * density)
    labels = np.zeros((h, w), int)
    names = {1: ("pelvis/front/pelvis_deep", "midline"), 2: ("pelvis/front/pubic_bone", "midline"),
             3: ("pelvis/front/external_genitals", "right"), 4: ("pelvis/front/external_genitals", "left"),
             5: ("pelvis/front/perineum", "midline"), 6: ("pelvis/front/anal_region", "midline"),
             7: ("pelvis/back/sit_bone", "right"), 8: ("pelvis/back/sit_bone", "left"),
             9: ("pelvis/back/tailbone", "midline"),
             10: ("pelvis/front/groin", "right"), 11: ("pelvis/front/groin", "left"),
             12: ("lower_limb/thigh/upper_inner_thigh", "right"), 13: ("lower_limb/thigh/upper_inner_thigh", "left"),
             14: ("pelvis/back/lower_buttock", "right"), 15: ("pelvis/back/lower_buttock", "left")}
    right = x < 0
    # Thigh and buttock fields around the floor; the buttock begins at the fold.
    fold = 336 + 0.10 * (ax - 120)
    labels[:] = np.where(y < fold, np.where(right, 12, 13), np.where(right, 14, 15))
    crease = 150 - 0.62 * (ax - 96)                        # between mons and thigh, rising outwards
    labels[np.abs(y - crease) < 44] = np.where(right, 10, 11)[np.abs(y - crease) < 44]
    labels[y < crease - 44] = 2

    def put(where, label, other=None):
        labels[where] = label if other is None else np.where(right, label, other)[where]

    put(np.where(y < 326, ax / 96 + (326 - y) / 190, ax / 96 + (y - 326) / 168) < 1, 1)      # the outlet, a diamond
    put((ax / 92) ** 2.6 + (np.abs(y - 90) / 58) ** 2.6 < 1, 2)
    put((ax / 49) ** 2.3 + (np.abs(y - 224) / 78) ** 2.3 < 1, 3, 4)
    put((ax / 33) ** 2.6 + (np.abs(y - 322) / 25) ** 2.6 < 1, 5)
    put((ax / 33) ** 2 + (np.abs(y - 376) / 33) ** 2 < 1, 6)
    put(((ax - 112) / 36) ** 2 + ((y - 344) / 42) ** 2 < 1, 7, 8)
    put((ax / 28) ** 2.2 + (np.abs(y - 458) / 44) ** 2.2 < 1, 9)
    labels[~mask] = 0
    d = []

    def ellipse(cx, cy, rx, ry):
        return f"M{cx - rx:.1f} {cy:.1f}a{rx:.1f} {ry:.1f} 0 1 0 {2 * rx:.1f} 0a{rx:.1f} {ry:.1f} 0 1 0 {-2 * rx:.1f} 0z"

    # Bones below the skin: pubic arch, sit bones, tip of the tailbone.
    d.append("M300 122c-18 0-31 7-37 20c-17 44-46 116-70 172M300 122c18 0 31 7 37 20c17 44 46 116 70 172")
    d.append(ellipse(188, 344, 22, 30) + ellipse(412, 344, 22, 30))
    d.append("M285 432c3 24 9 40 15 48c6-8 12-24 15-48")
    return dict(z=z, shift=np.zeros((h, w)), mask=mask, labels=labels, names=names, width=w_units, height=h_units,
                scale=2.2, pixel_mm=1 / density, lines=["".join(d)])
