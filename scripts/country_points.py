"""Writes where countries are into lexicon/places/countries.tsv.

    python scripts/country_points.py COUNTRIES

COUNTRIES is countries-10m.json of the npm package world-atlas (Natural Earth, public domain). The columns `factbook` and
`geonames` of the table are read, the others written: where published points differ, none is far from their mean.
"""
import json
import math
import pathlib
import sys

TABLE = pathlib.Path(__file__).resolve().parent.parent / "lexicon" / "places" / "countries.tsv"
RADIUS = 6371.0
# In kilometers: within this, points agree, and the mean lies no farther from the published point nearer to the middle.
FAR = 100.0
# ISO 3166-1 numeric codes, by which Natural Earth names its outlines.
NUMERIC = """
004 AFG 008 ALB 010 ATA 012 DZA 016 ASM 020 AND 024 AGO 028 ATG 031 AZE 032 ARG 036 AUS 040 AUT 044 BHS 048 BHR 050 BGD 051 ARM
052 BRB 056 BEL 060 BMU 064 BTN 068 BOL 070 BIH 072 BWA 074 BVT 076 BRA 084 BLZ 086 IOT 090 SLB 092 VGB 096 BRN 100 BGR 104 MMR
108 BDI 112 BLR 116 KHM 120 CMR 124 CAN 132 CPV 136 CYM 140 CAF 144 LKA 148 TCD 152 CHL 156 CHN 158 TWN 162 CXR 166 CCK 170 COL
174 COM 175 MYT 178 COG 180 COD 184 COK 188 CRI 191 HRV 192 CUB 196 CYP 203 CZE 204 BEN 208 DNK 212 DMA 214 DOM 218 ECU 222 SLV
226 GNQ 231 ETH 232 ERI 233 EST 234 FRO 238 FLK 239 SGS 242 FJI 246 FIN 248 ALA 250 FRA 254 GUF 258 PYF 260 ATF 262 DJI 266 GAB
268 GEO 270 GMB 275 PSE 276 DEU 288 GHA 292 GIB 296 KIR 300 GRC 304 GRL 308 GRD 312 GLP 316 GUM 320 GTM 324 GIN 328 GUY 332 HTI
334 HMD 336 VAT 340 HND 344 HKG 348 HUN 352 ISL 356 IND 360 IDN 364 IRN 368 IRQ 372 IRL 376 ISR 380 ITA 384 CIV 388 JAM 392 JPN
398 KAZ 400 JOR 404 KEN 408 PRK 410 KOR 414 KWT 417 KGZ 418 LAO 422 LBN 426 LSO 428 LVA 430 LBR 434 LBY 438 LIE 440 LTU 442 LUX
446 MAC 450 MDG 454 MWI 458 MYS 462 MDV 466 MLI 470 MLT 474 MTQ 478 MRT 480 MUS 484 MEX 492 MCO 496 MNG 498 MDA 499 MNE 500 MSR
504 MAR 508 MOZ 512 OMN 516 NAM 520 NRU 524 NPL 528 NLD 531 CUW 533 ABW 534 SXM 540 NCL 548 VUT 554 NZL 558 NIC 562 NER 566 NGA
570 NIU 574 NFK 578 NOR 580 MNP 581 UMI 583 FSM 584 MHL 585 PLW 586 PAK 591 PAN 598 PNG 600 PRY 604 PER 608 PHL 612 PCN 616 POL
620 PRT 624 GNB 626 TLS 630 PRI 634 QAT 638 REU 642 ROU 643 RUS 646 RWA 652 BLM 654 SHN 659 KNA 660 AIA 662 LCA 663 MAF 666 SPM
670 VCT 674 SMR 678 STP 682 SAU 686 SEN 688 SRB 690 SYC 694 SLE 702 SGP 703 SVK 704 VNM 705 SVN 706 SOM 710 ZAF 716 ZWE 724 ESP
728 SSD 729 SDN 732 ESH 740 SUR 744 SJM 748 SWZ 752 SWE 756 CHE 760 SYR 762 TJK 764 THA 768 TGO 772 TKL 776 TON 780 TTO 784 ARE
788 TUN 792 TUR 795 TKM 796 TCA 798 TUV 800 UGA 804 UKR 807 MKD 818 EGY 826 GBR 831 GGY 832 JEY 833 IMN 834 TZA 840 USA 850 VIR
854 BFA 858 URY 860 UZB 862 VEN 876 WLF 882 WSM 887 YEM 894 ZMB
""".split()


