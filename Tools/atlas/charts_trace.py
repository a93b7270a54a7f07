"""From pixels to smooth vector paths: contours, shared zone borders, cubic Bezier fitting."""

import numpy as np
from contourpy import contour_generator
from scipy import ndimage


# Numbers and paths

def number(v):
    s = f"{v:.1f}"
    if s.endswith(".0"):
        s = s[:-2]
    if s == "-0":
        s = "0"
    if s.startswith("0."):
        s = s[1:]
    elif s.startswith("-0."):
        s = "-" + s[2:]
    return s


def numbers(values):
    out = ""
    for v in values:
        s = number(v)
        if out and not (s[0] == "-" or (s[0] == "." and "." in out[out.rfind(" ") + 1:].split("-")[-1])):
            out += " "
        out += s
    return out


def path(start, segments, closed, grid=0.1):
    """SVG path data from fitted segments: each (c1, c2, end) or (end,). Coordinates snap to `grid`."""
    def snap(p):
        return np.round(np.round(np.asarray(p, float) / grid) * grid, 1)

    at = snap(start)
    d = "M" + numbers(at)
    last = ""
    for seg in segments:
        end = snap(seg[-1])
        if len(seg) == 1:
            if (end == at).all():
                continue
            body, cmd = numbers(end - at), "l"
        else:
            body, cmd = numbers(np.concatenate([snap(seg[0]) - at, snap(seg[1]) - at, end - at])), "c"
        if cmd == last:
            d += body if body[0] == "-" else " " + body
        else:
            d += cmd + body
        last = cmd
        at = end
    return d + ("z" if closed else "")


# Cubic fitting after Schneider, "An algorithm for automatically fitting digitized curves" (1990)

def _bezier(c, t):
    u = 1 - t
    return (u**3)[:, None] * c[0] + (3 * u * u * t)[:, None] * c[1] + (3 * u * t * t)[:, None] * c[2] + (t**3)[:, None] * c[3]


def _one(points, t1, t2, t):
    b1, b2 = 3 * (1 - t)**2 * t, 3 * (1 - t) * t * t
    b0, b3 = (1 - t)**3, t**3
    a1, a2 = b1[:, None] * t1, b2[:, None] * t2
    c11, c12, c22 = (a1 * a1).sum(), (a1 * a2).sum(), (a2 * a2).sum()
    p0, p3 = points[0], points[-1]
    rest = points - (b0 + b1)[:, None] * p0 - (b2 + b3)[:, None] * p3
    x1, x2 = (a1 * rest).sum(), (a2 * rest).sum()
    det = c11 * c22 - c12 * c12
    chord = np.hypot(*(p3 - p0))
    if abs(det) > 1e-12:
        l1, l2 = (x1 * c22 - x2 * c12) / det, (c11 * x2 - c12 * x1) / det
    else:
        l1 = l2 = 0
    if l1 < 1e-3 * chord or l2 < 1e-3 * chord or l1 > 3 * chord + 1e-9 or l2 > 3 * chord + 1e-9:
        l1 = l2 = chord / 3
    return np.array([p0, p0 + l1 * t1, p3 + l2 * t2, p3])


def _direction(v):
    n = np.hypot(*v)
    return v / n if n > 1e-12 else np.array([1.0, 0.0])


