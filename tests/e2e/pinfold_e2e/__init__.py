# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real Pinfold window on a screen nobody sees.

    from pinfold_e2e import Session, cases
    with Session(keyring="unlocked") as session:
        practice = session.start_practice("--pins", "40")
        app = session.start_app()
        app.find("Connect", "push button").press()

One session a process: the accessibility library binds to the first bus it sees.
With PINFOLD_FLATPAK=FOLDER the program is the one installed there as a Flatpak, in its sandbox.
`cases` runs each case in a process of its own and prints TAP.
"""

from .cases import Skip, run_cases
from .place import FLATPAK

if FLATPAK:
    from .flatpak import FlatpakSession as Session
else:
    from .session import Session

__all__ = ["Session", "Skip", "run_cases"]
