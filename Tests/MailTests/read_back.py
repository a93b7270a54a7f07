"""Reads letters with Python's own parser and compares them with what they were made from.

Its argument is a folder with pairs NNNN.eml and NNNN.json; prints each difference, or how many letters agree.
"""
import base64
import json
import sys
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path


def lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")


def defects(message):
    for part in message.walk():
        yield from part.defects
        for _, value in part.items():
            yield from getattr(value, "defects", [])


def shape(octets):
    """What RFC 5322 and 2045 ask of the octets themselves."""
    if not octets.endswith(b"\r\n"):
        yield "does not end a line"
    rows = octets.split(b"\r\n")
    for number, row in enumerate(rows, 1):
        if any(octet > 126 or octet < 32 and octet != 9 for octet in row):
            yield f"line {number} has an octet outside of printable ASCII"
        if len(row) > 998:
            yield f"line {number} has {len(row)} octets"
        elif len(row) > 78 and b"http" not in row and b"@" not in row:
            yield f"line {number} has {len(row)} octets: {row!r}"


def differences(octets, made):
    yield from shape(octets)
    message = BytesParser(policy=policy.default).parsebytes(octets)
    plain = BytesParser(policy=policy.compat32).parsebytes(octets)
    yield from (f"defect {defect!r}" for defect in defects(message))
    for name in ("Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted", "List-Unsubscribe",
                 "List-Unsubscribe-Post"):
        if message[name] != made["headers"].get(name):
            yield f"{name} is {message[name]!r}, not {made['headers'].get(name)!r}"
    for name in ("From", "To", "Reply-To"):
        expected = made["addresses"].get(name)
        found = message[name] and [a.addr_spec for a in message[name].addresses]
        if found != (expected and expected[1:]):
            yield f"{name} is {found!r}, not {expected!r}"
        if expected:
            # Not display_name: Python 3.11 keeps the blank between encoded words there, against RFC 2047, section 6.2.
            words, address = parseaddr(plain[name])
            found = [str(make_header(decode_header(words))), address]
            if found != expected:
                yield f"{name} is {found!r}, not {expected!r}"
    if parsedate_to_datetime(message["Date"]).timestamp() != made["date"]:
        yield f"Date is {message['Date']!r}, not {made['date']}"
    for kind in ("plain", "html"):
        body = message.get_body(preferencelist=(kind,))
        found = body and lines(body.get_content())
        expected = made.get(kind) and lines(made[kind])
        if found != expected:
            yield f"{kind} is {found!r}, not {expected!r}"
    calendars = [part for part in message.walk() if part.get_content_type() == "text/calendar"
                 and not part.is_attachment()]
    found = [[part.get_param("method"), part.get_content()] for part in calendars]
    expected = [made["calendar"]] if made.get("calendar") else []
    if [[m, lines(t)] for m, t in found] != [[m, lines(t)] for m, t in expected]:
        yield f"calendar is {found!r}, not {expected!r}"
    files = [[part.get_filename(), part.get_content_type(), base64.b64encode(part.get_payload(decode=True)).decode()]
             for part in message.walk() if part.is_attachment()]
    if files != made["files"]:
        yield f"files are {files!r}, not {made['files']!r}"


problems = 0
pairs = sorted(Path(sys.argv[1]).glob("*.eml"))
for file in pairs:
    made = json.loads(file.with_suffix(".json").read_text())
    for difference in differences(file.read_bytes(), made):
        print(f"{file.name}: {difference}")
        problems += 1
print(f"{len(pairs)} letters, {problems} differences")
sys.exit(problems > 0 or not pairs)
