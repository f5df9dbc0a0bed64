"""Which environment variables a notebook already reads, and which it sets, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..languages.cellcode import is_python_cell, tokens
from ..languages.python_lexer import StringToken
from ..text.lazy import lazy
from ..text.words import word_set

_LOOKUP = lazy(r"environ\s*(?:\[|\.\s*(?:get|pop|setdefault)\s*\()\s*\Z|\b(?:get|put)env\s*\(\s*\Z")
_NAME = r"[A-Za-z_]\w{0,255}"
_ELSEWHERE = lazy(
    rf"""(?:Sys\.getenv|System\.getenv|sys\.env|GetEnvironmentVariable)\s*\(\s*["'](?P<call>{_NAME})["']
      |\bENV\s*\[\s*"(?P<item>{_NAME})"
      |\bprocess\.env(?:\.(?P<member>{_NAME})|\[\s*["'](?P<key>{_NAME})["'])
      |\bDeno\.env\.get\(\s*["'](?P<deno>{_NAME})["']
      |\$\{{?(?P<shell>{_NAME})""",
    re.VERBOSE,
)
_DEFAULT = lazy(r"\s*,")
_OF_THE_SYSTEM = word_set(
    """
    HOME PATH USER USERNAME USERPROFILE LOGNAME SHELL PWD OLDPWD LANG LC_ALL TERM TMPDIR TEMP TMP HOSTNAME
    DISPLAY EDITOR PYTHONPATH VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV JPY_PARENT_PID JUPYTERHUB_USER
    RANDOM UID EUID PPID IFS COLUMNS LINES
    """
)
_SET = lazy(
    rf"""environ\s*\[\s*["'](?P<item>{_NAME})["']\s*\]\s*=(?!=)
      |\bdel\s+(?:\w+\s*\.\s*)?environ\s*\[\s*["'](?P<gone>{_NAME})["']
      |(?:environ\s*\.\s*(?:pop|setdefault)|\bputenv|\bunsetenv)\s*\(\s*["'](?P<call>{_NAME})["']
      |^[ \t]*%(?:set_)?env[ \t]+(?P<magic>{_NAME})(?=[ \t=])
      |(?:^|;)[ \t]*(?:export|unset)[ \t]+(?P<shell>{_NAME})
      |\bSys\.(?:un)?setenv\(\s*["'`]?(?P<r>{_NAME})
      |\bENV\["(?P<julia>{_NAME})"\]\s*=(?!=)
      |\bprocess\.env\.(?P<node>{_NAME})\s*=(?!=)
      |\bSetEnvironmentVariable\(\s*"(?P<net>{_NAME})"
    """,
    re.VERBOSE | re.MULTILINE,
)


def names_looked_up(sources: Iterable[str]) -> set[str]:
    """Return the names in ``os.environ["NAME"]``, ``os.getenv("NAME")``, ``$NAME`` …"""
    names = set()
    for source in sources:
        if "env" in source and is_python_cell(source):
            names |= set(_in_python(source))
        if "$" in source or "env" in source.lower():
            names |= {found[found.lastgroup] for found in _ELSEWHERE.finditer(source) if found.lastgroup}
    return names


def names_needed(sources: Iterable[str]) -> tuple[str, ...]:
    """Return the names that must be set for the sources to run, in the order in which they are looked up.

    Those are none of them that the sources set, that have a default, or that every system has.
    """
    sources = list(sources)
    found: dict[str, None] = {}
    for source in sources:
        if "env" in source and is_python_cell(source):
            found |= dict.fromkeys(_in_python(source, defaulted=False))
        if "$" in source or "env" in source.lower():
            for one in _ELSEWHERE.finditer(source):
                if one.lastgroup and (one.lastgroup != "shell" or one[one.lastgroup].isupper()):
                    found[one[one.lastgroup]] = None
    there = {name for source in sources for name in names_set(source)} | _OF_THE_SYSTEM
    return tuple(name for name in found if name not in there)


def names_set(source: str) -> set[str]:
    """Return the names that ``source`` sets or removes: ``os.environ["NAME"] = …``, ``%env NAME=…`` …"""
    return {found[found.lastgroup] for found in _SET.finditer(source) if found.lastgroup}


def _in_python(source: str, *, defaulted: bool = True) -> Iterator[str]:
    for token in tokens(source):
        if not isinstance(token, StringToken) or not token.closed:
            continue
        if not defaulted and _DEFAULT.match(source, token.end):
            continue
        if _LOOKUP.search(source, max(0, token.start - 60), token.start):
            yield source[token.body_start : token.body_end]
