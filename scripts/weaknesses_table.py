#!/usr/bin/env python3
"""Write docs/weaknesses.md, the list of dangerous code that is found, from the table of `ct_jupyter/code/`.

python scripts/weaknesses_table.py          # write it
python scripts/weaknesses_table.py --check  # fail where it is not up to date
"""

from __future__ import annotations

import sys

import generated  # first: it says where the package is

from ct_jupyter.code import Weakness, weaknesses

HEAD = """\
# Code that opens a door

Made from `ct_jupyter/code/weaknesses.toml` by `scripts/weaknesses_table.py`; edit that. Which functions
are looked at, and where values come from, is in `flows.toml` beside it.

Code is judged by position and by where a value comes from, over all cells of a notebook. **Set by
others** is the severity where the value comes from `input()`, a widget, a program's arguments, a
request, a model's answer, or a table or file that was downloaded. **Built** is that of a value that only
a run can tell. An empty field means that nothing is said. `os.environ` and an answer of a server, as
such, are no sources. In SQL the name of a table or a column is only told of where others may set it.

To leave one out, write `# ct: ignore[python.injection.sql] reason` on its line, or
`disable = ["python.deserialization.*"]` into `.ct-jupyter.toml`; `ct-jupyter scan --no-code` leaves out all.
`scan` fails at high severity, and at medium where others may set the value; `ci` goes by its limits, so that
`{"weakness_is": "*.injection.*"}` in `FAILED_ARGS` fails a change that brings an injection in.

<!-- prettier-ignore-start -->

| Weakness id | What | Set by others | Built | CWE |
| --- | --- | --- | --- | --- |
"""
END = "\n\n<!-- prettier-ignore-end -->\n"


def row(one: Weakness) -> str:
    """Return the table's line for a weakness."""
    built = one.built.value if one.built else ""
    cwe = f"[{one.cwe}](https://cwe.mitre.org/data/definitions/{one.cwe}.html)"
    return f"| `{one.id}` | [{one.title}]({one.source}) | {one.severity.value} | {built} | {cwe} |"


def details(one: Weakness) -> str:
    """Return why a weakness matters, and what to write instead."""
    return f"**`{one.id}`**: {one.why} {one.remedy}"


def page() -> str:
    """Return the whole page."""
    rows = list(weaknesses().values())
    return HEAD + "\n".join(map(row, rows)) + "\n\n" + "\n\n".join(map(details, rows)) + END


def main() -> int:
    """Write the page, or compare it."""
    return generated.keep({"docs/weaknesses.md": page()}, "weaknesses_table.py")


if __name__ == "__main__":
    sys.exit(main())
