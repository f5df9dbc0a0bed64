"""Make the table of rooms in ``docs/architecture.md``, and its picture, from import-linter's layers.

What a room holds is taken from its docstring. So neither differs from what ``make lint`` holds.
"""

from __future__ import annotations

import ast
import re
import sys
from html import escape

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

import generated
from generated import ROOT

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


def picture(rooms: list[list[str]]) -> str:
    """Return the layers as SVG: the front end above them, the fronts first, what all stand on last."""
    left, width, height, gap = 20, 1000, 46, 8
    drawn = [
        _box(left, 16, width, height, "src", "src/", "The front end in the browser; asks the server by HTTP")
    ]
    top = 16 + height + 3 * gap
    for layer in rooms:
        each = (width - gap * (len(layer) - 1)) // len(layer)
        for number, room in enumerate(layer):
            name = f"{room}/" if (ROOT / "ct_jupyter" / room).is_dir() else f"{room}.py"
            kind = "front" if layer is rooms[0] else "room"
            short = _shortened(purpose(room), each // 7)
            drawn.append(_box(left + number * (each + gap), top, each, height, kind, name, short))
        top += height + gap
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 2 * left} {top + gap}" '
        'font-family="system-ui, sans-serif" font-size="15" role="img" aria-labelledby="t">\n'
        '<title id="t">Rooms of the project, one layer a row; each imports from lower rows only.</title>\n'
        "<style>rect { fill: #e8f1fb; stroke: #1f5fa8; rx: 8px } "
        ".src rect { fill: #f6f8fa; stroke: #57606a } "
        ".front rect { fill: #eaf6ec; stroke: #2c7a3f } text { fill: #1b1f24; text-anchor: middle } "
        ".name { font-weight: 600 } .small { font-size: 12.5px; fill: #4a5460 }</style>\n"
        f'<rect width="100%" height="100%" style="fill:#fff;stroke:none"/>\n{"".join(drawn)}</svg>\n'
    )


def _box(x: int, y: int, width: int, height: int, kind: str, name: str, text: str) -> str:  # noqa: PLR0913  # what goes in, by name
    middle = x + width // 2
    return (
        f'<g class="{kind}"><rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
        f'<text class="name" x="{middle}" y="{y + 19}">{escape(name)}</text>'
        f'<text class="small" x="{middle}" y="{y + 37}">{escape(text)}</text></g>\n'
    )


def _shortened(text: str, length: int) -> str:
    """Return the first sentence, or so much of it as there is room for."""
    first = text.replace("`", "").split(". ")[0].rstrip(".")
    return first if len(first) <= length else first[:length].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def main() -> int:
    """Write both; with ``--check`` only say whether they are up to date."""
    rooms = layers(generated.read("pyproject.toml"))
    page = "docs/architecture.md"
    made = {page: with_table(generated.read(page), rooms), "docs/images/architecture.svg": picture(rooms)}
    return generated.keep(made, "rooms_table.py")


if __name__ == "__main__":
    sys.exit(main())
