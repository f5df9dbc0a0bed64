"""Run every benchmark, print its table, and write ``build/bench/*.json`` for later runs to compare with."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from . import corpus, save, typing

OUT = Path(__file__).resolve().parents[1] / "build" / "bench"
BENCHMARKS = {"corpus": corpus.measure, "save": save.measure, "typing": typing.measure}


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, or all."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}", file=sys.stderr
        )
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    for name in names or BENCHMARKS:
        figures = BENCHMARKS[name]()
        print(f"\n== {name}")
        for key, value in figures.items():
            print(f"{key:58} {value:>12,.2f}" if isinstance(value, float) else f"{key:58} {value:>12}")
        earlier = OUT / f"{name}.json"
        if earlier.exists():
            print(f"(the run before this one is kept as {name}.previous.json)")
            earlier.replace(OUT / f"{name}.previous.json")
        earlier.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
