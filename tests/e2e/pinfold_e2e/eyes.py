# SPDX-License-Identifier: GPL-3.0-or-later
"""Sees the screen the moment it changes, whatever program draws it: reads the pixels where the X server
keeps them, and asks neither it nor the program. For Session(watched=True)."""

import mmap
import struct
import time


class Eyes:
    """A box is x, y, width, height on the screen."""

    def __init__(self, session):
        with (session.place / "artefacts" / "Xvfb_screen0").open("rb") as file:
            self._pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        # The head of an XWD file (X11/XWDFile.h): its size is first, bits a pixel, bytes a line and colours follow.
        head = struct.unpack(">25I", self._pixels[:100])
        assert head[11] == 32, f"{head[11]} bits a pixel"
        self._start, self._stride = head[0] + 12 * head[19], head[12]
        # The server draws the pointer into the pixels.
        session.hands.do("mousemove", head[4] - 1, head[5] - 1)

    def _line(self, box, y):
        at = self._start + y * self._stride + box[0] * 4
        return self._pixels[at:at + box[2] * 4]

    def is_flat(self, box):
        """Whether each line of it has one colour only: nothing is there to be read."""
        return all(line == line[:4] * box[2] for line in (self._line(box, y) for y in range(box[1], box[1] + box[3])))

    def colours(self, box, step=12):
        """How many different ones every so manieth line has. Text and plain shapes have a few dozen,
        a picture has hundreds."""
        found = set()
        for y in range(box[1], box[1] + box[3], step):
            found.update(memoryview(self._line(box, y)).cast("I"))
        return len(found)


def wait(condition, timeout, what):
    """Look every millisecond; the moment of time.monotonic() at which it was so."""
    end = time.monotonic() + timeout
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {timeout} s in vain for {what}")
        time.sleep(0.001)
    return time.monotonic()


def within(geometry, left, top, right, bottom):
    """A part of a window, in fractions of its width and height."""
    x, y, width, height = geometry
    return (int(x + width * left), int(y + height * top), int(width * (right - left)), int(height * (bottom - top)))
