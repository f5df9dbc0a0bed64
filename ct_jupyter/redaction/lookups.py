"""Which environment variables a notebook already reads."""

from __future__ import annotations

from collections.abc import Iterable

from ..detection.lazy import lazy
from ..detection.python_lexer import StringToken
from ..notebook.cellcode import is_python_cell, tokens

_LOOKUP = lazy(r"environ\s*(?:\[|\.\s*(?:get|pop|setdefault)\s*\()\s*\Z|\b(?:get|put)env\s*\(\s*\Z")


def names_looked_up(sources: Iterable[str]) -> set[str]:
    """Return the names in ``os.environ["NAME"]``, ``os.environ.get("NAME")``, ``os.getenv("NAME")``."""
    names = set()
    for source in sources:
        if "env" not in source or not is_python_cell(source):
            continue
        for token in tokens(source):
            if not isinstance(token, StringToken) or not token.closed:
                continue
            if _LOOKUP.search(source, max(0, token.start - 60), token.start):
                names.add(source[token.body_start : token.body_end])
    return names
