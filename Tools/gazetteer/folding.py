"""The folding of names, as a table that the program reads: one scalar to a few bytes of UTF-8.

A scalar that is not in the table and not ASCII stands for itself. A separator is folded to a space, a mark to nothing.
"""
import unicodedata

# Letters that Unicode does not decompose.
SPECIAL = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ı": "i", "ŧ": "t", "ŋ": "n", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɖ": "d",
    "ĸ": "k", "ſ": "s", "ɣ": "g", "ƒ": "f", "ɩ": "i", "ʋ": "v", "ς": "σ", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي",
    "ة": "ه", "ی": "ي", "ک": "ك", "ё": "е",
}
COVERED = [(0x80, 0x2E7F), (0x3000, 0x30FF), (0xA640, 0xA69F), (0xA720, 0xA7FF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF)]


def fold_scalar(scalar):
    """The folded text of one scalar."""
    if scalar < "\x80":
        return scalar.lower() if scalar.isalnum() else " "
    category = unicodedata.category(scalar)
    if category in ("Lm", "Sk", "Cf", "Mn", "Me") and (category != "Mn" or unicodedata.combining(scalar)):
        return ""
    if category[0] not in "LNM":
        return " "
    text = ""
    for letter in scalar.casefold():
        for part in unicodedata.normalize("NFKD", SPECIAL.get(letter, letter)):
            text += SPECIAL.get(part, part) if not unicodedata.combining(part) else ""
    return "".join(c for c in text.lower() if c.isalnum() or unicodedata.category(c)[0] == "M")


def table():
    """Every covered scalar that is not folded to itself, in order."""
    found = {}
    for first, last in COVERED:
        for code in range(first, last + 1):
            scalar = chr(code)
            folded = fold_scalar(scalar)
            if unicodedata.category(scalar) != "Cn" and folded != scalar:
                found[scalar] = folded
    return found


TABLE = table()


def pieces(text):
    """The folded scalars one by one, separators not yet merged."""
    return [TABLE.get(c, c) if c >= "\x80" else fold_scalar(c) for c in text]


def fold(text):
    """Lower case, without accents, words parted by one space."""
    return _joined(pieces(text))


def word_starts(text):
    """For each word of the folded text: the offset in bytes of its first letter, and the folded rest of the text."""
    folded = pieces(text)
    starts, offset, inside = [], 0, False
    for index, (scalar, piece) in enumerate(zip(text, folded)):
        if piece == " ":
            inside = False
        elif piece and not inside:
            starts.append((offset, _joined(folded[index:])))
            inside = True
        offset += len(scalar.encode())
    return starts


def _joined(folded):
    return " ".join(word for word in "".join(folded).split(" ") if word)
