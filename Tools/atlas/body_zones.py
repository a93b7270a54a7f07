"""One leaf zone of the vocabulary for every skin vertex.

The left half of the average body is labelled by rules and mirrored. A rule is
a planar or angular bound about a landmark, in millimetres of the average body
(x = left, y = up, z = front). Rules are painted from coarse to fine; a later
rule overrides an earlier one. Afterwards stray vertices are absorbed, borders
are smoothed on the mesh, and every zone is reduced to one connected patch.

Levels used (surface anatomy; average body, height 1663 mm):
C7 1405 | jugular notch (T2) 1368 | scapular spine T3 1338 | sternal angle (rib 2) 1310 |
inferior angle of scapula T7 1236 | nipple 1217 | xiphisternal joint (T9) 1192 |
T12/L1 1103 | navel, iliac crest (L4) 1005 | PSIS (S2) 945 | ASIS 922 |
trochanter 856 | symphysis 850 | gluteal fold 786 | patella 490 | malleoli 75.
"""

import csv
from pathlib import Path

import numpy as np

from body_shape import SKIN, neighbours, unit

DEEP = (
    "eye_deep ear_deep upper_front_teeth upper_side_teeth upper_back_teeth lower_front_teeth lower_side_teeth "
    "lower_back_teeth palate tongue throat_deep shoulder_joint_deep knee_deep pelvis_deep anal_region"
).split()


def leaf_zones(table):
    """Leaf zones of zones.tsv in its order: (id, is paired)."""
    rows = list(csv.DictReader(Path(table).open(), delimiter="\t", quoting=csv.QUOTE_NONE))
    parents = {row["parent"] for row in rows}
    return [(row["zone_id"], row["lateral"] == "paired") for row in rows if row["zone_id"] not in parents]


def normals(vertices, quads):
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    face = np.cross(b - a, c - a)
    result = np.zeros_like(vertices)
    for i in range(3):
        np.add.at(result, triangles[:, i], face)
    return unit(result + 1e-12)


class Painter:
    """Paints zones over the left half of the body."""

    def __init__(self, vertices, quads, bone, joints, slugs):
        self.v, self.q, self.bone, self.joints = vertices, quads, bone, joints
        self.n = normals(vertices, quads)
        self.index = {slug: i for i, slug in enumerate(slugs)}
        self.label = np.full(len(vertices), -1)
        self.x, self.y, self.z = vertices.T
        self.nx, self.ny, self.nz = self.n.T

    def paint(self, slug, where):
        self.label[where & (self.x > -1e-6)] = self.index[slug]

    def has(self, *slugs):
        return np.isin(self.label, [self.index[s] for s in slugs])

    def bones(self, *prefixes):
        return np.array([b.endswith(".L") and b.startswith(prefixes) for b in self.bone])

    def near(self, centre, radius, squash=(1, 1, 1)):
        d = (self.v - np.array(centre)) / np.array(squash)
        return np.linalg.norm(d, axis=1) < radius

    def along(self, start, end):
        """Fraction along a segment, from start 0 to end 1."""
        d = end - start
        return (self.v - start) @ d / (d @ d)

    def azimuth(self, start, end, front=(0, 0, 1), by_normal=0.0, stretch=1.0):
        """Degrees about an axis: 0 front, +90 lateral (left), 180 back, -90 medial.
        `by_normal` mixes in the direction of the skin normal."""
        axis = unit(end - start)
        front = unit(np.array(front) - np.dot(front, axis) * axis)
        side = np.cross(axis, front)
        if side[0] < 0:
            side = -side
        r = self.v - start
        r = r - np.outer(r @ axis, axis)
        r = np.stack([r @ front, r @ side / stretch], 1)
        n = np.stack([self.n @ front, self.n @ side], 1)
        r = (1 - by_normal) * unit(r + 1e-9) + by_normal * unit(n + 1e-9)
        return np.degrees(np.arctan2(r[:, 1], r[:, 0]))


def lerp(value, xs, ys):
    return np.interp(value, xs, ys)


def band(value, low, high):
    return (value >= low) & (value < high)


