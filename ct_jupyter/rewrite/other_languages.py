"""Secrets in code of other languages, as far as ``languages/table.py`` has their lookup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import msgspec

from ..languages.joins import joined_around
from ..languages.table import Join, Language
from ..text.lazy import lazy
from .names import is_valid
from .python_statement import whole_lines
from .sites import Change, Hole, Site, Spelling, Spot, placeholder_site

_OPERATOR: dict[Join, str] = {"plus": "+", "template": "+", "interpolate": "*"}
"""What puts two strings together, by language."""
_ESCAPE = lazy(r"\\(?:u\{?([0-9A-Fa-f]{1,6})\}?|x([0-9A-Fa-f]{2})|([\s\S]))")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f", "a": "\a", "v": "\v"}
_TIGHT_BEFORE = lazy(r"(?:[+\-*/%&|^.!?]|=~)[ \t]*\Z")
_TIGHT_AFTER = lazy(r"[ \t]*[.\[(*/%]")
_REST = lazy(r"[ \t]*(?:(?:\#|//)[^\r\n]*)?(?=\r?\n|\Z)")


class StringLiteral(NamedTuple):
    """A string of another language."""

    start: int
    end: int
    prefix: str
    quote: str
    body_start: int
    body_end: int
    closed: bool


class Comment(NamedTuple):
    """A comment of another language."""

    start: int
    end: int


def language_sites(source: str, language: Language, spots: Sequence[Spot]) -> list[Site]:
    """Return the sites for ``spots`` in code of ``language``."""
    tokens = list(_tokens(source, language))
    sites: list[Site] = []

    def token_of(spot: Spot) -> StringLiteral | Comment | None:
        return next((t for t in tokens if t.start <= spot.start and spot.end <= t.end), None)

    added = [_added_site(source, language, tokens, spot) for spot in spots]
    sites += [site for site in added if site is not None]
    spots = [spot for spot, site in zip(spots, added, strict=True) if site is None]

    for token, group in groupby(spots, token_of):
        inside = list(group)
        site = None
        if isinstance(token, StringLiteral) and token.closed:
            site = _string_site(source, language, token, inside)
        if site is not None:
            sites.append(site)
            continue
        note = "" if isinstance(token, Comment) else f"No lookup is possible here in {language.title}."
        sites += [placeholder_site(source, spot, note) for spot in inside]
    return sites


def is_balanced(source: str, language: Language) -> bool:
    """Tell whether every string ends, and every bracket outside of strings and comments is closed."""
    opened: list[str] = []
    position = 0
    tokens = list(_tokens(source, language))
    for token in [*tokens, Comment(len(source), len(source))]:
        if isinstance(token, StringLiteral) and not token.closed:
            return False
        for bracket in re.findall(r"[()\[\]{}]", source[position : token.start]):
            if bracket in "([{":
                opened.append({"(": ")", "[": "]", "{": "}"}[bracket])
            elif not opened or opened.pop() != bracket:
                return False
        position = token.end
    return not opened


def _tokens(source: str, language: Language) -> Iterator[StringLiteral | Comment]:
    opening, raw_prefixes = re.compile(language.tokens, re.VERBOSE), language.raw_prefixes.split()
    position = 0
    while found := opening.search(source, position):
        if found["comment"]:
            position = found.end()
            yield Comment(found.start(), found.end())
            continue
        prefix = found.groupdict().get("prefix") or ""
        quote, body = found["open"], found.end()
        raw = prefix in raw_prefixes or (len(quote) == 3 and language.raw_triple)
        closing = quote
        if prefix in ("r", "R") and (dashes := re.compile(r"(-*)([(\[{])").match(source, body)):
            closing = {"(": ")", "[": "]", "{": "}"}[dashes[2]] + dashes[1] + quote
            body, raw = dashes.end(), True
        elif prefix in ("r", "R"):
            prefix = ""
        end = _body_end(
            source,
            body,
            closing,
            raw=raw,
            doubled="@" in prefix,
            lines=len(quote) == 3 or raw or quote == "`" or language.long_strings,
        )
        closed = source.startswith(closing, end)
        position = end + (len(closing) if closed else 0)
        start = found.start() if prefix or not found.groupdict().get("prefix") else found.start("open")
        yield StringLiteral(start, max(position, body), prefix, closing, body, end, closed)
        position = max(position, body)


def _body_end(source: str, position: int, closing: str, *, raw: bool, doubled: bool, lines: bool) -> int:
    while position < len(source):
        if source[position] == "\\" and not raw:
            position += 2
        elif source.startswith(closing, position):
            if not (doubled and source.startswith(closing * 2, position)):
                return position
            position += 2
        elif source[position] == "\n" and not lines:
            return position
        else:
            position += 1
    return len(source)


def _string_site(source: str, language: Language, token: StringLiteral, spots: Sequence[Spot]) -> Site | None:
    holes = []
    for spot in spots:
        value = _evaluated(source[spot.start : spot.end], token)
        if not value or spot.start < token.body_start or spot.end > token.body_end:
            return None
        holes.append(Hole(spot, value))
    first = spots[0]
    if len(spots) == 1 and (first.start, first.end) == (token.body_start, token.body_end):
        statement = _statement(source, language, token, holes[0])
        if statement is not None:
            return statement

        def whole(spelling: Spelling, names: Sequence[str]) -> list[Change]:
            return [Change(token.start, token.end, _lookup(_spelled(language, spelling), names[0]))]

        return Site(start=token.start, end=token.end, holes=tuple(holes), render=whole)
    joined = _JOINED[language.join]

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return joined(source, _spelled(language, spelling), token, holes, names)

    return Site(start=token.start, end=token.end, holes=tuple(holes), render=render)


def _added_site(
    source: str, language: Language, tokens: Sequence[StringLiteral | Comment], spot: Spot
) -> Site | None:
    """Return the site of several literals that ``+`` makes one value of."""
    own = [t for t in tokens if isinstance(t, StringLiteral) and t.end > spot.start and t.start < spot.end]
    if len(own) < 2 or not all(t.closed for t in own):
        return None
    if (own[0].body_start, own[-1].body_end) != (spot.start, spot.end):
        return None
    span, glue = _joined_span(source, language, own), ""
    if span is None:
        made = joined_around(source, spot.start, spot.end, language.title.lower())
        if made is None:
            return None
        span, glue = (made.start, made.end), made.glue
    values = [_evaluated(source[t.body_start : t.body_end], t) for t in own]
    if None in values or any("{" in (value or "") and t.prefix for value, t in zip(values, own, strict=True)):
        return None
    start, end = span

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(start, end, _lookup(_spelled(language, spelling), names[0]))]

    value = glue.join(value or "" for value in values)
    return Site(start=start, end=end, holes=(Hole(spot, value),), render=render)


def _joined_span(source: str, language: Language, tokens: Sequence[StringLiteral]) -> tuple[int, int] | None:
    """Return the span of what puts nothing but the literals together; None where nothing does."""
    gaps = {source[left.end : right.start].strip() for left, right in pairwise(tokens)}
    start, end = tokens[0].start, tokens[-1].end
    if gaps == {_OPERATOR.get(language.join)}:
        return start, end
    return None


def _statement(source: str, language: Language, token: StringLiteral, hole: Hole) -> Site | None:
    """Return the site of a statement that only sets the variable: it goes, with its line."""
    line = source.rfind("\n", 0, token.start) + 1
    found = re.match(rf"[ \t]*{language.sets}", source[line : token.start]) if language.sets else None
    if found is None:
        return None
    name = found["name"] or found.groupdict().get("item")
    ending = re.compile(language.sets_end).match(source, token.end)
    rest = _REST.match(source, ending.end()) if ending else None
    if rest is None or name is None or not is_valid(name):
        return None
    start, end = whole_lines(source, line, rest.end())

    def otherwise(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(token.start, token.end, _lookup(_spelled(language, spelling), names[0]))]

    return Site(
        start=start,
        end=end,
        holes=(msgspec.structs.replace(hole, fixed=name, sets=True),),
        render=lambda _spelling, _names: [Change(start, end, "")],
        otherwise=otherwise,
    )


def _spelled(language: Language, spelling: Spelling) -> Language:
    if spelling.in_store is not None:
        return msgspec.structs.replace(language, lookup=spelling.in_store("NAME"))
    if spelling.optional and language.optional:
        return msgspec.structs.replace(language, lookup=language.optional)
    return language


def _lookup(language: Language, name: str) -> str:
    before, _, after = language.lookup.rpartition("NAME")
    return f"{before}{name}{after}"


def _terms(
    source: str, language: Language, token: StringLiteral, holes: Sequence[Hole], names: Sequence[str]
) -> list[str]:
    opening = source[token.start : token.body_start]
    terms, position = [], token.body_start
    for hole, name in zip(holes, names, strict=True):
        if hole.spot.start > position:
            terms.append(f"{opening}{source[position : hole.spot.start]}{token.quote}")
        terms.append(_lookup(language, name))
        position = hole.spot.end
    if token.body_end > position:
        terms.append(f"{opening}{source[position : token.body_end]}{token.quote}")
    return terms


def _plus(
    source: str, language: Language, token: StringLiteral, holes: Sequence[Hole], names: Sequence[str]
) -> list[Change]:
    text = " + ".join(_terms(source, language, token, holes, names))
    if _TIGHT_BEFORE.search(source[: token.start]) or _TIGHT_AFTER.match(source, token.end):
        text = f"({text})"
    return [Change(token.start, token.end, text)]


def _paste(
    source: str, language: Language, token: StringLiteral, holes: Sequence[Hole], names: Sequence[str]
) -> list[Change]:
    return [
        Change(token.start, token.end, f"paste0({', '.join(_terms(source, language, token, holes, names))})")
    ]


def _template(
    source: str, language: Language, token: StringLiteral, holes: Sequence[Hole], names: Sequence[str]
) -> list[Change]:
    changes, position = [], token.body_start
    for hole, name in zip(holes, names, strict=True):
        changes += _for_template(source, token, position, hole.spot.start)
        changes.append(Change(hole.spot.start, hole.spot.end, f"${{{_lookup(language, name)}}}"))
        position = hole.spot.end
    changes += _for_template(source, token, position, token.body_end)
    if token.quote != "`":
        changes += [Change(token.start, token.body_start, "`"), Change(token.body_end, token.end, "`")]
    return changes


def _for_template(source: str, token: StringLiteral, start: int, end: int) -> list[Change]:
    if token.quote == "`":
        return []
    special = re.compile(r"`|\$(?=\{)")
    return [
        Change(found.start(), found.end(), f"\\{found[0]}") for found in special.finditer(source, start, end)
    ]


def _interpolate(
    source: str, language: Language, token: StringLiteral, holes: Sequence[Hole], names: Sequence[str]
) -> list[Change]:
    if token.prefix:  # raw"…" interpolates nothing
        terms = [_raw_term(term, token) for term in _terms(source, language, token, holes, names)]
        return [Change(token.start, token.end, f"string({', '.join(terms)})")]
    return [
        Change(hole.spot.start, hole.spot.end, f"$({_lookup(language, name)})")
        for hole, name in zip(holes, names, strict=True)
    ]


def _raw_term(term: str, token: StringLiteral) -> str:
    """Double the backslashes at the end of ``raw"…"``: there they would escape the quote."""
    body = term.removesuffix(token.quote) if term.startswith(token.prefix) else ""
    tail = len(body) - len(body.rstrip("\\"))
    return f"{body}{chr(92) * tail}{token.quote}" if tail else term


_JOINED: dict[Join, Callable[[str, Language, StringLiteral, Sequence[Hole], Sequence[str]], list[Change]]] = {
    "plus": _plus,
    "paste": _paste,
    "template": _template,
    "interpolate": _interpolate,
}


def _evaluated(text: str, token: StringLiteral) -> str | None:
    if token.prefix == "@":
        return text.replace('""', '"')
    if "\\" not in text or token.prefix in ("raw", "r", "R", "@$", "$@"):
        return text

    def plain(found: re.Match[str]) -> str:
        digits = found[1] or found[2]
        return chr(int(digits, 16)) if digits else _ESCAPED.get(found[3], found[3])

    try:
        return _ESCAPE.sub(plain, text)
    except (ValueError, OverflowError):
        return None