def fit(points, tolerance, t1=None, t2=None, reach=4):
    """Cubic segments through a polyline, within `tolerance`."""
    n = len(points)
    if n < 2:
        return []
    if n == 2 or np.hypot(*np.ptp(points, axis=0)) < 0.15:
        return [(points[-1],)]
    k = min(reach, n - 1)
    if t1 is None:
        t1 = _direction(points[k] - points[0])
    if t2 is None:
        t2 = _direction(points[-1 - k] - points[-1])
    step = np.hypot(*np.diff(points, axis=0).T)
    t = np.r_[0, np.cumsum(step)]
    if t[-1] < 1e-9:
        return []
    t = t / t[-1]
    for round_ in range(4):
        c = _one(points, t1, t2, t)
        off = points - _bezier(c, t)
        err = (off * off).sum(axis=1)
        worst = err.argmax()
        if err[worst] <= tolerance**2:
            return [(c[1], c[2], c[3])]
        if err[worst] > (8 * tolerance)**2:
            break
        d1 = 3 * np.diff(c, axis=0)
        d2 = 2 * np.diff(d1, axis=0)
        u = 1 - t
        f1 = (u * u)[:, None] * d1[0] + (2 * u * t)[:, None] * d1[1] + (t * t)[:, None] * d1[2]
        f2 = u[:, None] * d2[0] + t[:, None] * d2[1]
        low = (f1 * f1).sum(axis=1) - (off * f2).sum(axis=1)
        t = np.clip(t + np.where(np.abs(low) > 1e-9, (off * f1).sum(axis=1) / np.where(np.abs(low) > 1e-9, low, 1), 0), 0, 1)
        t = np.maximum.accumulate(t)
        t[0], t[-1] = 0, 1
    worst = min(max(worst, 1), n - 2)
    a, b = max(worst - 3, 0), min(worst + 3, n - 1)
    middle = _direction(points[a] - points[b])
    return fit(points[:worst + 1], tolerance, t1, middle, reach) + fit(points[worst:], tolerance, -middle, t2, reach)


def smooth_polyline(points, sigma, closed):
    """Gaussian smoothing along a polyline of even steps; open ends stay where they are."""
    if sigma <= 0 or len(points) < 4:
        return points
    if closed:
        return ndimage.gaussian_filter1d(points, sigma, axis=0, mode="wrap")
    # Reflect through the end points, so that they and their direction survive.
    m = min(len(points) - 1, int(4 * sigma) + 1)
    head = 2 * points[0] - points[m:0:-1]
    tail = 2 * points[-1] - points[-2:-2 - m:-1]
    out = ndimage.gaussian_filter1d(np.concatenate([head, points, tail]), sigma, axis=0)[m:m + len(points)]
    out[0], out[-1] = points[0], points[-1]
    return out


def resample(points, step):
    d = np.r_[0, np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    keep = np.r_[True, np.diff(d) > 1e-9]
    points, d = points[keep], d[keep]
    if len(points) < 2:
        return points
    n = max(2, int(round(d[-1] / step)) + 1)
    s = np.linspace(0, d[-1], n)
    return np.stack([np.interp(s, d, points[:, 0]), np.interp(s, d, points[:, 1])], axis=1)


def corners(points, closed, reach, cosine):
    """Indices of sharp turns of an evenly stepped polyline."""
    n = len(points)
    i = np.arange(n)
    if closed:
        a, b = points[(i - reach) % n], points[(i + reach) % n]
    else:
        a, b = points[np.maximum(i - reach, 0)], points[np.minimum(i + reach, n - 1)]
    u, v = points - a, b - points
    cos = (u * v).sum(axis=1) / np.maximum(np.hypot(*u.T) * np.hypot(*v.T), 1e-9)
    turn = 1 - cos
    if not closed:
        turn[:reach] = turn[-reach:] = 0
    peak = ndimage.maximum_filter1d(turn, 2 * reach + 1, mode="wrap" if closed else "nearest")
    return [int(k) for k in np.nonzero((turn >= peak) & (cos < cosine))[0]]


def fit_closed(points, tolerance, cosine=0.3, reach=4):
    """Start point and segments of a closed, evenly stepped polyline (no repeated last point)."""
    cut = corners(points, True, reach, cosine)
    if not cut:
        tangent = _direction(points[3 % len(points)] - points[-3 % len(points)])
        ring = np.concatenate([points, points[:1]])
        half = len(points) // 2
        return ring[0], fit(ring, tolerance, tangent, -tangent, reach) if half > 1 else []
    ring = np.roll(points, -cut[0], axis=0)
    at = [0] + [k - cut[0] for k in cut[1:]] + [len(points)]
    ring = np.concatenate([ring, ring[:1]])
    segs = []
    for a, b in zip(at, at[1:]):
        segs += fit(ring[a:b + 1], tolerance, None, None, reach)
    return ring[0], segs


def area(points):
    x, y = points.T
    return 0.5 * abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())


