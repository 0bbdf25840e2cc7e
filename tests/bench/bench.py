# SPDX-License-Identifier: GPL-3.0-or-later
"""What bench.h is for C, for benches that drive the whole application: pairs, median of their ratios,
a line in words, JSON beside the others', an exit status."""

import json
import os
import statistics
import sys
from pathlib import Path

BUILD = Path(os.environ["PINFOLD_BUILD_ROOT"])
sys.path.append(str(Path(__file__).resolve().parents[1] / "e2e"))
FOLDER = Path(os.environ.get("PINFOLD_BENCH_DIR") or BUILD / "meson-logs" / "bench")
# Benches step down to an ordinary user; that one must be able to write here.
FOLDER.mkdir(parents=True, exist_ok=True)
if os.geteuid() == 0:
    FOLDER.chmod(0o1777)
PAIRS = 7
NOT_JUDGED = 77


class Bench:
    def __init__(self, ident, name, unit, gate, goal):
        self.ident, self.name, self.unit, self.gate, self.goal = ident, name, unit, gate, goal
        self.pairs = max(1, int(os.environ.get("PINFOLD_BENCH_PAIRS") or PAIRS))
        self.floors, self.figures, self.notes = [], [], {}

    def measure(self, floor, product):
        """Each function does its work once and returns what it cost. After one pair that nobody counts, in turns;
        each comes first every other time."""
        floor()
        product()
        for number in range(self.pairs):
            if number % 2:
                figure, base = product(), floor()
            else:
                base, figure = floor(), product()
            self.add_pair(base, figure)

    def add_pair(self, floor, figure):
        assert floor > 0 and figure >= 0, (floor, figure)
        self.floors.append(floor)
        self.figures.append(figure)
        print(f"# {self.ident}: {floor:.4g} and {figure:.4g} {self.unit}", flush=True)

    def note(self, name, value):
        """A further number for the JSON and the line under the result."""
        self.notes[name] = value

    def finish(self):
        ratio = statistics.median(figure / floor for floor, figure in zip(self.floors, self.figures))
        floor, figure = statistics.median(self.floors), statistics.median(self.figures)
        judged, held = len(self.floors) >= PAIRS, ratio <= self.gate
        words = "a quick look, not judged" if not judged else "held" if held else "MISSED"
        print(f"{self.ident} {self.name}: floor {floor:.4g} {self.unit}, figure {figure:.4g} {self.unit}, ratio {ratio:.3f}, "
              f"gate <= {self.gate:.2f}, goal <= {self.goal:.2f}: {words}")
        if self.notes:
            print(", ".join(f"{name} {value:.4g}" for name, value in self.notes.items()))
        (FOLDER / f"{self.ident}.json").write_text(json.dumps({
            "id": self.ident, "name": self.name, "unit": self.unit, "floor": floor, "figure": figure, "ratio": ratio,
            "gate": self.gate, "goal": self.goal, "larger_is_better": False, "judged": judged, "held": held,
            "floors": self.floors, "figures": self.figures, "notes": self.notes}, indent=2) + "\n")
        return NOT_JUDGED if not judged else 0 if held else 1
