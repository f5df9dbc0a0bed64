"""How a cell can reach ``os.environ``, and where an import goes that it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..detection.python_lexer import StringToken
from ..notebook.cellcode import (
    cell_magic,
    depth_at,
    is_escaped_line,
    keeps_names,
    logical_line_start,
    masked,
    string_tokens,
)

_STATEMENT = re.compile(
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
_BOUND_AS = re.compile(r"\s*(?P<what>[\w.]+|\*)(?:\s+as\s+(?P<alias>\w+))?\s*\Z")
_IMPORT = re.compile(r"[ \t]*(?:import|from)\b")
_FIRST_LINE = re.compile(r"#(?:!|@|\||[ ]?%%|.*coding[:=])")
"""Comments that mean something on top only: of shells, Colab's forms, Quarto, jupytext, encodings."""
_BLANK_OR_COMMENT = re.compile(r"[ \t\f]*(?:#[^\n]*?)?\r?(?:\n|\Z)")
_FUTURE = re.compile(r"[ \t]*from[ \t]+__future__[ \t]+import\b")
_INDENT = re.compile(r"[ \t]*")


class ImportStatement(NamedTuple):
    """An import, and how ``os.environ`` is spelled behind it."""

    text: str
    expression: str


def environ_expression(earlier: Iterable[str], source: str, offset: int) -> str | None:
    """Return how code at ``offset`` of ``source`` may spell ``os.environ``, or None without an import.

    Imports at the top level of the earlier cells count, and those above the offset in the cell.
    """
    bound: dict[str, None] = {}  # in order; the newest spelling wins
    above = [text for text in earlier if keeps_names(text)]
    for text in [*above, source[: source.rfind("\n", 0, offset) + 1]]:
        code = masked(text)
        for expression in _bindings(code):
            bound.pop(expression, None)
            bound[expression] = None
        for expression in list(bound):
            if _rebinds(code, expression.partition(".")[0]):  # whatever came last: better one import too many
                del bound[expression]
    # A person who wrote `import os` expects to read `os.environ`.
    return "os.environ" if "os.environ" in bound else next(reversed(bound), None)


def import_statement(sources: Iterable[str]) -> ImportStatement:
    """Return the import to add to a notebook that has none; ``sources`` are its cells so far."""
    taken = any(_rebinds(masked(source), "os") for source in sources)
    if taken:  # `os = platform.system()`: importing over it would break the code below
        return ImportStatement("import os as _os", "_os.environ")
    return ImportStatement("import os", "os.environ")


def insertion_point(source: str, before: int) -> int:
    """Return where ``import os`` goes: behind docstring, ``__future__`` and line magics on top.

    A comment right above code belongs to that code, and the import goes above it. It is never behind the
    line of the offset ``before``, where the lookup stands.
    """
    limit = logical_line_start(source, before)
    magic = cell_magic(source)
    position = _line_end(source, magic[1]) if magic else 0
    strings = {token.start: token for token in string_tokens(source)}
    docstring_may_follow = True
    while position < limit:
        blank = _BLANK_OR_COMMENT.match(source, position)
        if blank and blank.end() > position:
            position = blank.end()
        elif is_escaped_line(source, position):
            position = _logical_line_end(source, position)
        elif _FUTURE.match(source, position):
            position = _logical_line_end(source, position)
            docstring_may_follow = False
        elif docstring_may_follow and (token := strings.get(position)) and _stands_alone(source, token):
            position = _logical_line_end(source, token.end)
            docstring_may_follow = False
        else:
            break
    return min(_above_its_comment(source, position, limit), limit)


def insertion(source: str, position: int, statement: str) -> str:
    """Return ``statement`` as a line to put at ``position``, in the cell's own indentation and newlines.

    A blank line follows where the next line is no import.
    """
    newline = "\r\n" if "\r\n" in source else "\n"
    indent = _INDENT.match(source, position)
    assert indent is not None  # it matches the empty text
    lead = newline if position and source[position - 1] != "\n" else ""
    below = source[position : _line_end(source, position)]
    gap = "" if not below.strip() or _IMPORT.match(below) else newline
    return f"{lead}{indent[0]}{statement}{newline}{gap}"


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


def _above_its_comment(source: str, position: int, limit: int) -> int:
    if _IMPORT.match(source, position) or position > limit:
        return position  # the imports stand together, whatever is said of them
    while position:
        line_start = source.rfind("\n", 0, position - 1) + 1
        line = source[line_start:position]
        if not line.lstrip().startswith("#") or _FIRST_LINE.match(line):
            break
        position = line_start
    return position


def _stands_alone(source: str, token: StringToken) -> bool:
    rest = source[token.end : _line_end(source, token.end)]
    return token.closed and not rest.split("#")[0].strip(" \t\r\n;")


def _line_end(source: str, position: int) -> int:
    newline = source.find("\n", position)
    return len(source) if newline < 0 else newline + 1


def _logical_line_end(source: str, position: int) -> int:
    """Return where the next line begins, past brackets and backslashes that continue this one."""
    while True:
        start, position = position, _line_end(source, position)
        line = source[start:position]
        continued = line.rstrip("\r\n \t").endswith("\\")
        bracketed = line.lstrip()[:1] not in "%!" and depth_at(source, position) > 0
        if position >= len(source) or not (continued or bracketed):
            return position
