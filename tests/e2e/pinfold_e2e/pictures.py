# SPDX-License-Identifier: GPL-3.0-or-later
"""A photograph with everything in it that must not leave the computer."""

import struct
import subprocess

# Planted in the metadata; none of it may be found in what was uploaded.
OWNER = b"Planted Owner 7731"
CAMERA = b"PlantedCam 900"
MARKS = (OWNER, CAMERA, b"Exif\0\0", b"http://ns.adobe.com/xap")


def _directory(entries, base):
    """A TIFF directory at offset base; each entry is (tag, type, count, data)."""
    size = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}
    head, tail = struct.pack("<H", len(entries)), b""
    after = base + 2 + 12 * len(entries) + 4
    for tag, kind, count, data in sorted(entries):
        assert len(data) == size[kind] * count, (tag, kind, count, data)
        if len(data) <= 4:
            value = data.ljust(4, b"\0")
        else:
            value = struct.pack("<I", after + len(tail))
            tail += data + b"\0" * (len(data) % 2)
        head += struct.pack("<HHI", tag, kind, count) + value
    return head + b"\0\0\0\0" + tail


def _degrees(value):
    whole = int(value)
    return struct.pack("<6I", whole, 1, int((value - whole) * 60), 1, 1234, 100)


def exif_segment(orientation=1, latitude=57.7089, longitude=11.9746):
    """An APP1 segment with a camera, an owner and a place."""
    def first(gps):
        return [(0x010F, 2, len(CAMERA) + 1, CAMERA + b"\0"),
                (0x0112, 3, 1, struct.pack("<H", orientation)),
                (0x8298, 2, len(OWNER) + 1, OWNER + b"\0"),
                (0x8825, 4, 1, struct.pack("<I", gps))]
    gps_at = 8 + len(_directory(first(0), 8))
    gps = _directory([(0, 1, 4, b"\2\3\0\0"), (1, 2, 2, b"N\0"), (2, 5, 3, _degrees(latitude)),
                      (3, 2, 2, b"E\0"), (4, 5, 3, _degrees(longitude))], gps_at)
    tiff = b"II*\0" + struct.pack("<I", 8) + _directory(first(gps_at), 8) + gps
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def xmp_segment():
    body = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + OWNER + b"</x:xmpmeta>"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def photograph(path, width=4000, height=6000, orientation=1):
    """Write a JPEG that looks like an evening by the sea, with GPS and owner in it."""
    w, h = width, height
    sea = int(h * 0.62)
    subprocess.run(
        ["convert", "-size", f"{w}x{sea}", "gradient:#27476b-#f3b27a", "(", "-size", f"{w}x{h - sea}",
         "gradient:#d98b62-#16273d", ")", "-append",
         "-fill", "#fff1cf", "-draw", f"circle {w * .62:.0f},{sea - h * .09:.0f} {w * .62:.0f},{sea - h * .03:.0f}",
         "-fill", "#3b3550", "-draw", f"polygon 0,{sea} 0,{sea - h * .10:.0f} {w * .18:.0f},{sea - h * .15:.0f} "
         f"{w * .34:.0f},{sea - h * .06:.0f} {w * .5:.0f},{sea}",
         "-fill", "#2a2740", "-draw", f"polygon {w * .7:.0f},{sea} {w * .86:.0f},{sea - h * .05:.0f} {w},{sea - h * .08:.0f} "
         f"{w},{sea}",
         "-fill", "#10141f", "-draw", f"polygon {w * .20:.0f},{h * .78:.0f} {w * .5:.0f},{h * .78:.0f} "
         f"{w * .44:.0f},{h * .805:.0f} {w * .25:.0f},{h * .805:.0f}",
         "-draw", f"polygon {w * .34:.0f},{h * .77:.0f} {w * .34:.0f},{h * .60:.0f} {w * .48:.0f},{h * .77:.0f}",
         "-sampling-factor", "4:2:0", "-quality", "88", f"jpeg:{path}"],
        check=True, timeout=60)
    data = path.read_bytes()
    path.write_bytes(data[:2] + exif_segment(orientation) + xmp_segment() + data[2:])
    return path


def pile(folder, n, width=300, height=450):
    """So many small pictures that are all different."""
    command = ["convert", "-size", f"{width}x{height}"]
    for i in range(n):
        command += ["-define", f"gradient:angle={i * 37}",
                    f"gradient:hsl({i * 360 // n},60%,40%)-hsl({(i * 360 // n + 90) % 360},70%,70%)"]
    subprocess.run([*command, "-quality", "85", f"{folder}/pile-%02d.jpg"], check=True, timeout=60)
    return sorted(folder.glob("pile-*.jpg"))


def as_png(path):
    """The same picture as PNG, beside it."""
    png = path.with_suffix(".png")
    subprocess.run(["convert", f"jpeg:{path}", f"png:{png}"], check=True, timeout=60)
    return png


def looks(path):
    """The picture as 24 x 36 colours; two are compared with `distance`."""
    done = subprocess.run(["convert", "-define", "jpeg:size=400x600", f"jpeg:{path}", "-resize", "24x36!", "-depth", "8", "rgb:-"],
                          check=True, capture_output=True, timeout=60)
    return done.stdout


def size(path):
    done = subprocess.run(["identify", "-format", "%w %h %m", str(path)], check=True, capture_output=True,
                          text=True, timeout=30)
    width, height, kind = done.stdout.split()
    return int(width), int(height), kind


def distance(one, other):
    """Mean difference of two `looks`, 0 to 255."""
    assert len(one) == len(other)
    return sum(abs(a - b) for a, b in zip(one, other)) / len(one)
