"""Code that will leak: what prints a secret, or puts one where servers and tracebacks keep it.

A rule ``leak.*`` proposes lines; what stands here reads them. Only Python code, and only names that
announce a secret: ``print(token)`` in a loop over words is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .generic.names import kind_of, words_of
from .generic.places import Places
from .lazy import lazy
from .model import Match, Rule
from .python_lexer import CommentToken, StringToken, python_tokens
from .windows import Window
from .words import word_set

PREFIX = "leak."

_CALL = lazy(
    r"(?<![\w.])(?:p?print|display|(?:logging|logger|log|LOG|LOGGER|_logger|_LOGGER)"
    r"\.(?:debug|info|warning|warn|error|critical|exception))[ ]?\("
)
_EXPRESSION = lazy(
    r"""(?P<before>(?:^|[,+%{=])[ \t]{0,8})
        (?:(?P<lookup>(?:os\.)?(?:environ[ ]?\[[ ]?|environ\.get\([ ]?|getenv\([ ]?)
              ["'](?P<variable>[A-Za-z_]\w{0,60})["'][^()\[\]\n]{0,60}[\])])
          |(?P<name>[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,4}))
        (?P<slice>\[[^\[\]\n]{0,20}\])?
        (?=[ \t]{0,8}(?:[,)}+%]|![rsa]|:[^{}\n]{0,12}\}|$))""",
    re.VERBOSE,
)
_FIELD = lazy(
    r"\{(?P<name>[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,4})(?P<slice>\[[^\[\]{}\n]{0,20}\])?"
    r"(?:![rsa])?(?::[^{}\n]{0,12})?\}"
)
_WHOLE_ENVIRONMENT = lazy(
    r"(?m)^[ \t]{0,80}(?P<magic>%env|!(?:/usr/bin/)?(?:env|printenv))[ \t]{0,8}$"
    r"|(?<![\w.])(?:p?print|display)[ ]?\([ ]?(?:dict\(|json\.dumps\(|list\()?(?:dict\()?"
    r"(?P<value>os\.environ)(?:\.(?:items|copy|values)\(\))?[ ]?[,)]"
)
_IN_URL = lazy(
    r"(?i)https?://[^\s\"'{}]{0,200}(?:\{[^{}\n]{0,60}\}[^\s\"'{}]{0,100}){0,6}?"
    r"(?:[?&][\w.\-]{1,40}=|://[^\s\"'/{}]{0,60}:|(?<=/)[\w-]{1,30}:)$"
)
# A token of a text, a lexer or a protocol goes by the same word as one that lets in.
_ISSUERS = word_set(
    """
    access auth api bearer refresh oauth oauth2 github gitlab hf huggingface slack bot sas pat secret personal
    session jwt service databricks openai aws azure gcp google telegram discord notion mapbox wandb kaggle
    admin vault npm pypi dbx security id
    """
)
_IDENTIFIER = lazy(r"[A-Za-z_]\w*")
_KINDS = frozenset({"password", "api-key", "secret", "token", "encryption-key"})


def leaks_in(rule: Rule, text: str, window: Window, places: Places) -> Iterator[Match]:
    """Yield the matches of one of the rules ``leak.*`` in a window of Python source."""
    if rule.id == "leak.printed-environment":
        spans = _environment(text, window, places)
    elif not any(map(announces_secret, _IDENTIFIER.findall(text, window.start, window.limit))):
        return  # most lines, and reading their strings would cost far more
    elif rule.id == "leak.printed-secret":
        spans = _printed(text, window, places)
    else:
        spans = _in_urls(text, window, places)
    for start, end, name in spans:
        yield Match(rule, start, end, rule.confidence, name)


def announces_secret(expression: str) -> bool:
    """Return whether what goes by this name is a secret, not a token of a text or the folder ``pwd``."""
    last = expression.rpartition(".")[2]
    kind = kind_of(last)
    if kind not in _KINDS or last in {"pwd", "pw", "pass"}:
        return False
    if kind == "token":
        return bool(_ISSUERS & set(words_of(last)[:-1]))
    return True


def _printed(text: str, window: Window, places: Places) -> Iterator[tuple[int, int, str]]:
    for call in _CALL.finditer(text, window.start, window.stop):
        if places.at(call.start()) is not None:
            continue
        start, stop = call.end(), _arguments_end(text, call.end(), window.limit)
        code_start = start
        for token in python_tokens(text[start:stop]):
            yield from _named(text, code_start, start + token.start, start)
            code_start = start + token.end
            if isinstance(token, StringToken) and "f" in token.prefix:
                yield from _fields(text, start + token.body_start, start + token.body_end)
        yield from _named(text, code_start, stop, start)
        yield from _looked_up(text, start, stop, places)


def _arguments_end(text: str, start: int, limit: int) -> int:
    """Return where the call's parentheses close, or the end of the line."""
    depth, at = 1, start
    strings = {start + t.start: start + t.end for t in python_tokens(text[start:limit])}
    while at < limit:
        if at in strings:
            at = strings[at]
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1
    return limit


def _named(text: str, start: int, stop: int, first: int) -> Iterator[tuple[int, int, str]]:
    """Names among the arguments themselves: inside ``len(…)`` the secret does not come out."""
    depth = 0
    for piece in re.finditer(r"[()]|[^()]+", text[start:stop]):
        if piece[0] == "(":
            depth += 1
        elif piece[0] == ")":
            depth -= 1
        elif depth == 0:
            begin = start + piece.start()
            for found in _EXPRESSION.finditer(piece[0]):
                at_start = found["before"].strip() == ""
                if found["name"] is None or (at_start and begin != first):
                    continue
                if text[begin + found.end() : begin + found.end() + 1] != "(" and announces_secret(
                    found["name"]
                ):
                    yield begin + found.start("name"), begin + found.end(), found["name"]


def _looked_up(text: str, start: int, stop: int, places: Places) -> Iterator[tuple[int, int, str]]:
    for found in _EXPRESSION.finditer(text[start:stop]):
        if not found["lookup"] or not announces_secret(found["variable"]):
            continue
        if places.at(start + found.start("lookup")) is None:
            yield start + found.start("lookup"), start + found.end(), found["variable"]


def _fields(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    for found in _FIELD.finditer(text, start, stop):
        if announces_secret(found["name"]):
            end = found.end("slice") if found["slice"] else found.end("name")
            yield found.start("name"), end, found["name"]


def _environment(text: str, window: Window, places: Places) -> Iterator[tuple[int, int, str]]:
    for found in _WHOLE_ENVIRONMENT.finditer(text, window.start, window.limit):
        group = "magic" if found["magic"] else "value"
        if found.start() < window.stop and places.at(found.start(group)) is None:
            yield *found.span(group), "environ"


def _in_urls(text: str, window: Window, places: Places) -> Iterator[tuple[int, int, str]]:
    for found in _FIELD.finditer(text, window.start, window.stop):
        token = places.at(found.start())
        if token is None or isinstance(token, CommentToken) or "f" not in token.prefix:
            continue
        front = text[max(token.body_start, window.start) : found.start()]
        if announces_secret(found["name"]) and _IN_URL.search(front[-400:]):
            yield *found.span("name"), found["name"]