def vector(latitude, longitude):
    north, east = math.radians(latitude), math.radians(longitude)
    return (math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north))


def point(vector):
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def mean(weighted):
    return point([sum(weight * vector(*spot)[i] for spot, weight in weighted) for i in range(3)])


def angle(a, b):
    u, v = vector(*a), vector(*b)
    return 2 * math.asin(min(1.0, math.dist(u, v) / 2))


def toward(a, b, kilometers):
    """From `a` to `b`, but no farther than that."""
    whole = angle(a, b)
    part = min(1.0, kilometers / RADIUS / whole) if whole else 0.0
    if part == 1.0 or not whole:
        return b
    return mean([(a, math.sin((1 - part) * whole)), (b, math.sin(part * whole))])


def rings(topology):
    """Each outer line of each outline with the code it stands for, as a list of (longitude, latitude)."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    codes = dict(zip(NUMERIC[::2], NUMERIC[1::2]))
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = "XKX" if geometry["properties"]["name"] == "Kosovo" else codes.get(geometry.get("id"))
        polygons = geometry.get("arcs", []) if geometry["type"] == "MultiPolygon" else [geometry.get("arcs", [])]
        for polygon in polygons:
            for line in polygon[:1]:
                ring = []
                for number in line:
                    ring += (arcs[number] if number >= 0 else arcs[~number][::-1])[1 if ring else 0:]
                yield code, ring


def centroid(ring):
    """Of a ring and its area in squares of a degree at the equator (equal-area projection, good for what is not polar)."""
    area = x = y = 0.0
    flat = []
    for east, north in ring:
        # Across the date line without a jump.
        turn = 360 * round((flat[-1][0] - east) / 360) if flat else 0
        flat.append((east + turn, math.degrees(math.sin(math.radians(north)))))
    for (a, b), (c, d) in zip(flat, flat[1:] + flat[:1]):
        cross = a * d - c * b
        area, x, y = area + cross, x + (a + c) * cross, y + (b + d) * cross
    if not area:
        return None
    north = math.degrees(math.asin(max(-1.0, min(1.0, math.radians(y / (3 * area))))))
    return (north, x / (3 * area)), abs(area) / 2


def inside(spot, ring):
    north, east = spot
    odd = False
    for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1]):
        if (b > north) != (d > north) and east < (c - a) * (north - b) / (d - b) + a:
            odd = not odd
    return odd


def main(path):
    lines = TABLE.read_text().splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("country\t"))
    rows = [line.split("\t") for line in lines[head + 1:]]
    read = {row[0]: tuple(tuple(map(float, cell.split())) for cell in row[3:5] if cell) for row in rows}
    outlines = {}
    for code, ring in rings(json.load(open(path))):
        if code in read:
            outlines.setdefault(code, []).append(ring)
    # Overseas parts with a code and no outline of their own belong to the outline of another.
    parts = [points[0] for code, points in read.items() if code not in outlines]
    for row in rows:
        code = row[0]
        published = read[code]
        spots = []
        for ring in outlines.get(code, []):
            spot = centroid(ring)
            if spot and not any(angle(spot[0], part) * RADIUS < 300 for part in parts):
                spots.append(spot)
        best = published[0]
        if spots and code != "ATA":
            middle = mean(spots)
            best = min(published, key=lambda spot: angle(spot, middle))
            if all(angle(best, spot) * RADIUS < FAR for spot in (*published, middle)):
                spot = best
            else:
                spot = toward(best, mean([(published[0], 1), (best, 1), (middle, 1)]), FAR)
            home = lambda spot: any(inside(spot, ring) for ring in outlines[code])
            # The mean of an archipelago may lie in the sea, as its published point does.
            if home(spot) or not home(best):
                best = spot
        row[1:3] = [f"{round(degrees, 2):g}" for degrees in best]
    TABLE.write_text("\n".join(lines[:head + 1] + ["\t".join(row) for row in rows]) + "\n")


main(*sys.argv[1:])
