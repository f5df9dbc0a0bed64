"""Code that may leak: what prints a secret, or puts one where servers and tracebacks keep it.

A rule ``leak.*`` proposes lines; what stands here reads them. Only Python code, and only names that
announce a secret: ``print(token)`` in a loop over words is none. What was printed is judged by itself, in
the output: a line says no more than that it may print something, and one that prints what a comparison or
``len`` gives says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...languages.python_lexer import CommentToken, StringToken, python_tokens
from ...text.lazy import lazy
from ...text.words import word_set
from ..engine.windows import Window
from ..model import Match, Rule
from .known import KNOWN_VALUE
from .names import kind_of, words_of
from .places import Places

PREFIX = "leak."

_CALL = lazy(
    r"(?<![\w.])(?:p?print|display|(?:logging|logger|log|LOG|LOGGER|_logger|_LOGGER)"
    r"\.(?:debug|info|warning|warn|error|critical|exception))[ ]?\("
)
_EXPRESSION = lazy(
    r"""(?P<before>(?:^|[,+%{]|(?<![=!<>])=)[ \t]{0,8})
        (?:(?P<lookup>(?:os\.)?(?:environ[ ]?\[[ ]?|environ\.get\([ ]?|getenv\([ ]?)
              ["'](?P<variable>[A-Za-z_]\w{0,60})["'][^()\[\]\n]{0,60}[\])])
          |(?P<name>[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,4}))
        (?P<slice>\[[^\[\]\n]{0,20}\])?
        (?=[ \t]{0,8}(?:[,)}+%]|![rsa]|:[^{}\n]{0,12}\}|$))""",
    re.VERBOSE,
)
_FIELD = lazy(
    r"\{(?P<name>[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){0,4})(?P<slice>\[[^\[\]{}\n]{0,20}\])?"
    r"[ ]?=?[ ]?(?:![rsa])?(?::[^{}\n]{0,12})?\}"
)
_COMPARES = lazy(r"[=!<>]=|[<>]|(?<!\w)(?:in|is|not)(?!\w)")
_CONDITION = lazy(r"(?<!\w)if(?!\w)")
_SLICE = lazy(r"\[[ ]?(?P<first>-?\d{1,4})?[ ]?(?P<colon>:)?[ ]?(?P<last>-?\d{1,4})?[ ]?\]")
_FEW = 4
"""Characters of a value that anyone may see: what our own previews show."""
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


def is_code_leak(rule: Rule) -> bool:
    """Return whether a rule is about a line of code, and not about a value that an output shows."""
    return rule.id.startswith(PREFIX) and rule.id != KNOWN_VALUE.id


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
        arguments = text[start:stop]
        strings = [token for token in python_tokens(arguments) if isinstance(token, StringToken)]
        code = _without_strings(arguments, strings)
        for found in _EXPRESSION.finditer(arguments):
            if _comes_out(found, arguments, code):
                begin = found.start("lookup") if found["lookup"] else found.start("name")
                yield start + begin, start + found.end(), found["variable"] or found["name"]
        for token in strings:
            if "f" in token.prefix:
                yield from _fields(text, start + token.body_start, start + token.body_end)


def _comes_out(found: re.Match[str], arguments: str, code: str) -> bool:
    """Whether a value among the arguments of a call is printed.

    Parameters
    ----------
    code
        The arguments with blanks for strings.
    """
    begin = found.start("lookup") if found["lookup"] else found.start("name")
    return (
        announces_secret(found["variable"] or found["name"])
        and code[begin] == arguments[begin]  # no word in a string
        and arguments[found.end() : found.end() + 1] != "("
        and not _is_short(found["slice"])
        and _depth(code[:begin]) == 0  # inside `len(…)` the secret does not come out
        and not _is_compared(code, begin)
    )


def _without_strings(arguments: str, strings: Iterable[StringToken]) -> str:
    pieces, at = [], 0
    for token in strings:
        pieces += [arguments[at : token.start], " " * (token.end - token.start)]
        at = token.end
    return "".join([*pieces, arguments[at:]])


def _depth(code: str) -> int:
    """Return how many parentheses are open behind ``code``."""
    return code.count("(") - code.count(")")


def _is_compared(code: str, at: int) -> bool:
    """Whether the argument that ``at`` stands in gives a truth value, not the value itself."""
    edges = [match.start() for match in re.finditer(",", code) if _depth(code[: match.start()]) == 0]
    first = max((edge + 1 for edge in edges if edge < at), default=0)
    last = min((edge for edge in edges if edge > at), default=len(code))
    argument = code[first:last]
    return bool(_COMPARES.search(argument)) and not _CONDITION.search(argument)


def _is_short(slice_: str | None) -> bool:
    """Whether a slice or an index takes a few characters only: ``[:2]``, ``[-4:]``, ``[0]``."""
    found = _SLICE.fullmatch(slice_) if slice_ else None
    if not found:
        return False
    first, last = (int(part) if part else None for part in found.group("first", "last"))
    if not found["colon"]:
        return first is not None
    if last is None:
        return first is not None and -_FEW <= first < 0
    first = first or 0
    return (first < 0) == (last < 0) and last - first <= _FEW


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


def _fields(text: str, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    for found in _FIELD.finditer(text, start, stop):
        if announces_secret(found["name"]) and not _is_short(found["slice"]):
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
