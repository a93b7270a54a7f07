"""A z-buffer over triangles. numpy only."""

import numpy as np


def raster(points, depth, triangles, width, height):
    """Z-buffer. Returns the triangle and barycentric weights of each pixel."""
    p = points[triangles]
    area = (p[:, 1, 0] - p[:, 0, 0]) * (p[:, 2, 1] - p[:, 0, 1]) - (p[:, 2, 0] - p[:, 0, 0]) * (p[:, 1, 1] - p[:, 0, 1])
    low = np.floor(p.min(1)).astype(int)
    high = np.ceil(p.max(1)).astype(int)
    inside = (high[:, 0] >= 0) & (low[:, 0] < width) & (high[:, 1] >= 0) & (low[:, 1] < height) & (np.abs(area) > 1e-9)
    index = np.flatnonzero(inside)
    low, high = np.clip(low[index], 0, [width - 1, height - 1]), np.clip(high[index], 0, [width - 1, height - 1])
    size = high - low + 1
    number = size[:, 0] * size[:, 1]
    best = np.full(width * height, -np.inf)
    hit = np.full(width * height, -1)
    weights = np.zeros((width * height, 3), np.float32)
    start = 0
    while start < len(index):
        stop = start + max(1, np.searchsorted(np.cumsum(number[start:]), 3_000_000))
        part = slice(start, stop)
        tri = np.repeat(np.arange(start, min(stop, len(index))), number[part])
        first = np.cumsum(number[part]) - number[part]
        local = np.arange(len(tri)) - np.repeat(first, number[part])
        x = low[tri, 0] + local % size[tri, 0]
        y = low[tri, 1] + local // size[tri, 0]
        q, a = p[index[tri]], area[index[tri]]
        w1 = ((x - q[:, 0, 0]) * (q[:, 2, 1] - q[:, 0, 1]) - (q[:, 2, 0] - q[:, 0, 0]) * (y - q[:, 0, 1])) / a
        w2 = ((q[:, 1, 0] - q[:, 0, 0]) * (y - q[:, 0, 1]) - (x - q[:, 0, 0]) * (q[:, 1, 1] - q[:, 0, 1])) / a
        w0 = 1 - w1 - w2
        ok = (w0 >= -1e-6) & (w1 >= -1e-6) & (w2 >= -1e-6)
        w = np.stack([w0, w1, w2], 1)[ok]
        tri, pixel = index[tri[ok]], (y * width + x)[ok]
        d = (w * depth[triangles[tri]]).sum(1)
        order = np.lexsort((d, pixel))
        last = np.append(pixel[order][1:] != pixel[order][:-1], True) if len(order) else np.zeros(0, bool)
        order = order[last]
        pixel, d, w, tri = pixel[order], d[order], w[order], tri[order]
        better = d > best[pixel]
        pixel = pixel[better]
        best[pixel], hit[pixel], weights[pixel] = d[better], tri[better], w[better]
        start = stop
    return hit.reshape(height, width), weights.reshape(height, width, 3)
