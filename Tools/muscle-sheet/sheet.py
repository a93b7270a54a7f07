#!/usr/bin/env python3
"""Makes docs/muscles-1.jpg and docs/muscles-2.jpg: the close-up of every muscle with its name, ordered by region.

Run by hand from anywhere; see README.md beside this file.
"""

import argparse
import csv
import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT / "Sources/Anatomy/Resources/vocabulary/muscles.tsv"
PROGRAM = ROOT / ".build/release/tautband"
LIMIT = 3_000_000  # bytes of all images together
PAPER, INK, GREY = "#ffffff", "#222222", "#777777"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(PROGRAM))
    parser.add_argument("--out", default=str(ROOT / "docs/muscles"), help="path of the images without -1.jpg")
    parser.add_argument("--images", type=int, default=2)
    parser.add_argument("--columns", type=int, default=9)
    parser.add_argument("--width", type=int, default=220, help="pixels of one close-up")
    parser.add_argument("--height", type=int, default=260)
    parser.add_argument("--only", nargs="*", help="ids of muscles, to look at a few")
    return parser.parse_args()


def muscles(only):
    with open(VOCABULARY, encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    regions = list(dict.fromkeys(row["region"] for row in rows))  # from head to foot, as the table has them
    rows.sort(key=lambda row: regions.index(row["region"]))
    chosen = [row for row in rows if not only or row["muscle_id"] in only]
    return [(row["muscle_id"], row["plain_name"], row["region"]) for row in chosen]


def close_up(program, muscle, width, height):
    """The first panel of the picture of the card, and the name of its view."""
    card = [program, "knowledge", "show", muscle, "--format", "svg"]
    svg = subprocess.run(card, check=True, capture_output=True, text=True).stdout
    title = re.search(r"Close up: ([^<]*)<", svg)
    if not title:
        return None, "no close-up"
    x, y, panel_width, panel_height = (
        float(n) for n in re.search(r'<svg x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', svg).groups()
    )
    svg = re.sub(r'viewBox="[^"]*"', f'viewBox="{x} {y} {panel_width} {panel_height}"', svg, count=1)
    scale = min(2 * width / panel_width, 2 * height / panel_height)
    size = ["-w", str(round(panel_width * scale)), "-h", str(round(panel_height * scale)), "-b", "white"]
    png = subprocess.run(["rsvg-convert", *size], input=svg.encode(), check=True, capture_output=True).stdout
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.thumbnail((width, height), Image.Resampling.LANCZOS)
    return image, title.group(1)


def font(size):
    return ImageFont.load_default(size)


def fitted(draw, text, width, size):
    while size > 7 and draw.textlength(text, font=font(size)) > width:
        size -= 0.5
    return font(size)


def sheet(cells, pictures, columns, width, height):
    """One image: cells in reading order, each with the name over and region and view under it."""
    gap, label = 6, 34
    rows = -(-len(cells) // columns)
    image = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + label + gap) + gap), PAPER)
    draw = ImageDraw.Draw(image)
    for index, (muscle, plain, region) in enumerate(cells):
        left = gap + index % columns * (width + gap)
        top = gap + index // columns * (height + label + gap)
        picture, view = pictures[muscle]
        name = muscle.replace("_", " ")
        under = f"{region.replace('_', ' ')} · {view}"
        draw.text((left + 2, top), name, INK, font=fitted(draw, name, width - 4, 15))
        draw.text((left + 2, top + 18), under, GREY, font=fitted(draw, under, width - 4, 11))
        if picture:
            image.paste(picture, (left + (width - picture.width) // 2, top + label))
    return image


def main():
    options = arguments()
    cells = muscles(options.only)
    with ThreadPoolExecutor() as pool:
        made = pool.map(lambda c: close_up(options.program, c[0], options.width, options.height), cells)
        pictures = dict(zip((c[0] for c in cells), made))
    rows = -(-len(cells) // options.columns)
    share = -(-rows // options.images) * options.columns
    sheets = [
        sheet(cells[start : start + share], pictures, options.columns, options.width, options.height)
        for start in range(0, len(cells), share)
    ]
    for quality in range(88, 40, -4):
        total = 0
        for number, image in enumerate(sheets, 1):
            path = Path(f"{options.out}-{number}.jpg")
            image.save(path, quality=quality, optimize=True, progressive=True)
            total += path.stat().st_size
        if total <= LIMIT:
            break
    print(f"{len(cells)} muscles on {len(sheets)} images, {total} bytes, quality {quality}")
    for muscle, (picture, _) in pictures.items():
        if picture is None:
            print(f"no close-up: {muscle}")


if __name__ == "__main__":
    main()
