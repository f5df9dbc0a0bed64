"""Write the README's table of settings from ``schema/plugin.json``, so that the two never differ."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

import generated

_PLACE = re.compile(r"(<!-- settings:[^\n]*-->\n).*?(<!-- /settings -->)", re.DOTALL)


def with_table(readme: str, schema: dict[str, Any]) -> str:
    """Return the README with its table made anew."""
    rows = [("setting", "default", "what it does")]
    for name, setting in schema["properties"].items():
        values = [f"`{option['const']}`" for option in setting.get("oneOf", [])]
        default = f"`{json.dumps(setting['default']).strip(chr(34))}`"
        if values:
            default += f" of {', '.join(values)}"
        rows.append((f"**{setting['title']}** (`{name}`)", default, setting["description"]))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    table = "\n".join(lines)
    return _PLACE.sub(lambda found: f"{found[1]}\n{table}\n\n{found[2]}", readme)


def main() -> int:
    """Write the table; with ``--check`` only say whether it is up to date."""
    schema = json.loads(generated.read("schema/plugin.json"))
    return generated.keep({"README.md": with_table(generated.read("README.md"), schema)}, "settings_table.py")


if __name__ == "__main__":
    sys.exit(main())
