"""A secret in a Python string of any form, and the code that reads it from the environment instead."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence

from ..languages.joins import joined_around
from ..languages.python_lexer import StringToken
from ..text.lazy import lazy
from ..text.text_shape import is_wordy
from .literal import PLAIN_PREFIXES, joined
from .python_around import in_statement, spaced, without_layout
from .python_parts import (
    F_PREFIXES,
    around_brackets,
    behind_brackets,
    closing_bracket,
    doubled_braces,
    end_of_group,
    evaluated,
    f_prefix,
    fields_of,
    gaps_join,
    is_cut,
    list_join,
    start_of_group,
)
from .python_statement import standing_alone
from .sites import ENVIRON, Change, Hole, Need, Site, Spelling, Spot, placeholder_site
from .urls import scheme_before, unquoted

BYTES_PREFIXES = frozenset({"b", "rb", "br"})

_FORMATTED = lazy(r"[ \t\r\n]*\.[ \t\r\n]*format[ \t]*\(")
_PERCENT = lazy(r"[ \t]*%[ \t]*(?![=\s])")
_TOKEN = lazy(r"[A-Za-z0-9+/=_.~\-]{8,}\Z")
_OPERATOR_BEFORE = lazy(r"(?:[+\-*/%&|^~.<>]|\b(?:in|is|not|and|or|await))\s*\Z")
_OPERATOR_AFTER = lazy(r"\s*(?:[.\[(%*/]|\bif\b)")
NO_LOOKUP = "A lookup is not possible here, so the code does not run as before."

WITH_QUOTE: frozenset[Need] = frozenset({"environ", "quote"})


def string_site(
    source: str,
    strings: Sequence[StringToken],
    first: int,
    last: int,
    spots: Sequence[Spot],
    whole_urls: bool,
) -> Site:
    """Return the site of the literals ``first`` to ``last`` of ``strings``, which hold ``spots``.

    Parameters
    ----------
    source
        The whole cell.
    strings
        Its literals, by their place.
    spots
        One; or several that stand in one and the same literal.
    whole_urls
        Whether a connection string that fills its literal goes whole, as ``DATABASE_URL``.
    """
    tokens = strings[first : last + 1]
    spot = spots[0]
    site: Site | None = None
    if all(token.closed for token in tokens):
        body = (tokens[0].body_start, tokens[-1].body_end)
        outer = spot.outer if whole_urls and spot.outer else (spot.start, spot.end)
        if len(spots) == 1 and (outer == body or _is_service_account(source, tokens)):
            # Of a connection string over several literals one may hold the password and nothing else.
            url = spot.outer is not None and (spot.outer == body or _is_service_account(source, tokens))
            site = _whole(source, strings, first, last, spot, url=url)
        elif len(tokens) > 1:
            site = _over_several(source, tokens, spot)
        else:
            site = _inside(source, strings, first, spots)
    return site or several_placeholders(source, spots, NO_LOOKUP)


def _evaluated_span(source: str, tokens: Sequence[StringToken], start: int, end: int) -> str:
    """Return what a part of the body of one of ``tokens`` comes to."""
    own = next(token for token in tokens if token.body_start <= start and end <= token.body_end)
    return evaluated(source, own, start, end) or ""


def continued(source: str, strings: Sequence[StringToken], index: int, end: int) -> int:
    """Return the last of the literals that go on with the secret that ends at ``end`` of literal ``index``.

    A long key is often broken over lines, and its first piece alone may look like a key.
    """
    while index + 1 < len(strings) and end == strings[index].body_end:
        following = strings[index + 1]
        body = source[following.body_start : following.body_end]
        if not joined(source, strings[index], following) or following.prefix not in PLAIN_PREFIXES:
            break
        if not _TOKEN.match(body) or is_wordy(body):
            break
        index, end = index + 1, following.body_end
    return index


def several_placeholders(source: str, spots: Sequence[Spot], note: str) -> Site:
    """Return one site that puts a placeholder into each of ``spots``."""
    sites = [placeholder_site(source, spot, note, _in_literal(source, spot)) for spot in spots]

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [one for site, name in zip(sites, names, strict=True) for one in site.render(spelling, [name])]

    return Site(
        start=spots[0].start,
        end=spots[-1].end,
        holes=tuple(hole for site in sites for hole in site.holes),
        render=render,
        outcome="placeholder",
        note=note,
    )


def _in_literal(source: str, spot: Spot) -> str | None:
    """Return the value of a spot that is to become a placeholder, as Python would read it."""
    try:
        value = ast.literal_eval(f'"""{source[spot.start : spot.end]}"""')
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return value if isinstance(value, str) and value else None


def _whole(
    source: str, strings: Sequence[StringToken], first: int, last: int, spot: Spot, *, url: bool
) -> Site | None:
    """The literals hold nothing but the secret: the lookup takes their place."""
    tokens = strings[first : last + 1]
    pieces = [evaluated(source, token) for token in tokens]
    kinds = {token.prefix in BYTES_PREFIXES for token in tokens}
    listed = list_join(source, tokens) if len(tokens) > 1 else None
    made = None
    if len(tokens) > 1 and not listed and not gaps_join(source, tokens):
        made = joined_around(source, tokens[0].body_start, tokens[-1].body_end, "python")
        listed = (made.start, made.end) if made else None
    if None in pieces or len(kinds) > 1 or not (listed or gaps_join(source, tokens)):
        return None
    if any(token.prefix in F_PREFIXES and fields_of(source, token) for token in tokens):
        return None
    value = "".join(piece for piece in pieces if piece)
    if made is not None:
        if any(token.prefix for token in tokens):
            return None
        value = made.glue.join(_evaluated_span(source, tokens, low, high) for low, high in made.pieces)
    is_bytes = kinds == {True}
    start, end = listed or (tokens[0].start, tokens[-1].end)
    before = strings[first - 1] if first else None
    after = strings[last + 1] if last + 1 < len(strings) else None
    if not listed and (joined(source, before, tokens[0]) or joined(source, tokens[-1], after)):
        return None if is_bytes else _among_literals(source, tokens, spot, value)
    start, end = without_layout(source, tokens, start, end)
    if not is_bytes:
        site = in_statement(source, around_brackets(source, start, end), (start, end), Hole(spot, value))
        if site is not None:
            return site
    named = "" if not url and not _is_service_account(source, tokens) else "url" if url else "json"
    inner = (evaluated(source, tokens[0], spot.start, spot.end) or "") if named else ""
    if named == "json":
        inner = inner.replace("\\n", "\n")
    fixed = "GOOGLE_SERVICE_ACCOUNT_JSON" if named == "json" else None
    hole = Hole(spot, value, fixed=fixed, whole_url=url, inner=inner)
    tail = ".encode()" if is_bytes else ""

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(start, end, spaced(source, start, end, spelling.lookup(names[0]) + tail))]

    return Site(start=start, end=end, holes=(hole,), render=render, needs=ENVIRON, otherwise=render)


def _among_literals(source: str, tokens: Sequence[StringToken], spot: Spot, value: str) -> Site:
    """Python joins the literal with its neighbours, which it does with f-strings too."""
    quote = '"' if tokens[0].quote[0] == '"' else "'"
    inner = "'" if quote == '"' else '"'
    start, end = tokens[0].start, tokens[-1].end

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        field = f"f{quote}{{{spelling.lookup(names[0], inner)}}}{quote}"
        return [Change(start, end, spaced(source, start, end, field))]

    return Site(start=start, end=end, holes=(Hole(spot, value),), render=render, needs=ENVIRON)


def _over_several(source: str, tokens: Sequence[StringToken], spot: Spot) -> Site | None:
    """The secret begins inside one literal and ends in a later one that is joined with it."""
    head, tail = tokens[0], tokens[-1]
    if any(token.prefix not in PLAIN_PREFIXES | F_PREFIXES for token in tokens):
        return None
    if not gaps_join(source, tokens) or _in_field(source, tokens, spot):
        return None
    pieces = [evaluated(source, head, spot.start, head.body_end)]
    pieces += [evaluated(source, token) for token in tokens[1:-1]]
    pieces.append(evaluated(source, tail, tail.body_start, spot.end))
    if None in pieces:
        return None
    value = "".join(piece for piece in pieces if piece)
    inner = "'" if head.quote[0] == '"' else '"'

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        changes = []
        if head.prefix not in F_PREFIXES:
            changes = [f_prefix(source, head), *doubled_braces(source, head, head.body_start, spot.start)]
        changes.append(Change(spot.start, head.body_end, f"{{{spelling.lookup(names[0], inner)}}}"))
        if spot.end == tail.body_end:
            changes.append(Change(head.end, tail.end, ""))
        else:
            if len(tokens) > 2:
                changes.append(Change(head.end, tokens[-2].end, ""))
            changes.append(Change(tail.body_start, spot.end, ""))
        return changes

    return Site(start=head.start, end=tail.end, holes=(Hole(spot, value),), render=render, needs=ENVIRON)


def _in_field(source: str, tokens: Sequence[StringToken], spot: Spot) -> bool:
    """Tell whether a field of an f-string is a part of the secret, or cut by it."""
    return any(
        start < spot.end and spot.start < end
        for token in tokens
        if token.prefix in F_PREFIXES
        for start, end in fields_of(source, token)
    )


def _inside(source: str, strings: Sequence[StringToken], index: int, spots: Sequence[Spot]) -> Site | None:
    """The secret is a part of the literal: an f-string puts it back in."""
    token = strings[index]
    if standing_alone(source, token):
        return None  # a docstring, or code that was switched off
    if index and strings[index - 1].prefix in F_PREFIXES and is_cut(source, strings[index - 1]):
        return None  # Python 3.12's f-string with its own quotes inside: this is its rest, no literal
    if token.prefix in F_PREFIXES:
        nested = [_nested(source, token, spot) for spot in spots]
        if any(nested):
            return nested[0] if len(nested) == 1 else None
    end = end_of_group(source, strings, index)
    if token.prefix in BYTES_PREFIXES:
        return _inside_bytes(source, token, spots)
    if token.prefix not in PLAIN_PREFIXES | F_PREFIXES:
        return None
    start = start_of_group(source, strings, index)
    behind = behind_brackets(source, start, end)
    call = _FORMATTED.match(source, behind)
    if call and token.prefix in PLAIN_PREFIXES:
        return _inside_template(source, token, spots, call.end())
    return _inside_text(source, token, spots, percent=_PERCENT.match(source, behind) is not None)


def _inside_text(source: str, token: StringToken, spots: Sequence[Spot], *, percent: bool) -> Site | None:
    holes: list[Hole] = []
    safe: list[str | None] = []
    for spot in spots:
        value = evaluated(source, token, spot.start, spot.end)
        if not value:
            return None
        scheme = scheme_before(source[token.body_start : spot.start], spot.start - token.body_start)
        in_url = scheme is not None and source[spot.end : spot.end + 1] == "@"
        # Behind a `%` operator a quoted value would be read as a format.
        quoted = unquoted(value) if (in_url or "%" in value) and not percent else None
        if quoted and (in_url or quoted.value != value) and (in_url or _in_query(source, spot)):
            holes.append(Hole(spot, quoted.value, scheme=scheme or ""))
            safe.append(quoted.safe)
        else:
            holes.append(Hole(spot, value.replace("%%", "%") if percent else value, scheme=scheme or ""))
            safe.append(None)
    inner = "'" if token.quote[0] == '"' else '"'

    def field(spelling: Spelling, name: str, hole: Hole, safe_here: str | None) -> str:
        code = spelling.lookup(name, inner)
        if safe_here is not None:
            return f"{{{spelling.quote}({code}, safe={inner}{safe_here}{inner})}}"
        if percent and "%" in hole.value:
            return f"{{{code}.replace({inner}%{inner}, {inner}%%{inner})}}"
        return f"{{{code}}}"

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        changes, position = [], token.body_start
        if token.prefix not in F_PREFIXES:
            changes.append(f_prefix(source, token))
        for hole, name, safe_here in zip(holes, names, safe, strict=True):
            if token.prefix not in F_PREFIXES:
                changes += doubled_braces(source, token, position, hole.spot.start)
            changes.append(Change(hole.spot.start, hole.spot.end, field(spelling, name, hole, safe_here)))
            position = hole.spot.end
        if token.prefix not in F_PREFIXES:
            changes += doubled_braces(source, token, position, token.body_end)
        return changes

    needs = WITH_QUOTE if any(one is not None for one in safe) else ENVIRON
    return Site(start=token.start, end=token.end, holes=tuple(holes), render=render, needs=needs)


def _inside_template(source: str, token: StringToken, spots: Sequence[Spot], arguments: int) -> Site | None:
    """``"…".format(…)``: one more field, and its argument."""
    close = closing_bracket(source, arguments)
    if close is None:
        return None
    holes = []
    for spot in spots:
        value = evaluated(source, token, spot.start, spot.end)
        if not value:
            return None
        holes.append(Hole(spot, value.replace("{{", "{").replace("}}", "}")))

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        changes = [
            Change(hole.spot.start, hole.spot.end, f"{{{name.lower()}}}")
            for hole, name in zip(holes, names, strict=True)
        ]
        given = ", ".join(f"{name.lower()}={spelling.lookup(name)}" for name in dict.fromkeys(names))
        inside = source[arguments:close].rstrip()
        at = arguments + len(inside)
        lead = "" if not inside else " " if inside.endswith(",") else ", "
        return [*changes, Change(at, at, lead + given)]

    return Site(start=token.start, end=close, holes=tuple(holes), render=render, needs=ENVIRON)


def _inside_bytes(source: str, token: StringToken, spots: Sequence[Spot]) -> Site | None:
    holes = []
    for spot in spots:
        value = evaluated(source, token, spot.start, spot.end)
        if not value:
            return None
        holes.append(Hole(spot, value))
    opening = source[token.start : token.body_start]

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        terms, position = [], token.body_start
        for hole, name in zip(holes, names, strict=True):
            terms += _bytes_term(source, opening, token, position, hole.spot.start)
            terms.append(f"{spelling.lookup(name)}.encode()")
            position = hole.spot.end
        terms += _bytes_term(source, opening, token, position, token.body_end)
        text = " + ".join(terms)
        tight = _OPERATOR_BEFORE.search(source[max(0, token.start - 20) : token.start])
        if len(terms) > 1 and (tight or _OPERATOR_AFTER.match(source, token.end)):
            text = f"({text})"
        return [Change(token.start, token.end, spaced(source, token.start, token.end, text))]

    return Site(start=token.start, end=token.end, holes=tuple(holes), render=render, needs=ENVIRON)


def _bytes_term(source: str, opening: str, token: StringToken, start: int, end: int) -> list[str]:
    return [f"{opening}{source[start:end]}{token.quote}"] if end > start else []


def _nested(source: str, token: StringToken, spot: Spot) -> Site | None:
    """A literal inside a field of an f-string: ``f"{login('secret')}"``."""
    if not any(start <= spot.start < end for start, end in fields_of(source, token)):
        return None
    quote = source[spot.start - 1 : spot.start]
    if quote not in ("'", '"') or source[spot.end : spot.end + 1] != quote:
        return placeholder_site(source, spot, NO_LOOKUP)
    start, end = spot.start - 1, spot.end + 1
    if source[start - 1 : start].isalpha():
        return placeholder_site(source, spot, NO_LOOKUP)

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(start, end, spelling.lookup(names[0], quote))]

    hole = Hole(spot, source[spot.start : spot.end])
    return Site(start=start, end=end, holes=(hole,), render=render, needs=ENVIRON)


def _in_query(source: str, spot: Spot) -> bool:
    return source[spot.start - 1 : spot.start] == "="


def _is_service_account(source: str, tokens: Sequence[StringToken]) -> bool:
    if len(tokens) != 1 or "service_account" not in source[tokens[0].start : tokens[0].end]:
        return False
    text = evaluated(source, tokens[0])
    try:
        return isinstance(json.loads(text or ""), dict)
    except (ValueError, RecursionError):
        return False
