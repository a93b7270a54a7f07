"""Surface cells: patches of visible skin, each inside one zone and one side.

Farthest-point sampling within a zone, a few Lloyd steps, and a geodesic
Voronoi partition of the vertices. Distances run along mesh edges and quad
diagonals. The left half is computed and mirrored.
"""

import heapq

import numpy as np

from body_shape import neighbours

NONE = 65535

COARSE = 880.0
"""Wanted cell area in mm^2 on trunk and limbs; finer where `fineness` says so."""

FEWEST, MOST = 2, 34


def fineness(zone):
    """How many times smaller the cells of a zone are than on the trunk."""
    parts = zone.split("/")
    if parts[0] == "head":
        return 1.6 if parts[1] == "cranium" and parts[2] != "eyebrow" else 3.3
    if len(parts) > 1 and parts[1] in ("hand", "fingers", "foot", "toes"):
        return 3.1
    if parts[0] == "neck" or (len(parts) > 1 and parts[1] in ("wrist", "ankle")):
        return 1.6
    return 1.0


def links(vertices, quads, use):
    """Neighbours with distances, over edges and quad diagonals of used vertices."""
    pairs = np.concatenate([quads[:, [i, (i + 1) % 4]] for i in range(4)] + [quads[:, [0, 2]], quads[:, [1, 3]]])
    pairs = np.unique(np.sort(pairs, 1), axis=0)
    pairs = pairs[use[pairs].all(1)]
    length = np.linalg.norm(vertices[pairs[:, 0]] - vertices[pairs[:, 1]], axis=1)
    result = [[] for _ in vertices]
    for (a, b), d in zip(pairs.tolist(), length.tolist()):
        result[a].append((b, d))
        result[b].append((a, d))
    return result


def distances(seeds, graph, inside=None, wanted=None):
    """Shortest distances and the seed each vertex is nearest to."""
    best = {s: (0.0, i) for i, s in enumerate(seeds)}
    heap = [(0.0, i, s) for i, s in enumerate(seeds)]
    heapq.heapify(heap)
    done = {}
    missing = None if wanted is None else set(wanted)
    while heap:
        d, owner, v = heapq.heappop(heap)
        if v in done:
            continue
        done[v] = (d, owner)
        if missing is not None:
            missing.discard(v)
            if not missing:
                break
        for other, step in graph[v]:
            if other in done or (inside is not None and other not in inside):
                continue
            new = (d + step, owner)
            if other not in best or new < best[other]:
                best[other] = new
                heapq.heappush(heap, (*new, other))
    return done


def partition(members, free, count, graph, area, position, mirror, midline):
    """Seeds and owner of each member. A midline zone gets a symmetric partition."""
    inside = set(members)
    centre = np.average(position[members], axis=0, weights=area[members])
    order = sorted(free, key=lambda v: (round(float(np.linalg.norm(position[v] - centre)), 6), v))
    seeds = []

    def add(v):
        seeds.append(v)
        if midline and mirror[v] != v:
            seeds.append(int(mirror[v]))

    add(order[0])
    while len(seeds) < count:
        reach = distances(seeds, graph, inside)
        rest = [v for v in free if v not in seeds and v in reach]
        if not rest:
            break
        add(max(rest, key=lambda v: (round(reach[v][0], 6), -v)))
    for _ in range(6):
        owner = distances(seeds, graph, inside)
        moved = False
        for i, seed in enumerate(list(seeds)):
            if midline and position[seed][0] < -1e-9:
                continue
            own = [v for v in members if v in owner and owner[v][1] == i]
            if midline and mirror[seed] == seed:
                own += [int(mirror[v]) for v in own if int(mirror[v]) not in own]
            middle = np.average(position[own], axis=0, weights=area[own])
            if midline and mirror[seed] == seed:
                choice = [v for v in own if mirror[v] == v]
            else:
                choice = [v for v in own if v in free and (not midline or mirror[v] != v)]
                choice = [v for v in choice if not midline or position[v][0] > 0]
            best = min(choice or [seed], key=lambda v: (round(float(np.linalg.norm(position[v] - middle)), 6), v))
            if best != seed and best not in seeds:
                moved = True
                if midline and mirror[seed] != seed:
                    seeds[seeds.index(int(mirror[seed]))] = int(mirror[best])
                seeds[i] = best
        if not moved:
            break
    return seeds, {v: owner for v, (_, owner) in distances(seeds, graph, inside).items()}


def connect(owner, seeds, members, near, apart):
    """Makes every cell connected along mesh edges; loose vertices join the cell
    beside them. Vertices `apart` (the midline of a paired zone) join last and
    carry no connection, because only the right cell owns them."""
    inside = {v for v in members if apart is None or not apart[v]}
    settled = {}
    for i, seed in enumerate(seeds):
        stack = [seed]
        settled[seed] = i
        while stack:
            for other in near[stack.pop()].tolist():
                if other in inside and other not in settled and owner.get(other) == i:
                    settled[other] = i
                    stack.append(other)
    waiting = [v for v in members if v not in settled]
    while waiting:
        joined = {}
        for v in waiting:
            around = [settled[o] for o in near[v].tolist() if o in settled]
            if around:
                own = owner.get(v)
                joined[v] = own if own in around else max(sorted(set(around)), key=around.count)
        assert joined, "skin that no cell reaches"
        settled.update(joined)
        waiting = [v for v in waiting if v not in settled]
    owner.clear()
    owner.update(settled)


