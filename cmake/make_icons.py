#!/usr/bin/env python3
"""make_icons.py ICONS_HPP LUCIDE_DIR OUT_CPP: flattens the icons that src/ui/icons.hpp names to polylines.

LUCIDE_DIR holds the SVG files of the npm package lucide-static. Lucide's icons are strokes of one width in a 24 x 24
box, so a list of polylines says everything; curves are cut finely enough for an icon drawn 48 device pixels wide.
Standard library only.
"""
import math
import re
import sys
import xml.etree.ElementTree as ET

TOLERANCE = 0.04  # of 24 units


def wanted(header):
    """(enumerator, lucide name) in the order of the enum; the first, `none`, has no picture."""
    body = re.search(r"enum class Icon[^{]*\{(.*?)\};", header, re.S).group(1)
    return re.findall(r"^\s*(\w+),\s*// ([a-z0-9-]+)$", body, re.M)


def cubic(a, b, c, d):
    size = sum(math.dist(p, q) for p, q in ((a, b), (b, c), (c, d)))
    steps = max(2, math.ceil(math.sqrt(size / TOLERANCE) / 2))
    for i in range(1, steps + 1):
        t = i / steps
        u = 1 - t
        yield tuple(u**3 * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t**3 * d[k] for k in (0, 1))


def arc(start, rx, ry, turn, large, sweep, end):
    """SVG 1.1, F.6.5: from end points to centre, then points along it."""
    if start == end:
        return
    if rx == 0 or ry == 0:
        yield end
        return
    phi = math.radians(turn)
    cos, sin = math.cos(phi), math.sin(phi)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * dx + sin * dy, -sin * dx + cos * dy
    rx, ry = abs(rx), abs(ry)
    grow = (x / rx) ** 2 + (y / ry) ** 2
    if grow > 1:
        rx, ry = rx * math.sqrt(grow), ry * math.sqrt(grow)
    below = (rx * y) ** 2 + (ry * x) ** 2
    k = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if large == sweep else 1)
    cx, cy = k * rx * y / ry, -k * ry * x / rx
    mx, my = cos * cx - sin * cy + (start[0] + end[0]) / 2, sin * cx + cos * cy + (start[1] + end[1]) / 2
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    span = math.atan2((-y - cy) / ry, (-x - cx) / rx) - first
    if sweep and span < 0:
        span += 2 * math.pi
    if not sweep and span > 0:
        span -= 2 * math.pi
    steps = max(2, math.ceil(abs(span) / (2 * math.acos(max(0.0, 1 - TOLERANCE / max(rx, ry, TOLERANCE))))))
    for i in range(1, steps):
        t = first + span * i / steps
        yield (cos * rx * math.cos(t) - sin * ry * math.sin(t) + mx, sin * rx * math.cos(t) + cos * ry * math.sin(t) + my)
    yield end


def tokens(d):
    """Commands and numbers; the flags of an arc may be written without a space after them."""
    at, command, index = 0, "", 0
    number = re.compile(r"[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
    flag = re.compile(r"[\s,]*([01])")
    while at < len(d):
        m = re.compile(r"[\s,]*([A-Za-z])").match(d, at)
        if m:
            command, index = m.group(1), 0
            yield command
        else:
            m = (flag if command in "aA" and index % 7 in (3, 4) else number).match(d, at)
            if not m:
                if d[at:].strip():
                    sys.exit(f"make_icons.py: cannot read path data at: {d[at:]}")
                return
            index += 1
            yield float(m.group(1))
        at = m.end()


COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}


