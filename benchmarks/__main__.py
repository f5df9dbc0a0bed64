"""Run every benchmark, print its table, and write ``build/bench/*.json`` for later runs to compare with."""

from __future__ import annotations

import sys

from . import (
    columns,
    command,
    commits,
    corpus,
    growth,
    history,
    matching,
    opening,
    personal,
    redaction,
    save,
    typing,
)
from .engines import ROOT

OUT = ROOT / "build" / "bench"
BENCHMARKS = {
    "matching": matching.measure,
    "command": command.measure,
    "corpus": corpus.measure,
    "data": columns.measure,
    "growth": growth.measure,
    "opening": opening.measure,
    "personal": personal.measure,
    "history": commits.history,
    "staged": commits.staged,
    "redaction": redaction.measure,
    "save": save.measure,
    "typing": typing.measure,
}


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, or all."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(
            f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}", file=sys.stderr
        )
        return 2
    for name in names or BENCHMARKS:
        figures = BENCHMARKS[name]()
        path = OUT / f"{name}.json"
        before = history.previous(path)
        print(f"\n== {name:54} {'now':>12} {'change':>12}")
        for key, value in figures.items():
            shown = f"{value:>12,.2f}" if isinstance(value, float) else f"{value:>12}"
            print(f"{key:58} {shown} {history.change(value, before.get(key), digits=2):>12}".rstrip())
        history.keep(path, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
