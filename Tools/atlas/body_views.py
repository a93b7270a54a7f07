"""Large flat-coloured pictures of the labelled body, for looking at by eye.

Needs pillow; body.py does not need this module.
"""

import colorsys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from body_raster import raster


VIEWS = {
    "front": ((1, 0, 0), (0, 1, 0)),
    "back": ((-1, 0, 0), (0, 1, 0)),
    "left": ((0, 0, -1), (0, 1, 0)),
    "right": ((0, 0, 1), (0, 1, 0)),
    "top": ((1, 0, 0), (0, 0, -1)),
    "below": ((-1, 0, 0), (0, 0, -1)),
}


def axes(view, up=(0, 1, 0)):
    """Picture axes (right, up, towards the eye). `view` is a name or a direction
    from the body to the eye."""
    if isinstance(view, str):
        right, up = (np.array(v, float) for v in VIEWS[view])
        return right, up, np.cross(right, up)
    eye = np.array(view, float)
    eye /= np.linalg.norm(eye)
    right = np.cross(np.array(up, float), eye)
    right /= np.linalg.norm(right)
    return right, np.cross(eye, right), eye


def colour(name):
    seed = sum((i + 1) * 7919 * ord(c) for i, c in enumerate(name))
    h, s, v = (seed * 0.61803398875) % 1, 0.30 + 0.35 * ((seed // 7) % 5) / 4, 0.80 + 0.18 * ((seed // 3) % 4) / 3
    return np.array(colorsys.hsv_to_rgb(h, s, v))


def draw(path, vertices, quads, view, box=None, labels=None, names=None, width=1100, cells=None, only=None, keep=None, up=(0, 1, 0), grid=None):
    """Draws the skin; `labels` = zone index of each vertex, `names` = zone names.

    `box` = centre (3 mm) and half-size (mm); `keep` = vertices whose faces are drawn.
    `grid` = mm between dotted coordinate lines.
    """
    right, upv, eye = axes(view, up)
    pts = vertices @ np.stack([right, upv, eye], 1)
    if box is None:
        lo, hi = pts.min(0), pts.max(0)
        centre, half = (lo + hi) / 2, (hi - lo)[:2] / 2 * 1.03
    else:
        centre = np.array(box[0], float) @ np.stack([right, upv, eye], 1)
        half = np.array([box[1], box[1]] if np.isscalar(box[1]) else box[1], float)
    scale = width / (2 * half[0])
    height = int(round(2 * half[1] * scale))
    xy = np.stack([(pts[:, 0] - centre[0]) * scale + width / 2, height / 2 - (pts[:, 1] - centre[1]) * scale], 1)
    q = quads
    if keep is not None:
        q = q[keep[q].all(1)]
    tri = np.concatenate([q[:, [0, 1, 2]], q[:, [0, 2, 3]]])
    normal = np.cross(vertices[tri[:, 1]] - vertices[tri[:, 0]], vertices[tri[:, 2]] - vertices[tri[:, 0]])
    vn = np.zeros_like(vertices)
    for i in range(3):
        np.add.at(vn, tri[:, i], normal)
    vn /= np.maximum(np.linalg.norm(vn, axis=1, keepdims=True), 1e-12)
    hit, w = raster(xy, pts[:, 2], tri, width, height)
    ok = hit >= 0
    t = tri[np.where(ok, hit, 0)]
    n = (vn[t] * w[..., None]).sum(2)
    light = 0.35 * right * -0.6 + 0.5 * upv + 0.9 * eye
    light /= np.linalg.norm(light)
    shade = np.clip(n @ light, 0, 1) * 0.62 + 0.38
    image = np.ones((height, width, 3))
    if labels is None:
        image[ok] = (shade[..., None] * np.array([0.93, 0.90, 0.87]))[ok]
    else:
        corner = np.take_along_axis(t, w.argmax(2)[..., None], 2)[..., 0]
        lab = np.where(ok, labels[corner], -1)
        table = np.array([colour(nm) for nm in names])
        image[ok] = ((0.45 + 0.55 * shade)[..., None] * table[np.maximum(lab, 0)])[ok]
        if cells is not None:
            c = np.where(ok, cells[corner], -1)
            e = np.zeros_like(ok)
            e[:, 1:] |= c[:, 1:] != c[:, :-1]
            e[1:] |= c[1:] != c[:-1]
            image[e & ok] *= 0.7
        e = np.zeros_like(ok)
        e[:, 1:] |= lab[:, 1:] != lab[:, :-1]
        e[1:] |= lab[1:] != lab[:-1]
        image[e] *= 0.25
    picture = Image.fromarray((np.clip(image, 0, 1) * 255).astype(np.uint8))
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(13)
    if grid:
        for axis, vec in (("x", right), ("y", upv)):
            k = np.abs(vec).argmax()
            if axis == "x":
                a, b = centre[0] - half[0], centre[0] + half[0]
                for g in np.arange(np.ceil(a / grid) * grid, b, grid):
                    px = (g - centre[0]) * scale + width / 2
                    pen.line([px, 0, px, height], fill=(150, 150, 150))
                    pen.text((px + 2, 2), f"{'xyz'[k]}{g*np.sign(vec[k]):.0f}", fill=(200, 0, 0), font=font)
            else:
                a, b = centre[1] - half[1], centre[1] + half[1]
                for g in np.arange(np.ceil(a / grid) * grid, b, grid):
                    py = height / 2 - (g - centre[1]) * scale
                    pen.line([0, py, width, py], fill=(150, 150, 150))
                    pen.text((2, py + 1), f"{'xyz'[k]}{g*np.sign(vec[k]):.0f}", fill=(200, 0, 0), font=font)
    if labels is not None:
        for label in np.unique(lab[lab >= 0]):
            ys, xs = np.nonzero(lab == label)
            if len(xs) < 60:
                continue
            # One name for each side of the picture that has a good share.
            m = np.argmin((xs - np.median(xs)) ** 2 + (ys - np.median(ys)) ** 2)
            pen.text((xs[m], ys[m]), names[label].split("/")[-1], fill=(0, 0, 0), font=font, anchor="mm", stroke_width=1, stroke_fill=(255, 255, 255))
    picture.save(path)