def simplify(points, tolerance):
    """Douglas-Peucker."""
    keep = np.zeros(len(points), bool)
    keep[0] = keep[-1] = True
    stack = [(0, len(points) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        p, q = points[a], points[b]
        d = q - p
        n = np.hypot(*d)
        m = points[a + 1:b]
        off = np.abs((m[:, 0] - p[0]) * d[1] - (m[:, 1] - p[1]) * d[0]) / n if n > 1e-9 else np.hypot(*(m - p).T)
        k = off.argmax()
        if off[k] > tolerance:
            k += a + 1
            keep[k] = True
            stack += [(a, k), (k, b)]
    return points[keep]


# Contours of an image

def rings(image, level):
    """Closed contour lines (px; image is padded with a value below the level)."""
    padded = np.pad(image, 1, constant_values=min(level - 1, float(image.min())))
    lines = contour_generator(z=padded).lines(level)
    # Sample (row, col) sits at (col + 0.5, row + 0.5); minus the padding.
    return [np.asarray(l[:-1]) - 0.5 for l in lines if len(l) > 4]


def trace_silhouette(mask, density, tolerance=0.22, smallest=6.0, soft=0.9):
    cover = ndimage.gaussian_filter(mask.astype(np.float32), soft)
    out, loops = [], []
    for ring in rings(cover, 0.5):
        p = ring / density
        if area(p) < smallest:
            continue
        p = np.concatenate([p, p[:1]])
        p = resample(p, 0.8)[:-1]
        p = smooth_polyline(p, 0.9, True)
        start, segs = fit_closed(p, tolerance, cosine=-0.1, reach=4)
        loops.append(p)
        out.append(path(start, segs, True))
    return "".join(out), loops


def extend(values, mask):
    """Fills the pixels outside the mask from the nearest pixel a little inside it."""
    inner = ndimage.binary_erosion(mask, iterations=1)
    if not inner.any():
        inner = mask
    where = ndimage.distance_transform_edt(~inner, return_distances=False, return_indices=True)
    return values[tuple(where)]


def trace_level(image, level, outside, density, tolerance, smallest, margin, grid=0.1):
    """Closed region image >= level. `outside`: distance (units) outside the silhouette at each pixel.

    The parts of the border that run outside the silhouette are cut away by the clip to the
    outline, so they are drawn with few straight lines.
    """
    field = np.where(outside < margin, image, level - 1)
    d = []
    for ring in rings(field, level):
        p = ring / density
        if area(p) < smallest:
            continue
        g = grid if np.ptp(p, axis=0).max() > 45 else 0.1
        px = np.clip(ring.astype(int), 0, [image.shape[1] - 1, image.shape[0] - 1])
        out = outside[px[:, 1], px[:, 0]] > 1.2
        if out.all():
            if area(p) > 60:       # runs around the whole figure
                p = simplify(np.concatenate([p, p[:1]]), 0.9)
                d.append(path(p[0], [(q,) for q in p[1:]], True, g))
            continue
        if not out.any():
            q = resample(np.concatenate([p, p[:1]]), 0.7)[:-1]
            q = smooth_polyline(q, 1.6, True)
            if len(q) < 6:
                continue
            start, segs = fit_closed(q, tolerance, cosine=-0.6)
            d.append(path(start, segs, True, g))
            continue
        first = int(np.nonzero(out & ~np.roll(out, 1))[0][0]) if (out & ~np.roll(out, 1)).any() else 0
        p, out = np.roll(p, -first, axis=0), np.roll(out, -first)
        p, out = np.concatenate([p, p[:1]]), np.r_[out, out[0]]
        cut = np.nonzero(np.diff(out.astype(int)))[0] + 1
        segs, a = [], 0
        for b in [*cut, len(p) - 1]:
            piece = p[a:b + 1]
            if len(piece) >= 2:
                if out[a]:
                    segs += [(q,) for q in simplify(piece, 0.9)[1:]]
                else:
                    q = smooth_polyline(resample(piece, 0.7), 1.6, False)
                    segs += fit(q, tolerance)
            a = b
        d.append(path(p[0], segs, True, g))
    return "".join(d)


# Zone borders, each traced once

class Partition:
    """Smooth closed outlines of the labels of an image; neighbours share their border exactly."""

    def __init__(self, labels, density, smooth, tolerance, outer_tolerance=0.25):
        """labels: int image, 0 outside. smooth: px along inner borders."""
        lab = np.pad(labels, 1)
        h, w = lab.shape
        # Cracks between pixels: grid node (r, c) is the corner above-left of pixel (r, c).
        vertical = lab[:, 1:] != lab[:, :-1]        # between (r, c) and (r, c+1): nodes (r, c+1)-(r+1, c+1)
        horizontal = lab[1:, :] != lab[:-1, :]      # between (r, c) and (r+1, c): nodes (r+1, c)-(r+1, c+1)
        links = {}

        def key(r, c):
            return r * (w + 1) + c

        edges = []
        for r, c in zip(*np.nonzero(vertical)):
            edges.append((key(r, c + 1), key(r + 1, c + 1), lab[r, c], lab[r, c + 1]))      # downward: left = c+1 side
        for r, c in zip(*np.nonzero(horizontal)):
            edges.append((key(r + 1, c), key(r + 1, c + 1), lab[r + 1, c], lab[r, c]))      # rightward
        for e, (a, b, p, q) in enumerate(edges):
            links.setdefault(a, []).append(e)
            links.setdefault(b, []).append(e)
        used = np.zeros(len(edges), bool)
        self.w1 = w + 1
        self.density = density
        arcs = []

        def pair(e):
            return frozenset(edges[e][2:4])

        def is_node(n, e):
            l = links[n]
            if len(l) == 2:
                return pair(l[0]) != pair(l[1])
            return True

        def walk(start, e):
            chain = [start]
            n = start
            while True:
                used[e] = True
                a, b, _, _ = edges[e]
                n = b if a == n else a
                chain.append(n)
                if is_node(n, e) or n == start:
                    return chain
                nxt = [k for k in links[n] if not used[k]]
                if not nxt:
                    return chain
                e = nxt[0]

        for n, l in links.items():
            if len(l) != 2 or pair(l[0]) != pair(l[1]):
                for e in l:
                    if not used[e]:
                        sides = self._sides(edges[e], n)
                        arcs.append((walk(n, e), sides))
        for e in range(len(edges)):
            if not used[e]:
                n = edges[e][0]
                sides = self._sides(edges[e], n)
                arcs.append((walk(n, e), sides))
        self.arcs = []
        for chain, (left, right) in arcs:
            chain = np.array(chain)
            p = np.stack([chain % self.w1, chain // self.w1], axis=1).astype(float) - 1
            closed = chain[0] == chain[-1]
            outer = 0 in (left, right)
            s = 1.5 * density if outer else smooth
            tol = outer_tolerance if outer else tolerance
            if closed and len(p) > 8:
                q = smooth_polyline(p[:-1], min(s, len(p) / 12), True)
                q = np.concatenate([q, q[:1]]) / density
            else:
                q = smooth_polyline(p, min(s, len(p) / 4), False) / density
            q = resample(q, 0.8) if len(q) > 3 else q
            if len(q) > 6:
                # The end directions are read over a longer reach: junctions sit on pixel corners.
                segs = fit(q, tol, reach=max(3, min(6, len(q) // 3)))
            else:
                segs = [(q[-1],)]
            self.arcs.append(dict(a=chain[0], b=chain[-1], left=left, right=right, start=q[0], segs=segs, points=q))
        self.by_label = {}
        for i, arc in enumerate(self.arcs):
            self.by_label.setdefault(arc["left"], []).append((i, True))
            self.by_label.setdefault(arc["right"], []).append((i, False))

    @staticmethod
    def _sides(edge, start):
        a, b, p, q = edge
        # p lies to the right hand of travel a -> b in image coordinates with y down, q to the left.
        return (q, p) if start == a else (p, q)

    def outline(self, label, smallest=0.0, grid=0.1):
        """SVG path data of a label, and its rings as points."""
        todo = list(self.by_label.get(label, []))
        d, loops = "", []
        starts = {}
        for item in todo:
            i, forward = item
            arc = self.arcs[i]
            starts.setdefault(arc["a"] if forward else arc["b"], []).append(item)
        left = set(todo)
        while left:
            item = min(left)
            ring = []
            begin = None
            while item in left:
                left.discard(item)
                i, forward = item
                arc = self.arcs[i]
                ring.append(item)
                begin = (arc["a"] if forward else arc["b"]) if begin is None else begin
                end = arc["b"] if forward else arc["a"]
                if end == begin:
                    break
                nxt = [k for k in starts.get(end, []) if k in left]
                if not nxt:
                    break
                item = nxt[0]
            start, segs, pts = None, [], []
            for i, forward in ring:
                arc = self.arcs[i]
                if forward:
                    s, g, q = arc["start"], arc["segs"], arc["points"]
                else:
                    s, g, q = reverse(arc["start"], arc["segs"])[0], reverse(arc["start"], arc["segs"])[1], arc["points"][::-1]
                start = s if start is None else start
                segs += g
                pts.append(q[:-1])
            pts = np.concatenate(pts)
            if area(pts) < smallest:
                continue
            loops.append(pts)
            d += path(start, segs, True, grid)
        return d, loops


def reverse(start, segs):
    """The same fitted curve run backwards."""
    ends = [start] + [s[-1] for s in segs]
    out = []
    for k in range(len(segs) - 1, -1, -1):
        s = segs[k]
        out.append((ends[k],) if len(s) == 1 else (s[1], s[0], ends[k]))
    return ends[-1], out


def blend_labels(labels, fine, sigma_fine, sigma_coarse):
    """Smooths the borders of a label image by blurring each label and taking the strongest.

    fine: 0...1 image, where 1 asks for the fine blur. Pixels outside (0) stay outside.
    """
    mask = labels > 0
    best = np.full(labels.shape, -1.0, np.float32)
    out = np.zeros_like(labels)
    pad = int(4 * sigma_coarse) + 2
    h, w = labels.shape
    for k, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is None:
            continue
        r = slice(max(box[0].start - pad, 0), min(box[0].stop + pad, h))
        c = slice(max(box[1].start - pad, 0), min(box[1].stop + pad, w))
        m = (labels[r, c] == k).astype(np.float32)
        f = fine[r, c]
        v = f * ndimage.gaussian_filter(m, sigma_fine) if (f > 0).any() else 0
        if (f < 1).any():
            v = v + (1 - f) * ndimage.gaussian_filter(m, sigma_coarse)
        take = (v > best[r, c]) & mask[r, c]
        best[r, c][take] = v[take]
        out[r, c][take] = k
    return out


def drop_slivers(labels, smallest):
    """Gives connected pieces smaller than `smallest` px to their neighbours."""
    out = labels.copy()
    bad = np.zeros(labels.shape, bool)
    for k, box in enumerate(ndimage.find_objects(labels), start=1):
        if box is None:
            continue
        parts, n = ndimage.label(labels[box] == k)
        size = np.bincount(parts.ravel())
        small = size < smallest
        small[0] = False
        bad[box] |= small[parts]
    if bad.any():
        good = (labels > 0) & ~bad
        where = ndimage.distance_transform_edt(~good, return_distances=False, return_indices=True)
        out[bad] = labels[tuple(where)][bad]
    return out