def label_left(p):
    """Paints the left half. Later rules win."""
    x, y, z, nx, ny, nz = p.x, p.y, p.z, p.nx, p.ny, p.nz
    j = {name[2:]: place for name, place in p.joints.items() if name.startswith("l-")}
    arm_bones = p.bones("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
    leg = (x > 0) & (y < 800)

    trunk(p, x, y, z, nx, ny, nz)
    pelvis(p, x, y, z, nx, ny, nz)
    neck(p, x, y, z, nx, ny, nz)
    head(p, x, y, z, nx, ny, nz)
    arm(p, j, arm_bones, x, y, z, nx, ny, nz)
    thigh_and_leg(p, j, leg, x, y, z, nx, ny, nz)
    foot(p, j, x, y, z, nx, ny, nz)


def trunk(p, x, y, z, nx, ny, nz):
    body = y < 1420
    # Mid-axillary surfaces: what is front, side, back.
    back = body & (z < lerp(y, [950, 1000, 1060, 1150, 1260, 1330, 1400], [10, 5, 0, -8, -14, 0, 8]))
    front = body & ~back
    side_front = lerp(y, [1000, 1060, 1150, 1200, 1260], [70, 78, 92, 98, 90])  # z: side before, front after
    side = front & (z < side_front) & (x > 80)

    # --- chest, front ---
    p.paint("mid_chest", front & (y > 1170))
    p.paint("upper_chest", front & (y > 1303))
    p.paint("upper_side_ribs", side & band(y, 1150, 1262))
    p.paint("lower_side_ribs", side & band(y, 1000, 1150))
    # Costal margin: an arch from the xiphoid to the tenth rib.
    margin = lerp(x, [0, 18, 35, 60, 85, 110, 140], [1185, 1170, 1146, 1118, 1096, 1080, 1070])
    p.paint("lower_front_ribs", front & (z >= side_front) & (y <= 1178) & (y > margin - 12))
    belly = front & (y <= margin - 12) & (y > 850)
    p.paint("upper_quadrant", belly & (y > 1026))
    p.paint("mid_belly_side", belly & (y <= 1026))
    p.paint("lower_quadrant", belly & (y <= 972))
    p.paint("lower_side_ribs", front & (z < side_front) & (x > 80) & band(y, 1064, 1150))
    p.paint("mid_belly_side", front & (z < side_front) & (x > 80) & band(y, 972, 1062))
    p.paint("epigastrium", belly & (y > 1066) & (x < lerp(y, [1066, 1110, 1190], [36, 36, 18])))
    p.paint("epigastrium", front & band(y, 1150, 1194) & (x < 18))
    p.paint("epigastrium", front & band(y, 1066, 1194) & (x < 14))
    p.paint("umbilical", belly & band(y, 956, 1066) & (x < lerp(y, [956, 985, 1040, 1072], [40, 50, 50, 40])))
    p.paint("suprapubic", belly & (y < 956) & (x < lerp(y, [865, 956], [34, 44])))
    p.paint("breast", front & p.near((102, 1214, 140), 47, (1, 1, 1.35)) & (z > 80))
    p.paint("beside_breastbone", front & (x < 38) & band(y, 1192, 1350))
    p.paint("breastbone", front & (x < 16) & band(y, 1194, 1312))
    p.paint("upper_breastbone", front & (x < lerp(y, [1312, 1360], [17, 24])) & band(y, 1312, 1358))
    # Pectoral edge towards the arm.
    p.paint("front_axillary_fold", front & (x > lerp(y, [1230, 1262, 1310], [124, 113, 118])) & band(y, 1232, 1312) & (nz > 0.12))
    p.paint("armpit", front & (x > 104) & band(y, 1222, 1330) & (nz <= 0.12) & (nx > -0.9) & (z < 86))
    p.paint("armpit", (x > 112) & band(y, 1222, 1330) & band(z, -22, 86) & (ny < -0.35))
    p.paint("armpit", (x > 112) & band(y, 1228, 1300) & band(z, -18, 72))
    clavicle = 1360 + lerp(x, [0, 20, 60, 100, 150], [0, 2, 9, 19, 22])
    p.paint("collarbone", front & (x > 20) & (x < 140) & band(y - clavicle, -12, 13) & (z > 20))

    # --- back ---
    p.paint("flank", back & (y > 960))
    p.paint("lower_back_ribs", back & (y > 1088) & (y < 1240))
    p.paint("mid_back_beside_spine", back & (x < lerp(y, [1100, 1240], [62, 58])) & band(y, 1103, 1245))
    p.paint("upper_low_back", back & (x < 66) & band(y, 1032, 1103))
    p.paint("lower_low_back", back & (x < 60) & band(y, 955, 1032))
    crest = lerp(x, [0, 45, 70, 110, 150], [960, 966, 985, 1002, 1004])
    p.paint("back_of_pelvic_rim", back & (x > 44) & band(y - crest, -28, 15))
    spine = lerp(x, [40, 60, 110, 165], [1336, 1338, 1352, 1372])  # scapular spine
    upper = back & (y > 1225)
    p.paint("shoulder_blade_center", upper)
    p.paint("shoulder_top", back & (y > spine + 27))
    p.paint("shoulder_top", body & (y > 1374) & (x > 58) & (z < lerp(x, [60, 100, 150], [34, 30, 24])))
    p.paint("shoulder_blade_upper", upper & band(y - spine, 2, 27) & (x > 66))
    p.paint("between_shoulder_blades", upper & (x < 50) & (y < 1378))
    p.paint("shoulder_blade_inner_edge", upper & band(x, lerp(y, [1240, 1340], [54, 49]), lerp(y, [1240, 1340], [78, 72])) & (y < 1350))
    p.paint("shoulder_blade_top_corner", upper & p.near((60, 1367, -52), 26))
    p.paint("between_shoulder_blades", upper & (x < 41) & (y < 1382))
    p.paint("back_axillary_fold", back & (x > lerp(y, [1190, 1240, 1290], [110, 113, 122])) & band(y, 1194, 1294))
    p.paint("lower_back_ribs", back & (x > 60) & band(y, 1100, 1206))
    p.paint("shoulder_blade_tip", back & p.near((84, 1233, -55), 30))
    p.paint("upper_thoracic_spine", back & (x < 15) & band(y, 1250, 1398))
    p.paint("lower_thoracic_spine", back & (x < 15) & band(y, 1103, 1250))
    p.paint("lumbar_spine", back & (x < 15) & band(y, 972, 1103))


def pelvis(p, x, y, z, nx, ny, nz):
    back = z < 0
    low = (y < 1000) & (y > 700)
    rear = low & back
    # Gluteal fold: lower bound of the buttock.
    fold = lerp(x, [0, 20, 60, 100, 140], [800, 788, 784, 796, 815])
    p.paint("upper_buttock", rear & (y < lerp(x, [0, 45, 70, 110, 150], [936, 942, 961, 978, 980])) & (y > 884) & (x < 170))
    p.paint("mid_buttock", rear & band(y, 836, 905) & (y < lerp(x, [0, 40, 90, 140], [905, 905, 893, 880])))
    p.paint("lower_buttock", rear & (y < 836) & (y >= fold))
    p.paint("lower_buttock", (y > 812) & (y < 846) & (z < -20) & (x < 90))
    # Lateral hip.
    hip = low & (x > 100) & band(z, lerp(y, [840, 900, 960], [-28, -30, -18]), 78)
    p.paint("side_hip", hip & (y > 886) & (y < 984))
    p.paint("front_hip_bone", low & p.near((122, 930, 84), 30) & (x > 80))
    crest = lerp(z, [0, 40, 70, 90, 105], [1000, 985, 958, 936, 920])
    p.paint("front_hip_bone", low & (x > 90) & band(z, 22, 105) & (np.abs(y - crest) < 15))
    # Groin: a band along the crease, from the ASIS to the pubic tubercle.
    a, b = np.array([112.0, 916.0]), np.array([24.0, 836.0])
    t = ((np.stack([x, y], 1) - a) @ (b - a)) / ((b - a) @ (b - a))
    d = (np.stack([x, y], 1) - a) @ np.array([b[1] - a[1], a[0] - b[0]]) / np.linalg.norm(b - a)
    d = -d
    p.paint("upper_front_thigh", low & ~back & (d > 0) & (y < 905) & (z > 20) & (x < 150))
    p.paint("hip_bump", low & (x > 130) & band(y, 818, 889) & band(z, -30, 44))
    p.paint("groin", low & (z > 40) & band(t, 0.02, 1.02) & (np.abs(d) < 17))
    p.paint("pubic_bone", low & (z > 70) & (x < lerp(y, [834, 875], [22, 38])) & band(y, 832, 874))
    p.paint("external_genitals", (y > 790) & (y < 832) & (z > 34) & (x < lerp(y, [796, 832], [14, 22])))
    p.paint("external_genitals", (y > 786) & (y < 812) & (z > 34) & (x < 12))
    # Sacrum and midline of the buttocks.
    p.paint("sacrum", rear & band(y, 900, 974) & (x < lerp(y, [900, 925, 950, 974], [13, 24, 34, 34])))
    p.paint("sacroiliac", rear & band(y, 914, 974) & band(x, lerp(y, [914, 925, 950, 974], [22, 24, 34, 34]), 66))
    p.paint("tailbone", rear & band(y, 852, 902) & (x < 13))
    p.paint("perineum", (y > 780) & (y < 852) & (x < 11) & (z < 34) & (z > -62))
    p.paint("sit_bone", band(y, 779, 816) & (x > 10) & (x < 66) & band(z, -90, -34))


def neck(p, x, y, z, nx, ny, nz):
    under = skull_base(z)
    base = lerp(z, [-60, -30, 0, 30, 60, 90], [1398, 1400, 1420, 1396, 1376, 1366])
    inside = (y < under) & (y > base) & (x < 90)
    a = np.degrees(np.arctan2(x, z - lerp(y, [1380, 1420, 1500], [22, 22, 28])))
    p.paint("side_of_neck", inside)
    p.paint("front_of_neck", inside & (a < lerp(y, [1370, 1440, 1480], [34, 52, 60])))
    p.paint("upper_back_of_neck", inside & (a > 106))
    p.paint("lower_back_of_neck", inside & (a > 108) & (y < 1450) & (x < 60))
    p.paint("lower_back_of_neck", band(y, 1382, 1450) & (z < lerp(x, [15, 60], [-10, -2])) & (x < lerp(y, [1382, 1400, 1425, 1450], [44, 46, 54, 60])))
    p.paint("suboccipital", (y < under) & (y > 1488) & (a > 104) & (z < 34))
    p.paint("above_collarbone", band(x, 26, 104) & band(y, lerp(x, [26, 60, 100], [1376, 1380, 1392]), lerp(x, [30, 60, 80, 110], [1398, 1412, 1408, 1402])) & (z > 24))
    p.paint("neck_shoulder_angle", p.near((64, 1420, 8), 25, (1.15, 1, 1.2)))
    p.paint("cervical_spine", (x < 14) & (z < 10) & band(y, 1398, 1512))
    p.paint("sternal_notch", (z > 40) & p.near((0, 1372, 74), 19, (1.15, 1, 2)))


def skull_base(z):
    """Height of the border between head and neck."""
    return lerp(z, [-60, -45, 0, 28, 50, 66, 84, 100, 140], [1534, 1534, 1520, 1504, 1490, 1470, 1444, 1440, 1436])


def head(p, x, y, z, nx, ny, nz):
    skull = y > skull_base(z)
    p.paint("parietal", skull)
    p.paint("occiput", skull & (z < lerp(y, [1520, 1560, 1592], [8, 2, -8])) & (y < 1594))
    p.paint("above_ear", skull & band(y, 1545, 1598) & band(z, lerp(y, [1545, 1598], [6, 2]), 64) & (x > 40))
    p.paint("temple", skull & band(y, 1546, 1612) & band(z, 64, 122) & (x > lerp(y, [1546, 1575, 1612], [50, 51, 48])))
    p.paint("forehead", skull & (y > 1578) & (z > lerp(y, [1580, 1612, 1640], [90, 92, 100])) & (x < lerp(y, [1580, 1612, 1640], [52, 50, 46])) & (y < 1640))
    p.paint("vertex", skull & (y > 1630) & (x < 41) & (z > 2) & (z < 112) & ~((z > 98) & (y < 1641)))
    face = skull & (y < 1580)
    p.paint("mid_cheek", face & (z > 62) & (y < 1546) & (z < 170))
    p.paint("cheekbone", face & band(y, lerp(x, [30, 60], [1520, 1522]), 1549) & (z > 78) & (x > 34))
    p.paint("jaw_joint", face & band(y, 1518, 1554) & band(z, 52, 80) & (x > 50))
    jaw = lerp(z, [60, 70, 95, 120, 140], [1480, 1473, 1461, 1452, 1448])  # lower border of the mandible
    p.paint("jaw_side", face & (z > 60) & (y < jaw + 21) & (y > jaw - 30))
    p.paint("jaw_angle", face & band(z, 50, 82) & (y < 1508) & (y > 1462) & (x > 40))
    p.paint("under_chin", (y > 1436) & (y < jaw + 6) & (ny < -0.45) & (z > 62) & (x < 52) & (y < 1478))
    p.paint("chin", face & (x < lerp(y, [1448, 1472], [20, 24])) & (y < 1474) & (z > 120) & (ny > -0.72) & (y > 1444))
    # Eye.
    seam = lerp(x, [14, 22, 30, 38, 46], [1554, 1550.6, 1549.6, 1551, 1555])
    p.paint("below_eye", face & (z > 100) & (x < 54) & (x > 10) & band(y, 1534, 1552))
    p.paint("below_eye", face & (z > 100) & (x < 50) & (x > 12) & band(y, 1534, seam))
    p.paint("upper_eyelid", face & (z > 96) & (x < 51) & (x > 10) & (y >= seam) & (y < lerp(x, [10, 30, 50], [1566, 1570, 1566])))
    p.paint("eyebrow", skull & (z > 96) & (x > 9) & (x < 53) & band(y, lerp(x, [10, 30, 50], [1566, 1570, 1565]), lerp(x, [10, 30, 54], [1582, 1585, 1578])))
    # Nose and mouth.
    p.paint("nose_side", face & (z > 124) & (x < lerp(y, [1512, 1530, 1540, 1556], [21, 21, 16, 12])) & band(y, 1509, 1556))
    p.paint("nose_bridge", skull & (z > 130) & (x < lerp(y, [1510, 1530, 1540, 1565, 1584], [7, 9, 6.5, 9, 11])) & band(y, 1513, 1585))
    p.paint("upper_lip", face & (z > 110) & (x < lerp(y, [1488, 1512], [30, 20])) & band(y, 1489.6, 1513) & ~p.has("nose_bridge"))
    p.paint("nose_side", face & (z > 124) & (x < 21) & (x > 3) & band(y, 1510.5, 1530) & ((z > 150) | (y > 1513)) & ~p.has("nose_bridge"))
    p.paint("lower_lip", face & (z > 110) & (x < 29) & band(y, 1470, 1489.6))
    # Ear.
    p.paint("behind_ear", skull & band(y, 1498, 1556) & band(z, 4, 40) & (x > 40))
    p.paint("auricle", band(y, 1506, 1564) & band(z, 24, 62) & (x > lerp(y, [1506, 1530, 1563], [62.5, 67.5, 70.3])))
    p.paint("auricle", band(y, 1514, 1554) & band(z, 35, 56) & (x > 45))


def arm(p, j, arm_bones, x, y, z, nx, ny, nz):
    shoulder, elbow, wrist = j["shoulder"], j["elbow"], j["hand"]
    t = p.along(shoulder, elbow)
    phi = p.azimuth(shoulder, elbow)
    # Deltoid: lateral to the deltopectoral groove in front, to the scapular neck behind.
    edge_front = lerp(y, [1230, 1290, 1330, 1375], [148, 142, 133, 123])
    edge_back = lerp(y, [1230, 1285, 1330, 1375], [140, 140, 134, 130])
    upper = (x > np.where(z > 10, edge_front, edge_back)) & (y > 1180)
    upper &= arm_bones | (y > 1285)
    below_fold = arm_bones & (y <= 1300)
    limb = (upper & ~p.has("armpit")) | (below_fold & ~(p.has("front_axillary_fold", "back_axillary_fold", "armpit") & (y > 1240) & (x < 146)))
    humerus = limb & (t < 0.86)
    p.paint("front_upper_arm", humerus & band(phi, -52, 52))
    p.paint("outer_upper_arm", humerus & band(phi, 52, 128))
    p.paint("back_upper_arm", humerus & ((phi > 128) | (phi < -128)))
    p.paint("inner_upper_arm", humerus & band(phi, -128, -52))
    p.paint("deltoid_insertion", humerus & band(phi, 45, 128) & band(t, 0.3, 0.56))
    mid = lerp(np.abs(phi - 88), [0, 40, 90, 140], [0.40, 0.34, 0.20, 0.10])
    deltoid = limb & (t < mid)
    p.paint("lateral_deltoid", deltoid & band(phi, 46, 128))
    p.paint("anterior_deltoid", deltoid & band(phi, -100, 46))
    p.paint("posterior_deltoid", deltoid & ((phi >= 128) | (phi < -100)))
    p.paint("anterior_deltoid", limb & (t < 0.04) & (z > 20) & (phi < 46))
    p.paint("posterior_deltoid", limb & (t < 0.04) & (z < 0) & (phi < 46))
    p.paint("shoulder_point", (y > 1345) & p.near((162, 1380, 4), 29, (1.1, 1, 1.1)))
    # Elbow and forearm.
    s = p.along(elbow, wrist)
    psi = p.azimuth(elbow, wrist, by_normal=0.3)
    low = arm_bones & (t >= 0.86)
    p.paint("elbow_crease", low & band(psi, -56, 56))
    p.paint("outer_elbow", low & band(psi, 56, 128))
    p.paint("elbow_point", low & ((psi >= 128) | (psi < -138)))
    p.paint("inner_elbow", low & band(psi, -138, -56))
    fore = arm_bones & (s > 0.15)
    front, thumb = band(psi, -56, 50), band(psi, 50, 116)
    ulnar = band(psi, -122, -56)
    for slug, where in (("palm_side", front), ("back", ~front & ~thumb & ~ulnar)):
        p.paint("upper_forearm_" + slug, fore & where & (s < 0.52))
        p.paint("lower_forearm_" + slug, fore & where & (s >= 0.52))
    p.paint("thumb_side_forearm", fore & thumb)
    p.paint("little_finger_side_forearm", fore & ulnar)
    omega = p.azimuth(elbow, wrist + 0.25 * (j["finger-3-1"] - wrist), by_normal=0.5, stretch=1.3)
    hand = arm_bones & (s > 0.88)
    p.paint("wrist_palm_side", hand & band(omega, -58, 52))
    p.paint("wrist_thumb_side", hand & band(omega, 52, 122))
    p.paint("wrist_back", hand & ((omega >= 122) | (omega < -122)))
    p.paint("wrist_little_finger_side", hand & band(omega, -122, -58))

    # Hand: u along (wrist to middle knuckle), r across (towards the thumb), n out of the palm.
    knuckle = {i: j[f"finger-{i}-1"] for i in (1, 2, 3, 4, 5)}
    along = unit(knuckle[3] - wrist)
    across = knuckle[2] - knuckle[5]
    across = unit(across - (across @ along) * along)
    palm = np.cross(along, across)
    if palm[2] < 0:
        palm = -palm
    rel = p.v - wrist
    u, r, h = rel @ along, rel @ across, p.n @ palm
    length = (knuckle[3] - wrist) @ along
    bed = arm_bones & (u > 14) & p.bones("wrist", "metacarpal", "finger")
    third = (knuckle[3] - wrist) @ across
    fourth = (knuckle[4] - wrist) @ across
    fifth = (knuckle[5] - wrist) @ across
    second = (knuckle[2] - wrist) @ across
    facing = h > lerp(r, [fifth - 14, fifth - 6, second], [0.0, 0.0, -0.05])
    p.paint("palm_center", bed & facing)
    p.paint("back_of_hand_thumb_side", bed & ~facing & (r >= (third + fourth) / 2 * lerp(u, [0, length], [0.4, 1.0])))
    p.paint("back_of_hand_little_finger_side", bed & ~facing & (r < (third + fourth) / 2 * lerp(u, [0, length], [0.4, 1.0])))
    p.paint("little_finger_pad_of_palm", bed & facing & (r < lerp(u, [10, length], [-4, (fourth + fifth) / 2])) & (u < length - 10))
    p.paint("thumb_pad_of_palm", bed & facing & (r > lerp(u, [14, 0.5 * length, 0.75 * length], [2, 10, 24])) & (u < 0.76 * length))
    thumb_root, thumb_mid = knuckle[1], j["finger-1-2"]
    flex = unit(j["finger-1-4"] - j["finger-1-3"]) - unit(thumb_mid - thumb_root)
    axis = unit(j["finger-1-4"] - thumb_mid)
    flex = unit(flex - (flex @ axis) * axis)
    p.paint("thumb_web_back", bed & ~facing & (r > second - 4) & (u > 8))
    meta = p.bones("finger1-1")
    p.paint("thumb_pad_of_palm", meta & (h > 0.0) & ((p.n @ flex) > -0.6))
    p.paint("thumb_base", (bed | hand) & p.near(thumb_root * 0.75 + wrist * 0.25, 28) & (h < 0.15) & ((p.n @ flex) < 0.35) & (h > -0.8) & (r > 12))
    p.paint("thumb_base", meta & ((p.n @ flex) < -0.1) & band(h, -0.8, 0.3))
    digit = p.bones("finger1-2", "finger1-3") & (p.along(thumb_mid, j["finger-1-3"]) > -0.1)
    facing = (p.n @ flex) > -0.15
    p.paint("thumb_palm_side", digit & facing)
    p.paint("thumb_back", digit & ~facing)
    for i, name in ((2, "index"), (3, "middle"), (4, "ring"), (5, "little")):
        a, b, c, d = (j[f"finger-{i}-{k}"] for k in (1, 2, 3, 4))
        s = p.along(a, b)
        digit = p.bones(f"finger{i}-")
        face = p.n @ palm
        for start, end, tag in ((a, b, "1"), (b, c, "2"), (c, d, "3")):
            axis = unit(end - start)
            flexion = unit(palm - (palm @ axis) * axis)
            own = p.bones(f"finger{i}-{tag}")
            face[own] = (p.n @ flexion)[own]
        p.paint(f"{name}_finger_palm_side", digit & (face > -0.12) & (s > 0.50))
        p.paint(f"{name}_finger_back", digit & (face <= -0.12) & (s > 0.12))


def thigh_and_leg(p, j, leg, x, y, z, nx, ny, nz):
    hip, knee, ankle = j["upper-leg"], j["knee"], j["ankle"]
    phi = p.azimuth(hip, knee)
    fold = lerp(x, [0, 20, 60, 100, 140], [800, 788, 784, 796, 815])
    thigh = (x > 3) & (y > 470) & p.bones("upperleg") & (y < 905)
    free = thigh & ~p.has(
        "groin", "pubic_bone", "external_genitals", "perineum", "front_hip_bone", "side_hip", "hip_bump", "lower_buttock",
        "mid_buttock", "upper_buttock", "sit_bone", "tailbone", "sacrum")
    free |= thigh & p.has("lower_buttock") & (y < fold) & (z > -25)
    top = lerp(np.abs(phi), [0, 90, 180], [682, 682, 676])
    def limb(slug, where):
        p.paint("upper_" + slug, free & where & (y >= top))
        p.paint("lower_" + slug, free & where & (y < top))
    limb("front_thigh", band(phi, -42, 48))
    limb("outer_thigh", band(phi, 48, 122) & (y < 840))
    limb("back_thigh", (phi >= 122) | (phi < -130))
    limb("inner_thigh", band(phi, -130, -42))
    # Knee: patella 468...514.
    psi = p.azimuth(hip, knee)
    psi = np.where(y < 476, p.azimuth(knee, ankle), psi)
    joint = (x > 20) & band(y, 424, 560) & (y < 640)
    front, out, rear = band(psi, -44, 48), band(psi, 48, 118), (psi >= 118) | (psi < -122)
    p.paint("inner_knee", joint & band(y, 428, 546) & ~front & ~out & ~rear)
    p.paint("outer_knee", joint & band(y, 428, 546) & out)
    p.paint("back_of_knee", joint & band(y, 440, 562) & rear)
    p.paint("above_kneecap", joint & front & (y >= 514))
    p.paint("kneecap", joint & front & band(y, 466, 514))
    p.paint("below_kneecap", joint & front & band(y, 424, 466))
    # Lower leg: tibial crest in front.
    chi = p.azimuth(knee, ankle)
    shank = (x > 20) & (y < lerp(np.abs(psi), [0, 45, 46, 118, 120, 180], [424, 424, 428, 428, 440, 440])) & (y > 60)
    upper = y >= 256
    p.paint("upper_outer_shin", shank & band(chi, -12, 52) & upper)
    p.paint("lower_outer_shin", shank & band(chi, -12, 52) & ~upper)
    p.paint("inner_shin", shank & band(chi, -84, -12))
    p.paint("upper_outer_leg", shank & band(chi, 52, 108) & upper)
    p.paint("lower_outer_leg", shank & band(chi, 52, 108) & ~upper)
    p.paint("lower_calf", shank & ((chi >= 108) | (chi < -84)))
    p.paint("upper_outer_calf", shank & band(chi, 108, 168) & upper)
    p.paint("upper_inner_calf", shank & ((chi < -84) | (chi >= 168)) & upper)
    # Ankle.
    p.paint("achilles", (x > 20) & band(y, 62, 172) & (np.abs(chi) > lerp(y, [62, 110, 172], [142, 136, 128])) & (z < 10))
    p.paint("front_of_ankle", (x > 20) & band(y, 66, 124) & band(chi, -48, 52) & (z > 20))
    p.paint("inner_ankle", (x > 20) & band(y, 48, 114) & band(chi, -140, -48) & p.near((112, 80, 16), 42))
    p.paint("outer_ankle", (x > 20) & band(y, 42, 108) & band(chi, 52, 142) & p.near((160, 74, 10), 42))


def foot(p, j, x, y, z, nx, ny, nz):
    low = (x > 20) & (y < 130)
    taken = p.has("achilles", "front_of_ankle", "inner_ankle", "outer_ankle")
    free = low & ~taken & ((y < 66) | (z > 40))
    split = lerp(z, [40, 100, 155], [137, 138, 139])
    p.paint("top_of_foot_inner", free & (x < split))
    p.paint("top_of_foot_outer", free & (x >= split))
    p.paint("back_of_heel", free & (y < 64) & (z < 8))
    p.paint("inner_foot_border", free & (nx < -0.45) & (z > 6) & (y < lerp(z, [0, 40, 80, 120, 160], [62, 56, 46, 36, 30])))
    p.paint("inner_foot_border", free & (x < 130) & band(z, 6, 40) & (y < 66))
    p.paint("outer_foot_border", free & (nx > 0.40) & (z > 4) & (y < lerp(z, [0, 40, 80, 120, 160], [48, 44, 38, 32, 28])))
    p.paint("outer_foot_border", free & (x > 140) & band(z, 4, 50) & (y < 44))
    sole = free & (ny < -0.42) & (y < 34)
    p.paint("heel_sole", sole & (z < 40))
    middle = lerp(z, [30, 60, 120], [139, 140, 140])
    p.paint("arch_sole", sole & band(z, 40, 112) & (x < middle))
    p.paint("outer_sole", sole & band(z, 40, 112) & (x >= middle))
    p.paint("ball_big_toe", sole & (z >= 112) & (x < lerp(z, [112, 160], [124, 120])))
    p.paint("ball_small_toes", sole & (z >= 112) & (x >= lerp(z, [112, 160], [124, 120])))
    p.paint("first_toe_web", free & p.near((119.5, 32, 151), 13, (0.75, 1.4, 1.25)) & (ny > -0.2))
    crease = lerp(x, [95, 108, 120, 138, 154, 168, 185], [160, 160, 160, 160, 156, 147, 141])
    for i, name in ((1, "big"), (2, "second"), (3, "third"), (4, "fourth"), (5, "little")):
        own = p.bones(f"toe{i}-") & (z > crease - 3)
        if i == 1:
            p.paint("big_toe_top", own & (ny > -0.1))
            p.paint("big_toe_under", own & (ny <= -0.1))
        else:
            p.paint(f"{name}_toe", own)


def components(members, near):
    """Connected components of a vertex set, largest first."""
    left, result = set(int(m) for m in members), []
    while left:
        seed = left.pop()
        part, stack = [seed], [seed]
        while stack:
            for other in near[stack.pop()]:
                other = int(other)
                if other in left:
                    left.remove(other)
                    part.append(other)
                    stack.append(other)
        result.append(part)
    return sorted(result, key=lambda part: (-len(part), min(part)))


def fill(label, near, where):
    """Gives unlabelled vertices (-1) the commonest label around them, growing inwards."""
    while True:
        empty = np.flatnonzero((label < 0) & where)
        if not len(empty):
            return label
        new = {}
        for v in empty:
            around = label[near[v]]
            around = around[around >= 0]
            if len(around):
                values, counts = np.unique(around, return_counts=True)
                new[v] = values[counts.argmax()]
        assert new, "nothing to grow from"
        for v, value in new.items():
            label[v] = value


def keep_largest(label, near, half, zones, x):
    """Reduces each zone to one patch of the left half; frees the rest."""
    freed = 0
    inside = [near[v][half[near[v]]] if half[v] else near[v][:0] for v in range(len(label))]
    for zone, (_, paired) in enumerate(zones):
        parts = components(np.flatnonzero((label == zone) & half), inside)
        if not paired:
            parts = sorted(parts, key=lambda part: (-sum(x[v] < 1e-6 for v in part), -len(part), min(part)))
        for part in parts[1:]:
            label[part] = -1
            freed += len(part)
    return freed


def smooth(label, edges, mirror, half, count, zones, rounds=3):
    """Smooths the borders by diffusing the labels along the mesh."""
    n = len(label)
    full = np.where(half, label, label[mirror])
    field = np.zeros((n, count), np.float32)
    field[np.arange(n), full] = 1
    degree = np.bincount(edges.ravel(), minlength=n).astype(np.float32)
    for _ in range(rounds):
        total = np.zeros_like(field)
        np.add.at(total, edges[:, 0], field[edges[:, 1]])
        np.add.at(total, edges[:, 1], field[edges[:, 0]])
        field = 0.5 * field + 0.5 * total / np.maximum(degree, 1)[:, None]
    result = label.copy()
    new = field.argmax(1)
    result[half] = new[half]
    # A midline zone keeps the midline; small zones keep what they had.
    before = np.bincount(label[half], minlength=count)
    after = np.bincount(result[half], minlength=count)
    small = np.flatnonzero((after < 0.8 * before) | (before < 14))
    protect = half & np.isin(label, small)
    result[protect] = label[protect]
    return result


def label_skin(vertices, quads, mirror, bone, joints, zones, hidden):
    """Zone index and side (0 midline, 1 right, 2 left) of every skin vertex.

    A vertex exactly on the midline whose zone is paired counts as right.
    """
    slugs = [zone.split("/")[-1] for zone, _ in zones]
    near, edges = neighbours(quads, SKIN)
    p = Painter(vertices, quads, bone, joints, slugs)
    label_left(p)
    half = vertices[:, 0] >= 0
    label = p.label.copy()
    label[hidden] = -1
    label[~half] = -1
    unpainted = int((half & (label < 0) & ~hidden).sum())
    seen = half & ~hidden
    fill(label, near, seen)
    for step in range(3):
        for _ in range(4):
            freed = keep_largest(label, near, seen, zones, vertices[:, 0])
            fill(label, near, seen)
            if not freed:
                break
        if step < 2:
            shown = np.where(seen, label, 0)
            shown = smooth(shown, edges[(~hidden)[edges].all(1)], mirror, seen, len(zones), zones, rounds=3)
            label[seen] = shown[seen]
    fill(label, near, half)
    label = np.where(half, label, label[mirror])
    paired = np.array([pair for _, pair in zones])[label]
    side = np.where(paired, np.where(vertices[:, 0] > 0, 2, 1), 0)
    return label.astype(np.uint8), side.astype(np.uint8), unpainted


def hidden_vertices(vertices, quads, mirror, directions=240, size=520, fewest=10):
    """Head skin seen from almost no direction: inside of mouth, nose, eye and ear.

    A vertex counts as hidden below `fewest` of the directions; the counts of
    outer skin begin at about 15, those of inner skin end at about 6.
    """
    from body_raster import raster

    head = vertices[:, 1] > 1400
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    triangles = triangles[head[triangles].all(1)]
    seen = np.zeros(len(vertices), int)
    k = np.arange(directions) + 0.5
    polar, turn = np.arccos(1 - 2 * k / directions), np.pi * (1 + 5**0.5) * k
    centre = np.array([0.0, 1535, 50])
    for eye in np.stack([np.sin(polar) * np.cos(turn), np.cos(polar), np.sin(polar) * np.sin(turn)], 1):
        if eye[1] < -0.85:  # from straight below one would look into the cut neck
            continue
        right = unit(np.cross([0.0, 1.0, 0.01], eye))
        up = np.cross(eye, right)
        q = (vertices - centre) @ np.stack([right, up, eye], 1)
        normal = np.cross(q[triangles[:, 1]] - q[triangles[:, 0]], q[triangles[:, 2]] - q[triangles[:, 0]])
        hit, _ = raster(q[:, :2] * (size / 320) + size / 2, q[:, 2], triangles, size, size)
        found = np.unique(hit[hit >= 0])
        found = found[normal[found, 2] > 0]
        seen[np.unique(triangles[found])] += 1
    seen = np.maximum(seen, seen[mirror])
    # Near the cut of the neck the view is not fair: nothing there is hidden.
    return head & (seen < fewest) & (vertices[:, 1] > 1440)
