"""Write the table of rooms in ``docs/architecture.md`` from import-linter's layers and the rooms' docstrings.

So the picture of the layers never differs from what ``make lint`` holds.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
_PLACE = re.compile(r"(<!-- rooms:[^\n]*-->\n).*?(<!-- /rooms -->)", re.DOTALL)


def layers(pyproject: str) -> list[list[str]]:
    """Return the rooms of each layer, from the top downwards."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    found = next(contract for contract in contracts if contract["type"] == "layers")
    return [[room.strip(" ()") for room in layer.split("|")] for layer in found["layers"]]


def purpose(room: str) -> str:
    """Return the first paragraph of a room's docstring, on one line."""
    package = ROOT / "ct_jupyter" / room
    path = package / "__init__.py" if package.is_dir() else package.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = " ".join(text.split("\n\n")[0].split())
    return re.sub(r":\w+:`~?\.?([^`]+)`", r"`\1`", first).replace("``", "`").replace("|", "\\|")


def with_table(page: str, rooms: list[list[str]]) -> str:
    """Return the page with its table made anew."""
    rows = [("layer", "room", "what it holds")]
    rows += [
        (str(len(rooms) - number), f"`{room}/`" if (ROOT / "ct_jupyter" / room).is_dir() else f"`{room}.py`",
         purpose(room))
        for number, layer in enumerate(rooms)
        for room in layer
    ]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    table = "\n".join(lines)
    return _PLACE.sub(lambda found: f"{found[1]}\n{table}\n\n{found[2]}", page)


def main() -> int:
    """Write the table; with ``--check`` only say whether it is up to date."""
    path = ROOT / "docs" / "architecture.md"
    page = path.read_text(encoding="utf-8")
    made = with_table(page, layers((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    if "--check" not in sys.argv:
        path.write_text(made, encoding="utf-8")
    elif made != page:
        print(
            "docs/architecture.md: its table of rooms is out of date; run scripts/rooms_table.py",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
