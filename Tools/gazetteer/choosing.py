"""Which of the other names of a place are kept."""
import re
import unicodedata
from functools import cache

from folding import fold

SCRIPTS = {
    "CYRILLIC": "RU UA BY BG RS MK KZ KG TJ MN ME BA UZ", "GREEK": "GR CY", "HEBREW": "IL",
    "ARABIC": "AE BH DZ EG EH IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE IR AF PK IL SO DJ KM TD",
    "CJK": "CN TW HK MO JP SG", "HIRAGANA": "JP", "KATAKANA": "JP", "HANGUL": "KR KP", "THAI": "TH",
    "DEVANAGARI": "IN NP", "BENGALI": "BD IN", "GURMUKHI": "IN", "GUJARATI": "IN", "ORIYA": "IN", "TAMIL": "IN LK",
    "TELUGU": "IN", "KANNADA": "IN", "MALAYALAM": "IN", "SINHALA": "LK", "GEORGIAN": "GE", "ARMENIAN": "AM",
    "ETHIOPIC": "ET ER", "KHMER": "KH", "LAO": "LA", "MYANMAR": "MM", "TIBETAN": "BT", "THAANA": "MV",
}
SCRIPTS = {script: set(countries.split()) for script, countries in SCRIPTS.items()}
# Countries in which many towns have names in two languages with Latin letters.
SEVERAL_LANGUAGES = {"BE", "CH", "FI", "IE", "IT", "LU"}
# People of at least so many: at most so many names in Latin letters, and so many in letters of the country. Names that
# post offices of the country use are kept besides.
SHARES = [(100_000, 60, 4), (50_000, 3, 2), (0, 0, 1)]

# Bare transliterations, codes, and "City of".
ODD = re.compile(r"[\d(),;/'’‘ʼəƿĝĉŝĵŭ]|^[A-Z]{2,4}$|^(Lungsod|Gorad|Horad|City|Town)\b")


@cache
def script_of(letter):
    return unicodedata.name(letter, "?").split()[0]


def script(text):
    """The script of the first letter, or an empty text when letters of several scripts are mixed."""
    scripts = {script_of(c) for c in text if c.isalpha() and unicodedata.category(c) != "Lm"}
    if scripts <= {"CJK", "HIRAGANA", "KATAKANA"} and scripts:
        return min(scripts)
    return scripts.pop() if len(scripts) == 1 else ""


def other_names(place, postal):
    """The other names to keep, in a fixed order.

    `postal`: The names that the post of the country uses, empty when unknown: the folded ones and what they are.
    """
    people = place["population"]
    latin_share, native_share = next((latin, native) for least, latin, native in SHARES if people >= least)
    country = place["countrycode"]
    if country in SEVERAL_LANGUAGES:
        latin_share = max(latin_share, 4 if people >= 15_000 else 1 if people >= 5000 else 0)
    elif not postal and people >= 15_000:
        latin_share = max(latin_share, 1)
    main = fold(place["name"])
    seen, latin, native, local = {main}, [], [], []
    # As the post writes it, then with the letters of a language, then bare transliterations.
    ranked = sorted(
        place["alternatenames"], key=lambda name: (name not in postal.get(fold(name), ()), name.isascii(), name))
    for name in ranked:
        folded = fold(name)
        if not 2 <= len(name) <= 50 or any(c < " " for c in name):
            continue
        if len(folded) < 2 or folded in seen or people < 15_000 and main.startswith(folded + " "):
            continue
        kind = script(name)
        if kind != "LATIN":
            kept, share = native, native_share if country in SCRIPTS.get(kind, ()) else 0
        elif folded in postal and not name[0].islower():
            kept, share = local, 6
        else:
            odd = not name[0].isupper() or len(name) > 18 or ODD.search(name)
            kept, share = latin, 0 if odd else latin_share
        if len(kept) < share:
            kept.append(name)
            seen.add(folded)
    return local + native + latin