def path(d):
    strokes, here, control = [], (0.0, 0.0), None
    items = list(tokens(d))
    at, command = 0, ""
    while at < len(items):
        if isinstance(items[at], str):
            command = items[at]
            at += 1
        kind, relative = command.upper(), command.islower()
        n = COUNTS[kind]
        v = items[at : at + n]
        at += n
        ox, oy = here if relative else (0.0, 0.0)
        last = control
        control = None
        if kind == "M":
            here = (v[0] + ox, v[1] + oy)
            strokes.append([here])
            command = "l" if relative else "L"
            continue
        if kind == "Z":
            strokes[-1].append(strokes[-1][0])
            here = strokes[-1][0]
            if at < len(items) and items[at] not in ("M", "m"):
                strokes.append([here])
            continue
        if kind == "H":
            new = [(v[0] + ox, here[1])]
        elif kind == "V":
            new = [(here[0], v[0] + oy)]
        elif kind == "L":
            new = [(v[0] + ox, v[1] + oy)]
        elif kind == "A":
            new = list(arc(here, v[0], v[1], v[2], bool(v[3]), bool(v[4]), (v[5] + ox, v[6] + oy)))
        else:
            points = [(v[i] + ox, v[i + 1] + oy) for i in range(0, n, 2)]
            if kind == "S":
                mirrored = here if last is None else (2 * here[0] - last[0], 2 * here[1] - last[1])
                points.insert(0, mirrored)
            if kind == "Q":
                q, e = points
                points = [tuple(p[k] + 2 / 3 * (q[k] - p[k]) for k in (0, 1)) for p in (here, e)] + [e]
            control = points[1]
            new = list(cubic(here, *points))
        strokes[-1] += new
        here = strokes[-1][-1]
    return strokes


def number(element, name, fallback=0.0):
    return float(element.get(name, fallback))


def shape(element):
    kind = element.tag.rsplit("}", 1)[-1]
    if kind == "path":
        return path(element.get("d"))
    if kind == "line":
        return [[(number(element, "x1"), number(element, "y1")), (number(element, "x2"), number(element, "y2"))]]
    if kind in ("polyline", "polygon"):
        v = [float(n) for n in re.findall(r"[-+.\d]+", element.get("points"))]
        points = list(zip(v[::2], v[1::2]))
        return [points + points[:1] if kind == "polygon" else points]
    if kind in ("circle", "ellipse"):
        x, y = number(element, "cx"), number(element, "cy")
        rx = number(element, "r") or number(element, "rx")
        ry = number(element, "r") or number(element, "ry")
        return path(f"M{x - rx} {y}A{rx} {ry} 0 0 1 {x + rx} {y}A{rx} {ry} 0 0 1 {x - rx} {y}")
    if kind == "rect":
        x, y, w, h = (number(element, n) for n in ("x", "y", "width", "height"))
        r = number(element, "rx") or number(element, "ry")
        corner = (lambda dx, dy: f"a{r} {r} 0 0 1 {dx} {dy}") if r else (lambda dx, dy: "")
        return path(f"M{x + r} {y}h{w - 2 * r}{corner(r, r)}v{h - 2 * r}{corner(-r, r)}h{2 * r - w}{corner(-r, -r)}"
                    f"v{2 * r - h}{corner(r, -r)}Z")
    sys.exit(f"make_icons.py: <{kind}> is not known here")


def main(header, folder, out):
    points, ends, icons = [], [], [(0, 0, 0, 0)]
    for _, name in wanted(open(header, encoding="utf-8").read()):
        first_point, first_end = len(points), len(ends)
        for element in ET.parse(f"{folder}/{name}.svg").getroot():
            for stroke in shape(element):
                points += stroke
                ends.append(len(points) - first_point)
        icons.append((first_point, len(points) - first_point, first_end, len(ends) - first_end))
    lines = ["// Written by cmake/make_icons.py from lucide-static (ISC licence).", '#include "ui/icons.hpp"', "",
             "namespace tw {", "namespace {", "", "constexpr float points[] = {"]
    flat = [f"{value:.2f}f," for point in points for value in point]
    lines += ["    " + " ".join(flat[i : i + 16]) for i in range(0, len(flat), 16)]
    lines += ["};", "constexpr std::uint16_t ends[] = {"]
    lines += ["    " + " ".join(f"{e}," for e in ends[i : i + 24]) for i in range(0, len(ends), 24)]
    lines += ["};", "struct Range {", "    std::uint16_t first_point, point_count, first_end, end_count;", "};",
              "constexpr Range ranges[] = {"]
    lines += [f"    {{{a}, {b}, {c}, {d}}}," for a, b, c, d in icons]
    lines += ["};", "static_assert(sizeof ranges / sizeof *ranges == static_cast<unsigned>(Icon::count_));", "", "} // namespace", "",
              "IconShape icon_shape(Icon icon) {", "    const Range& r = ranges[static_cast<unsigned>(icon)];",
              "    return {{points + 2 * r.first_point, 2U * r.point_count}, {ends + r.first_end, r.end_count}};", "}", "",
              "} // namespace tw", ""]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(lines))


main(*sys.argv[1:])
