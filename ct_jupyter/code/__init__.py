"""What code opens a door: commands, queries and code built from values, pickles, certificates not checked.

Pure: code in, places out. One visitor walks the cells and remembers names over them; what is dangerous stands
in two TOML files. A cell that does not parse is left out alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..text.lazy import lazy
from .model import CodeMatch, Step, Weakness
from .table import weaknesses

__all__ = ["CodeCell", "CodeMatch", "Step", "Weakness", "code_in", "is_code", "weaknesses"]

_FAMILIES = ("python.", "notebook.", "llm.")

_MAY = lazy(
    r"\b(?:eval|exec)\b|\bsystem\b|popen|getoutput|subprocess|shell|\bopen\s*\(|rmtree|remove|send_file|curl|wget|pip"
    r"|(?m:^[ \t]*(?:[\w \t.,]*=[ \t]*)?[!%])"
    r"|PythonREPL|PythonAst|ShellTool|create_python_agent|allow_dangerous"
    r"|read_sql|read_database|duckdb|\.(?:sql|query|execute\w*|run_query|fetch\w+|exec_driver_sql)\s*\("
    r"|\btext\s*\(|gbq|sqldf|extractall|Template|template_string|from_string|etree|minidom|\.sax|pickle|dill"
    r"|joblib|marshal|torch|model_zoo|unlink|allow_pickle|yaml|verify|check_hostname|CERT_NONE"
    r"|_unverified|tlsAllow|tlsInsecure|trust_remote_code"
)
"""Words of all sinks: most notebooks have none, and telling that takes a thousandth of what parsing takes."""


class CodeCell(NamedTuple):
    """The source of one code cell."""

    cell: int | None
    """From 1, all cell types counted; None for a file that is no notebook."""
    source: str
    language: str
    """``python``, ``sql``, ``shell`` …: of the cell magic where there is one."""


def is_code(weakness_id: str) -> bool:
    """Tell whether a weakness is one of code, which nobody revokes and no variable replaces."""
    return weakness_id.startswith(_FAMILIES)


def code_in(cells: Iterable[CodeCell]) -> list[CodeMatch]:
    """Return where the cells open a door, in their order; what a cell binds, those below know."""
    cells = list(cells)
    if not any(_MAY.search(cell.source) for cell in cells):
        return []
    from .reader import CodeReader  # a scan of notebooks without such code starts sooner

    reader = CodeReader()
    for cell in cells:
        reader.read(cell.cell, cell.source, cell.language)
    return reader.found
