# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the application's windows, small enough to be kept beside the source."""

import os
import subprocess
import sys
import time

from . import place
from .session import Session


class Camera:
    """Takes a window at a size of its own; width is that of the finished picture, if it is another one."""

    def __init__(self, session, folder, dark, colours=160):
        self.session, self.hands = session, session.hands
        self.folder, self.colours = folder, colours
        self.suffix = "-dark" if dark else ""
        self.app = session.start_app()

    def front(self):
        """X id of the window that has just come to the front."""
        time.sleep(1)
        return self.hands.do("getactivewindow")

    def take(self, name, window, size=None, width=None):
        """NAME.png, or NAME-dark.png; without a size as the window is now."""
        if size:
            self.hands.place(window, 60, 30, *size)
            time.sleep(1.2)
        raw = self.session.place / "artefacts" / "raw.png"
        x, y, wide, high = self.hands.geometry(window)
        self.session.screenshot(raw)
        target = self.folder / f"{name}{self.suffix}.png"
        resize = ["-resize", f"{width}x"] if width else []
        subprocess.run(["convert", str(raw), "-crop", f"{wide}x{high}+{x}+{y}", "+repage", *resize,
                        "-dither", "None", "-colors", str(self.colours), "-strip",
                        "-define", "png:compression-level=9", str(target)], check=True, timeout=60)
        print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB", flush=True)


def tours(folder, tour, **options):
    """Calls tour(camera) in the light and in the dark style; neither may leave a complaint behind."""
    folder.mkdir(parents=True, exist_ok=True)
    place.alone()
    for dark in (False, True):
        # One session a process: the accessibility library stays with its first bus.
        child = os.fork()
        if child == 0:
            with Session(dark=dark, size="1400x900") as session:
                camera = Camera(session, folder, dark, **options)
                tour(camera)
                complaints = camera.app.complaints()
                if complaints or camera.app.quit() != 0:
                    sys.exit("Pinfold complained:\n" + "\n".join(complaints))
            sys.exit()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            sys.exit(status)
