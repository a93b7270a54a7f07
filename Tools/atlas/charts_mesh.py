"""Subdivision, light and a z-buffer for the body surface. numpy and scipy only.

Coordinates are millimetres: x to the body's left, y up, z to the front.
"""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import splu


def catmull_clark(vertex_count, quads):
    """One Catmull-Clark step of a closed quad mesh, as a sparse matrix and the finer quads."""
    faces = len(quads)
    edges = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    unique, inverse, count = np.unique(edges, axis=0, return_inverse=True, return_counts=True)
    face_edge = inverse.reshape(faces, 4)
    ne = len(unique)

    face = sp.csr_matrix(
        (np.full(faces * 4, 0.25), (np.repeat(np.arange(faces), 4), quads.ravel())), (faces, vertex_count))
    edge_face = sp.csr_matrix(
        (np.ones(faces * 4), (face_edge.ravel(), np.repeat(np.arange(faces), 4))), (ne, faces))
    ends = sp.csr_matrix(
        (np.ones(ne * 2), (np.repeat(np.arange(ne), 2), unique.ravel())), (ne, vertex_count))
    inner = (count == 2).astype(float)
    edge = sp.diags(0.25 * inner + 0.5 * (1 - inner)) @ ends + sp.diags(0.25 * inner) @ (edge_face @ face)

    border = np.zeros(vertex_count, bool)
    border[unique[count == 1].ravel()] = True
    valence = np.maximum(np.asarray(ends.sum(axis=0)).ravel(), 1)
    vertex_edge = ends.T.tocsr()
    vertex_face = sp.csr_matrix(
        (np.ones(faces * 4), (quads.ravel(), np.repeat(np.arange(faces), 4))), (vertex_count, faces))
    inv = sp.diags(1 / valence)
    move = inv @ (inv @ vertex_face @ face) + inv @ (inv @ vertex_edge @ ends) + sp.diags((valence - 3) / valence)
    # mean of the edge midpoints counts twice: 2 * (1/n) sum (p + q) / 2 = (1/n) sum (p + q)
    keep = sp.diags(border.astype(float))
    move = sp.diags((~border).astype(float)) @ move + keep
    step = sp.vstack([move, edge, face]).tocsr()

    corner = quads
    nxt = vertex_count + face_edge
    prv = vertex_count + np.roll(face_edge, 1, axis=1)
    middle = np.repeat((vertex_count + ne + np.arange(faces))[:, None], 4, axis=1)
    finer = np.stack([corner, nxt, middle, prv], axis=2).reshape(-1, 4)
    return step, finer


def triangles(quads):
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def vertex_normals(verts, tris):
    a, b, c = (verts[tris[:, i]] for i in range(3))
    n = np.cross(b - a, c - a)
    out = np.zeros_like(verts)
    for i in range(3):
        for k in range(3):
            out[:, k] += np.bincount(tris[:, i], n[:, k], len(verts))
    return unit(out)


def unit(v):
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-12)


class Diffusion:
    """Smooths vertex data over the surface with a given width in millimetres."""

    def __init__(self, verts, quads):
        e = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
        e = np.unique(e, axis=0)
        length = np.maximum(np.linalg.norm(verts[e[:, 0]] - verts[e[:, 1]], axis=1), 0.05)
        n = len(verts)
        tris = triangles(quads)
        area = np.linalg.norm(np.cross(verts[tris[:, 1]] - verts[tris[:, 0]],
                                       verts[tris[:, 2]] - verts[tris[:, 0]]), axis=1) / 6
        mass = np.maximum(sum(np.bincount(tris[:, i], area, n) for i in range(3)), 1e-3)
        # On a regular quad grid the weight of each edge is about 1 whatever its length; stretch evens out.
        other = 0.5 * (mass[e[:, 0]] + mass[e[:, 1]])
        w = np.clip(other / length**2, 0.05, 20)
        self.laplacian = sp.csr_matrix((np.r_[w, w], (np.r_[e[:, 0], e[:, 1]], np.r_[e[:, 1], e[:, 0]])), (n, n))
        self.laplacian = sp.diags(np.asarray(self.laplacian.sum(axis=1)).ravel()) - self.laplacian
        self.mass = sp.diags(mass)

    def smooth(self, data, width):
        solve = splu((self.mass + (width**2 / 4) * self.laplacian).tocsc(), permc_spec="MMD_AT_PLUS_A",
                     options={"SymmetricMode": True})
        for _ in range(2):
            data = solve.solve(self.mass @ data)
        return data


