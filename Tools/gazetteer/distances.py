#!/usr/bin/env python3
"""Writes distances of two independent programs as a fixture: geopy 2.4.1 on the WGS 84 ellipsoid (Karney's method), and
the spherical law of cosines with 60 digits (mpmath 1.3.0). Run: distances.py > ../../Tests/PlacesTests/DistanceFixture.swift
"""
import random

from geopy.distance import geodesic
from mpmath import acos, cos, mp, mpf, radians, sin

mp.dps = 60
RADIUS = mpf("6371.0088")


def sphere(one, other):
    (a, b), (c, d) = ([radians(mpf(repr(x))) for x in point] for point in (one, other))
    return RADIUS * acos(min(mpf(1), max(mpf(-1), sin(a) * sin(c) + cos(a) * cos(c) * cos(d - b))))


def point(source):
    return round(source.uniform(-90, 90), 6), round(source.uniform(-180, 180), 6)


def pairs():
    source = random.Random(20261126)
    for _ in range(140):
        yield point(source), point(source)
    for scale in (1e-4, 1e-2, 1, 10):
        for _ in range(30):
            a, b = point(source)
            c, d = a + source.uniform(-scale, scale), b + source.uniform(-scale, scale)
            yield (a, b), (round(max(-90, min(90, c)), 6), round(max(-180, min(180, d)), 6))
    for scale in (1e-3, 0.1, 5):
        for _ in range(10):
            a, b = point(source)
            d = b + 180 + source.uniform(-scale, scale)
            yield (a, b), (round(max(-90, min(90, -a + source.uniform(-scale, scale))), 6), round(d - 360 * (d > 180), 6))
    yield from [((90, 0), (-90, 0)), ((89.999999, 10), (89.999999, -170)), ((0, 179.9), (0, -179.9)),
                ((47.0707, 15.4395), (48.2082, 16.3738)), ((-17.8, 179.99), (-17.8, -179.99))]


print("""/// Distances computed by others, made by `Tools/gazetteer/distances.py`.
///
/// One pair a line: latitude and longitude of both, then kilometres on the WGS 84 ellipsoid (geopy 2.4.1) and on a
/// sphere with a radius of 6371.0088 km (mpmath 1.3.0, law of cosines with 60 digits).
let distanceFixture = \"\"\"""")
for one, other in pairs():
    numbers = [*one, *other, geodesic(one, other).km, float(sphere(one, other))]
    print("    " + " ".join(repr(float(number)) for number in numbers))
print('    """')