def build(vertices, quads, mirror, label, side, hidden, zones):
    """Returns a dictionary of the cell arrays and vertex_cell."""
    count = len(vertices)
    shown = ~hidden
    graph = links(vertices, quads, shown)
    near, _ = neighbours(quads, count)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    size = np.linalg.norm(
        np.cross(vertices[triangles[:, 1]] - vertices[triangles[:, 0]], vertices[triangles[:, 2]] - vertices[triangles[:, 0]]), axis=1) / 2
    other = np.concatenate([quads[:, [1, 2, 3]], quads[:, [3, 0, 1]]])
    size2 = np.linalg.norm(
        np.cross(vertices[other[:, 1]] - vertices[other[:, 0]], vertices[other[:, 2]] - vertices[other[:, 0]]), axis=1) / 2
    area = np.zeros(count)
    for t, s in ((triangles, size), (other, size2)):  # both diagonals: no bias, mirror-exact
        for i in range(3):
            np.add.at(area, t[:, i], s / 6)
    area = (area + area[mirror]) / 2
    on_midline = mirror == np.arange(count)

    vertex_cell = np.full(count, NONE, int)
    cell_zone, cell_side, cell_vertex, cell_mirror = [], [], [], []
    for index, (zone, paired) in enumerate(zones):
        if paired:
            members = [int(v) for v in np.flatnonzero(shown & (label == index) & (vertices[:, 0] >= 0))]
            free = [v for v in members if not on_midline[v]]
        else:
            members = [int(v) for v in np.flatnonzero(shown & (label == index))]
            free = members
        if not members:
            continue
        total = area[members].sum()
        want = int(np.clip(round(total * fineness(zone) / COARSE), FEWEST, MOST))
        want = min(want, max(1, len(free) // 2))
        seeds, owner = partition(members, free, want, graph, area, vertices, mirror, not paired)
        connect(owner, seeds, members, near, on_midline if paired else None)
        first = len(cell_zone)
        if paired:
            for i, seed in enumerate(seeds):  # right, then left
                cell_zone += [index, index]
                cell_side += [1, 2]
                cell_vertex += [int(mirror[seed]), seed]
                cell_mirror += [first + 2 * i + 1, first + 2 * i]
            for v in members:
                vertex_cell[mirror[v]] = first + 2 * owner[v]
                if not on_midline[v]:
                    vertex_cell[v] = first + 2 * owner[v] + 1
        else:
            for seed in seeds:
                cell_zone.append(index)
                cell_side.append(0)
                cell_vertex.append(seed)
                cell_mirror.append(first + seeds.index(int(mirror[seed])))
            for v in members:
                if vertices[v, 0] > 0:
                    continue
                vertex_cell[v] = first + owner[v]
                if not on_midline[v]:
                    vertex_cell[mirror[v]] = cell_mirror[first + owner[v]]
    cells = len(cell_zone)
    cell_mirror = np.array(cell_mirror)

    # Area; a midline vertex counts half for its cell and half for the mirror cell.
    cell_area = np.zeros(cells)
    own = np.flatnonzero(shown)
    np.add.at(cell_area, vertex_cell[own], area[own] * np.where(on_midline[own], 0.5, 1.0))
    middle = own[on_midline[own]]
    np.add.at(cell_area, cell_mirror[vertex_cell[middle]], area[middle] * 0.5)
    cell_area = (cell_area + cell_area[cell_mirror]) / 2

    # Neighbours: cells joined by a mesh edge.
    edges = np.concatenate([quads[:, [i, (i + 1) % 4]] for i in range(4)])
    edges = edges[shown[edges].all(1)]
    pairs = vertex_cell[edges]
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    pairs = np.concatenate([pairs, cell_mirror[pairs]])
    pairs = np.unique(np.concatenate([pairs, pairs[:, ::-1]]), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    start = np.searchsorted(pairs[:, 0], np.arange(cells + 1))
    gap = {}
    for cell in range(cells):
        others = pairs[start[cell] : start[cell + 1], 1]
        reach = distances([cell_vertex[cell]], graph, None, [cell_vertex[o] for o in others])
        for o in others:
            gap[cell, int(o)] = reach[cell_vertex[o]][0]
    neighbour_gap = np.array([
        min(gap[a, b], gap[b, a], gap[cell_mirror[a], cell_mirror[b]], gap[cell_mirror[b], cell_mirror[a]])
        for a, b in pairs.tolist()])
    return {
        "vertex_cell": vertex_cell.astype(np.uint16),
        "cell_zone": np.array(cell_zone, np.uint8),
        "cell_side": np.array(cell_side, np.uint8),
        "cell_area": cell_area.astype(np.float32),
        "cell_vertex": np.array(cell_vertex, np.uint16),
        "cell_mirror": cell_mirror.astype(np.uint16),
        "cell_neighbor_start": start.astype(np.uint32),
        "cell_neighbor": pairs[:, 1].astype(np.uint16),
        "cell_neighbor_distance": neighbour_gap.astype(np.float32),
    }