class Raster:
    """A z-buffer: for each pixel the nearest front-facing triangle and its barycentric weights."""

    def __init__(self, points, depth, tris, width, height, cull=True):
        p = points[tris]
        area = ((p[:, 1, 0] - p[:, 0, 0]) * (p[:, 2, 1] - p[:, 0, 1])
                - (p[:, 1, 1] - p[:, 0, 1]) * (p[:, 2, 0] - p[:, 0, 0]))
        # Image y points down, so a front-facing triangle has a negative area.
        lo = np.ceil(p.min(axis=1) - 0.5).astype(int)
        hi = np.floor(p.max(axis=1) - 0.5).astype(int)
        good = ((area < -1e-9) if cull else (np.abs(area) > 1e-9))
        good &= (hi[:, 0] >= 0) & (hi[:, 1] >= 0) & (lo[:, 0] < width) & (lo[:, 1] < height)
        good &= (hi >= lo).all(axis=1)
        index = np.nonzero(good)[0]
        lo, hi = np.maximum(lo[index], 0), np.minimum(hi[index], [width - 1, height - 1])
        p, z, area = p[index], depth[tris[index]], area[index]
        zmin = depth.min()
        scale = (2**34 - 2) / max(depth.max() - zmin, 1e-9)
        best = np.full(width * height, -1, np.int64)
        span = (hi - lo + 1).max(axis=1)
        size = 1
        done = np.zeros(len(index), bool)
        while not done.all():
            size *= 2
            pick = np.nonzero(~done & (span <= size))[0]
            done[pick] = True
            if not len(pick):
                continue
            dx, dy = (g.ravel() for g in np.meshgrid(np.arange(size), np.arange(size)))
            chunk = max(1, 2_000_000 // len(dx))
            for s in range(0, len(pick), chunk):
                k = pick[s:s + chunk]
                x = lo[k, 0][:, None] + dx
                y = lo[k, 1][:, None] + dy
                cx, cy = x + 0.5, y + 0.5
                q = p[k]
                w = []
                for i in range(3):
                    a, b = q[:, (i + 1) % 3], q[:, (i + 2) % 3]
                    w.append(((b[:, :1] - a[:, :1]) * (cy - a[:, 1:]) - (b[:, 1:] - a[:, 1:]) * (cx - a[:, :1]))
                             / area[k][:, None])
                ok = (w[0] >= -1e-7) & (w[1] >= -1e-7) & (w[2] >= -1e-7)
                ok &= (x <= hi[k, 0][:, None]) & (y <= hi[k, 1][:, None])
                zz = w[0] * z[k][:, :1] + w[1] * z[k][:, 1:2] + w[2] * z[k][:, 2:]
                r, c = np.nonzero(ok)
                key = ((zz[r, c] - zmin) * scale).astype(np.int64) * 2**27 + index[k[r]]
                np.maximum.at(best, y[r, c] * width + x[r, c], key)
        self.mask = (best >= 0).reshape(height, width)
        self.triangle = np.where(best >= 0, best % 2**27, -1).reshape(height, width)
        self.tris = tris
        rows, cols = np.nonzero(self.mask)
        t = self.triangle[rows, cols]
        q = points[tris[t]]
        ar = ((q[:, 1, 0] - q[:, 0, 0]) * (q[:, 2, 1] - q[:, 0, 1])
              - (q[:, 1, 1] - q[:, 0, 1]) * (q[:, 2, 0] - q[:, 0, 0]))
        cx, cy = cols + 0.5, rows + 0.5
        weights = []
        for i in range(3):
            a, b = q[:, (i + 1) % 3], q[:, (i + 2) % 3]
            weights.append(((b[:, 0] - a[:, 0]) * (cy - a[:, 1]) - (b[:, 1] - a[:, 1]) * (cx - a[:, 0])) / ar)
        self.rows, self.cols = rows, cols
        self.corners = tris[t]
        self.weights = np.clip(np.stack(weights, axis=1), 0, 1)
        self.depth = np.full((height, width), -1e9)
        self.depth[rows, cols] = (depth[self.corners] * self.weights).sum(axis=1)

    def interpolate(self, values):
        """Values at the covered pixels (in row order), from values at the vertices."""
        w = self.weights if values.ndim == 1 else self.weights[:, :, None]
        return (values[self.corners] * w).sum(axis=1)

    def nearest(self, values):
        """Values of the nearest corner of the triangle at the covered pixels."""
        k = self.weights.argmax(axis=1)
        return values[self.corners[np.arange(len(k)), k]]

    def image(self, values, fill=0):
        out = np.full(self.mask.shape + values.shape[1:], fill, values.dtype)
        out[self.rows, self.cols] = values
        return out


def sphere(n):
    """Evenly spread unit directions (Fibonacci)."""
    i = np.arange(n) + 0.5
    y = 1 - 2 * i / n
    a = np.pi * (1 + 5**0.5) * i
    r = np.sqrt(1 - y * y)
    return np.stack([r * np.cos(a), y, r * np.sin(a)], axis=1)


def frame(toward, up=(0, 1, 0)):
    """Rows: image right, image up, toward the viewer."""
    t = unit(np.asarray(toward, float))
    r = unit(np.cross(np.asarray(up, float), t))
    return np.stack([r, np.cross(t, r), t])


def sky_visibility(verts, normals, tris, directions=120, pixel=2.5, bias=5.0):
    """Share of the sky each vertex sees (ambient occlusion), by depth maps from many directions."""
    total = np.zeros(len(verts))
    weight = np.zeros(len(verts))
    for d in sphere(directions):
        cos = normals @ d
        if d[1] < -0.999:
            continue
        f = frame(d, (0, 0, 1) if abs(d[1]) > 0.9 else (0, 1, 0))
        q = verts @ f.T
        low = q[:, :2].min(axis=0) - 2 * pixel
        p = (q[:, :2] - low) / pixel
        w, h = np.ceil(p.max(axis=0) + 2).astype(int)
        p[:, 1] = h - p[:, 1]
        depth = Raster.depth_only(p, q[:, 2], tris, w, h)
        at = np.clip(p.astype(int), 0, [w - 1, h - 1])
        seen = q[:, 2] + bias >= depth[at[:, 1], at[:, 0]]
        facing = np.maximum(cos, 0) * (1.0 if d[1] > -0.2 else 0.6)
        total += facing * seen
        weight += facing
    return total / np.maximum(weight, 1e-9)


def _depth_only(points, depth, tris, width, height):
    r = Raster(points, depth, tris, width, height)
    return r.depth


Raster.depth_only = staticmethod(_depth_only)
