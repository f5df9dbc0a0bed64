"""How a cell can reach ``os.environ`` and ``quote``, and the imports for where it cannot."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ..languages.cellcode import keeps_names, masked
from ..text.lazy import lazy

_MATTERS = lazy(r"\b(?:os|environ|quote|urllib)\b|\*")
"""Most cells say nothing of these, and reading their strings costs more than all else."""
_STATEMENT = lazy(
    r"""
    (?:^|;[ \t]*)                                  # top level only: no indentation
    (?:
        import[ \t]+(?P<modules>[^\n;\#(]+)
      | from[ \t]+os[ \t]+import[ \t]*
        (?:\((?P<several>[^()]*)\)? | (?P<names>[^\n;\#(]+))
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_QUOTE = lazy(
    r"""
    (?:^|;[ \t]*)
    (?:
        import[ \t]+(?P<module>urllib\.parse)(?:[ \t]+as[ \t]+(?P<alias>\w+))?[ \t]*(?=[\n;\#\r]|\Z)
      | from[ \t]+urllib\.parse[ \t]+import[ \t]*
        (?:\((?P<several>[^()]*)\)? | (?P<names>[^\n;\#(]+))
    )
    """,
    re.VERBOSE | re.MULTILINE,
)
_BOUND_AS = lazy(r"\s*(?P<what>[\w.]+|\*)(?:\s+as\s+(?P<alias>\w+))?\s*\Z")


class ImportStatement(NamedTuple):
    """An import, and how ``os.environ`` is spelled behind it."""

    text: str
    expression: str


def import_of(expression: str, module: str, name: str) -> str:
    """Return the import with which ``expression`` means ``name`` of ``module``.

    A running kernel is given it, for the cell that the notebook imports in need not run again.
    """
    holder, _, last = expression.rpartition(".")
    if not holder:
        return f"from {module} import {name}" + (f" as {last}" if last != name else "")
    return f"import {module}" if holder == module else f"import {module} as {holder}"


class Scope:
    """What the cells read so far make of ``os.environ`` and ``quote``: one pass over a notebook."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        """Begin with nothing; ``taken`` are names that a cell further down means something else by."""
        self._taken = taken
        self._environ: dict[str, None] = {}  # in order; the newest spelling wins
        self._quote: str | None = None
        self._rebound: set[str] = set()

    def add(self, source: str) -> None:
        """Go on past a cell."""
        if keeps_names(source):
            self._read(source)

    def at(self, source: str, offset: int) -> Scope:
        """Return the scope at ``offset`` of the next cell; imports at the top level above it count."""
        inner = Scope(self._taken)
        inner._environ, inner._quote, inner._rebound = dict(self._environ), self._quote, set(self._rebound)
        line = source.rfind("\n", 0, offset) + 1
        inner._read(source[: max(line, source.rfind(";", line, offset) + 1)])
        return inner

    @property
    def environ(self) -> str | None:
        """The spelling of ``os.environ``; None without an import."""
        # A person who wrote `import os` expects to read `os.environ`.
        return "os.environ" if "os.environ" in self._environ else next(reversed(self._environ), None)

    @property
    def quote(self) -> str | None:
        """The spelling of ``urllib.parse.quote``; None without an import."""
        return self._quote

    @property
    def environ_statement(self) -> ImportStatement:
        """The import to add where there is none."""
        if (
            "os" in self._rebound or "os" in self._taken
        ):  # `os = platform.system()`: importing over it would break the code below
            return ImportStatement("import os as _os", "_os.environ")
        return ImportStatement("import os", "os.environ")

    @property
    def quote_statement(self) -> ImportStatement:
        """The import of ``quote`` to add where there is none."""
        if "quote" in self._rebound or "quote" in self._taken:
            return ImportStatement("from urllib.parse import quote as _quote", "_quote")
        return ImportStatement("from urllib.parse import quote", "quote")

    def _read(self, source: str) -> None:
        if not _MATTERS.search(source):
            return
        code = masked(source)
        for expression in _bindings(code):
            self._environ.pop(expression, None)
            self._environ[expression] = None
        self._quote = _quote_binding(code) or self._quote
        for expression in list(self._environ):
            if _rebinds(code, expression.partition(".")[0]):  # whatever came last: better one import too many
                del self._environ[expression]
        if self._quote and _rebinds(code, self._quote.partition(".")[0]):
            self._quote = None
        self._rebound.update(name for name in ("os", "quote") if name in code and _rebinds(code, name))
        if self._quote is None and re.search(r"import[^\n]*\bquote\b", code):
            self._rebound.add("quote")


def taken_names(sources: Iterable[str]) -> set[str]:
    """Return which of ``os`` and ``quote`` a notebook gives another meaning somewhere.

    An import of that name would change what a cell finds that is run after it, in whatever order.
    """
    taken = set()
    for source in sources:
        if _MATTERS.search(source):
            code = masked(source)
            taken |= {name for name in ("os", "quote") if name in code and _rebinds(code, name)}
    return taken


def _quote_binding(code: str) -> str | None:
    found = None
    for statement in _QUOTE.finditer(code) if "urllib" in code else ():
        if statement["module"]:
            found = f"{statement['alias'] or 'urllib.parse'}.quote"
            continue
        for item in (statement["several"] or statement["names"] or "").split(","):
            bound = _BOUND_AS.match(item)
            if bound and bound["what"] == "quote":
                found = bound["alias"] or "quote"
    return found


def _bindings(code: str) -> Iterator[str]:
    """Yield the spellings of ``os.environ`` that the top level of ``code`` makes possible."""
    for statement in _STATEMENT.finditer(code):
        if statement["modules"] is not None:
            for item in statement["modules"].split(","):
                found = _BOUND_AS.match(item)
                if found and found["what"] == "os":
                    yield f"{found['alias'] or 'os'}.environ"
                elif found and found["what"] == "os.path" and not found["alias"]:
                    yield "os.environ"
            continue
        for item in (statement["several"] or statement["names"] or "").split(","):
            found = _BOUND_AS.match(item)
            if found and found["what"] in ("environ", "*"):
                yield found["alias"] or "environ"


def _rebinds(code: str, name: str) -> bool:
    word = re.escape(name)
    return bool(
        re.search(
            rf"^(?:{word}\s*(?::[^=\n]*)?=(?!=)|del\s+{word}\b|(?:def|class|async\s+def)\s+{word}\b"
            rf"|for\s+{word}\s+in\b|with\b[^\n]*\bas\s+{word}\b|import\s+(?!os\b)[\w.]+\s+as\s+{word}\b)",
            code,
            re.MULTILINE,
        )
    )
