"""A secret in shell code: ``$NAME`` in the quotes that stand around it, or a statement that goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

import msgspec

from ..languages.joins import joined_at, span_of
from ..text.lazy import lazy
from .names import is_valid
from .python_statement import whole_lines
from .sites import Change, Hole, Render, Site, Spelling, Spot, placeholder_site

State = Literal["bare", "single", "double", "ansi", "comment", "here", "here-quoted"]

_HEREDOC = lazy(r"<<-?[ \t]*(?P<quote>[\"'\\]?)(?P<word>[A-Za-z_]\w*)[\"']?")
_PLAIN_WORD = lazy(r"[A-Za-z0-9_./:@%+=,\-?&]*\Z")
_WORD_END = frozenset(" \t\r\n;|&()<>\"'`")
_ASSIGNED = lazy(
    r"(?:^|[;&|][ \t]*)[ \t]*(?:export[ \t]+|setenv[ \t]+|set[ \t]+-x[ \t]+)?(?P<name>[A-Za-z_]\w*)=[\"']?\Z"
)
_STATEMENT_END = lazy(r"[\"']?[ \t]*(?:;[ \t]*)?(?:#[^\r\n]*)?(?=\r?\n|\Z)")
_DEFAULT_OF = lazy(r"\$\{(?P<name>[A-Za-z_]\w*):?(?P<how>[-=])\Z")
_SETS_ALONE = lazy(r"^[ \t]*:[ \t]+\"?\Z")
_ESCAPE_IN_DOUBLE = lazy(r"\\([\"\\$`\n])")


class Region(NamedTuple):
    """A stretch of shell text under one kind of quote; of a quoted one the body."""

    state: State
    start: int
    end: int


def shell_sites(text: str, spots: Sequence[Spot], *, ipython: bool = False) -> list[Site]:
    """Return the sites for ``spots`` in the shell script ``text``.

    Parameters
    ----------
    text
        One script: the body of ``%%bash``, or what stands behind a ``!``.
    ipython
        Whether IPython reads the line first: ``${NAME}`` would then mean something to it.
    """
    regions = list(shell_regions(text))
    sites = []

    def region_of(spot: Spot) -> Region:
        inside = (one for one in regions if one.start <= spot.start < max(one.end, one.start + 1))
        return next(inside, Region("ansi", spot.start, spot.end))  # it begins with a quote

    for region, group in groupby(spots, region_of):
        inside = [spot for spot in group if spot.end <= region.end]
        sites += [
            _over_regions(text, regions, s) or placeholder_site(text, s, _SPANS)
            for s in spots
            if s.start >= region.start and s.start < region.end and s.end > region.end
        ]
        if region.state in ("comment", "here-quoted", "ansi"):
            note = "" if region.state == "comment" else _LITERAL
            sites += [placeholder_site(text, spot, note) for spot in inside]
        elif region.state == "single":
            sites += _in_single(text, region, inside, ipython)
        elif region.state in ("double", "here"):
            sites += _in_double(text, region, inside, ipython)
        else:
            sites += _bare(text, inside)
    return sites


_LITERAL = "The shell does not expand variables here, so the text contains a placeholder."
_SPANS = "The shell builds the value, so the text contains a placeholder."


def shell_regions(text: str) -> list[Region]:
    """Return the regions of a script, one behind the other."""
    regions: list[Region] = []
    position = start = 0
    pending: list[tuple[str, bool]] = []

    def bare_until(end: int) -> None:
        if end > start:
            regions.append(Region("bare", start, end))

    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 2
        elif character in "'\"":
            bare_until(position)
            kind: State = "double" if character == '"' else "single"
            if kind == "single" and text[position - 1 : position] == "$":
                kind = "ansi"
            body = position + 1
            end = _quote_end(text, body, kind)
            regions.append(Region(kind, body, end))
            position = start = end + 1
        elif character == "#" and (position == 0 or text[position - 1] in " \t\n;&|("):
            bare_until(position)
            end = _line_end(text, position)
            regions.append(Region("comment", position, end))
            position = start = end
        elif (
            character == "<"
            and (found := _HEREDOC.match(text, position))
            and text[position - 1 : position] != "<"
        ):
            pending.append((found["word"], bool(found["quote"])))
            position = found.end()
        elif character == "\n" and pending:
            bare_until(position + 1)
            position += 1
            for word, quoted in pending:
                closing = re.compile(rf"^[ \t]*{re.escape(word)}[ \t]*$", re.MULTILINE).search(text, position)
                end = closing.start() if closing else len(text)
                regions.append(Region("here-quoted" if quoted else "here", position, end))
                position = closing.end() if closing else len(text)
            pending, start = [], position
        else:
            position += 1
    bare_until(len(text))
    return regions


def _over_regions(text: str, regions: Sequence[Region], spot: Spot) -> Site | None:
    """Return the site of ``"a"'b'``: a value under several quotes, one right behind the other."""
    word = _in_part_quoted(text, spot)
    if word is not None:
        return word
    own = [one for one in regions if one.end > spot.start and one.start < spot.end]
    quoted = all(one.state in ("single", "double") and one.end < len(text) for one in own)
    if len(own) < 2 or not quoted or any(a.end + 2 != b.start for a, b in pairwise(own)):
        return None
    first, last = own[0], own[-1]
    pieces = []
    for one in own:
        piece = text[max(one.start, spot.start) : min(one.end, spot.end)]
        if one.state == "double" and re.search(r"[$`]", re.sub(r"\\.", "", piece)):
            return None
        pieces.append(_ESCAPE_IN_DOUBLE.sub(r"\1", piece) if one.state == "double" else piece)
    value = "".join(pieces)
    whole = (first.start, last.end) == (spot.start, spot.end)
    statement = _statement(text, first.start, last.end, [spot]) if whole else None
    if statement is not None:
        hole = msgspec.structs.replace(statement.holes[0], value=value)
        return msgspec.structs.replace(statement, holes=(hole,))
    if not whole and not first.state == last.state == "double":
        return None

    def render(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        if whole:
            return [Change(spot.start - 1, spot.end + 1, f'"${names[0]}"')]
        return [Change(spot.start, spot.end, _variable(text, spot.end, names[0], ipython=False))]

    return Site(start=first.start - 1, end=last.end + 1, holes=(Hole(spot, value),), render=render)


def _in_part_quoted(text: str, spot: Spot) -> Site | None:
    """Return the site of ``"a"b'c'``: a value that is a whole word, and of it only a part under quotes."""
    start = spot.start - 1 if text[spot.start - 1 : spot.start] in ("'", '"') else spot.start
    made = joined_at(text, start, "bash")
    if made is None or span_of(made) != (spot.start, spot.end):
        return None
    hole = Hole(spot, "".join(text[low:high] for low, high in made.pieces))

    def render(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(made.start, made.end, f'"${names[0]}"')]

    statement = _statement(text, spot.start, spot.end, [spot], word=True)
    if statement is None:
        return Site(start=made.start, end=made.end, holes=(hole,), render=render)
    hole = msgspec.structs.replace(statement.holes[0], value=hole.value)
    return msgspec.structs.replace(statement, holes=(hole,), otherwise=render)


def _in_single(text: str, region: Region, spots: Sequence[Spot], ipython: bool) -> list[Site]:
    holes = tuple(Hole(spot, text[spot.start : spot.end]) for spot in spots)
    if not spots:
        return []
    statement = _statement(text, region.start, region.end, spots)
    outside = _outside(text, region, spots)
    if statement is not None:
        return [statement]
    requoted = not re.search(r"[$`\"\\!]", outside) and region.end < len(text)

    def render(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        if requoted:
            changes = [Change(region.start - 1, region.start, '"'), Change(region.end, region.end + 1, '"')]
            return changes + [
                Change(hole.spot.start, hole.spot.end, _variable(text, hole.spot.end, name, ipython))
                for hole, name in zip(holes, names, strict=True)
            ]
        return [
            Change(hole.spot.start, hole.spot.end, f"'\"${name}\"'")
            for hole, name in zip(holes, names, strict=True)
        ]

    return [Site(start=region.start - 1, end=region.end + 1, holes=holes, render=render)]


def _in_double(text: str, region: Region, spots: Sequence[Spot], ipython: bool) -> list[Site]:
    sites = []
    for spot in spots:
        value = _ESCAPE_IN_DOUBLE.sub(r"\1", text[spot.start : spot.end])
        statement = _statement(text, region.start, region.end, [spot]) if region.state == "double" else None
        whole = (spot.start, spot.end) == (region.start, region.end) and region.state == "double"
        edges = (region.start - 1, region.end + 1) if whole else (spot.start, spot.end)
        default = _default(text, edges, Hole(spot, value), quoted=not whole, ipython=ipython)
        if found := statement or default:
            sites.append(found)
            continue

        def render(_spelling: Spelling, names: Sequence[str], spot: Spot = spot) -> list[Change]:
            return [Change(spot.start, spot.end, _variable(text, spot.end, names[0], ipython))]

        sites.append(Site(start=spot.start, end=spot.end, holes=(Hole(spot, value),), render=render))
    return sites


def _bare(text: str, spots: Sequence[Spot]) -> list[Site]:
    sites: list[Site] = []

    def word_of(spot: Spot) -> tuple[int, int]:
        return _word_start(text, spot.start), _word_end(text, spot.end)

    for (start, end), group in groupby(spots, word_of):
        inside = []
        for spot in group:
            value = re.sub(r"\\(.)", r"\1", text[spot.start : spot.end])
            default = _default(text, (spot.start, spot.end), Hole(spot, value), quoted=False)
            if default is not None:
                sites.append(default)
            else:
                inside.append(spot)
        if not inside:
            continue
        holes = tuple(Hole(spot, re.sub(r"\\(.)", r"\1", text[spot.start : spot.end])) for spot in inside)
        statement = _statement(text, start, end, inside, word=True)
        if statement is not None:
            sites.append(statement)
            continue
        sites.append(Site(start=start, end=end, holes=holes, render=_bare_render(text, start, end, holes)))
    return sites


def _bare_render(text: str, start: int, end: int, holes: Sequence[Hole]) -> Render:
    head = text[start : holes[0].spot.start]
    rest = "".join(text[a.spot.end : b.spot.start] for a, b in pairwise(holes))
    simple = all(_PLAIN_WORD.match(piece) for piece in (head, rest, text[holes[-1].spot.end : end]))
    # `--password="$X"`, `X="$Y"`: what stands before the equals sign is not quoted by anybody.
    flag = re.match(r"(?:--?[A-Za-z][\w-]*|[A-Za-z_]\w*)=", head)
    opening = start + (len(flag[0]) if flag else 0)

    def render(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        if not simple:
            return [
                Change(hole.spot.start, hole.spot.end, f'"${name}"')
                for hole, name in zip(holes, names, strict=True)
            ]
        pieces, position = ['"'], opening
        for hole, name in zip(holes, names, strict=True):
            pieces.append(text[position : hole.spot.start])
            follows = text[hole.spot.end : hole.spot.end + 1]
            pieces.append(f'${name}""' if re.match(r"\w", follows) and hole.spot.end < end else f"${name}")
            position = hole.spot.end
        pieces += [text[position:end], '"']
        return [Change(opening, end, "".join(pieces))]

    return render


def _variable(text: str, end: int, name: str, ipython: bool) -> str:
    if not re.match(r"\w", text[end : end + 1]):
        return f"${name}"
    # To IPython ${NAME} is a field of Python code; closing and opening the quotes ends the name as well.
    return f'${name}""' if ipython else f"${{{name}}}"


def _statement(text: str, start: int, end: int, spots: Sequence[Spot], *, word: bool = False) -> Site | None:
    """Return the site of ``export NAME=value`` where it is all of its line: the variable is set already."""
    spot = spots[0]
    if len(spots) > 1 or spot.end != end or (not word and spot.start != start):
        return None
    line = text.rfind("\n", 0, start) + 1
    found = _ASSIGNED.match(text[line : spot.start])
    rest = _STATEMENT_END.match(text, end)
    if found is None or rest is None or not is_valid(found["name"]) or found.start() != 0:
        return None
    name = found["name"]
    span = whole_lines(text, line, rest.end())
    hole = Hole(spot, text[spot.start : spot.end], fixed=name, sets=True)

    def render(_spelling: Spelling, _names: Sequence[str]) -> list[Change]:
        return [Change(*span, "")]

    def otherwise(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        quotes = 0 if word else 1
        return [Change(spot.start - quotes, spot.end + quotes, f'"${names[0]}"')]

    return Site(start=span[0], end=span[1], holes=(hole,), render=render, otherwise=otherwise)


def _default(
    text: str, edges: tuple[int, int], hole: Hole, *, quoted: bool, ipython: bool = False
) -> Site | None:
    """Return the site of ``${NAME:-value}``, which asks for the variable as a whole.

    Where the name is another value's, the default would let that one through.

    Parameters
    ----------
    edges
        Of the value with the quotes of its own.
    quoted
        Whether double quotes stand around all of it.
    """
    found = _DEFAULT_OF.search(text[: edges[0]])
    if found is None or text[edges[1] : edges[1] + 1] != "}":
        return None
    start, end, name = found.start(), edges[1] + 1, found["name"]
    sets = found["how"] == "="
    hole = msgspec.structs.replace(hole, fixed=name, sets=sets)

    def render(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        read = _variable(text, end, names[0], ipython) if quoted else f'"${names[0]}"'
        return [Change(start, end, read)]

    line = text.rfind("\n", 0, start) + 1
    if not sets or _SETS_ALONE.match(text[line:start]) is None:
        return Site(start=start, end=end, holes=(hole,), render=render, otherwise=render)
    rest = _STATEMENT_END.match(text, end)
    if rest is None:
        return Site(start=start, end=end, holes=(hole,), render=render, otherwise=render)
    span = whole_lines(text, line, rest.end())

    def nothing(_spelling: Spelling, _names: Sequence[str]) -> list[Change]:
        return [Change(*span, "")]

    def assigned(_spelling: Spelling, names: Sequence[str]) -> list[Change]:
        return [Change(line, rest.end(), f'{name}="${names[0]}"')]

    return Site(start=span[0], end=span[1], holes=(hole,), render=nothing, otherwise=assigned)


def _outside(text: str, region: Region, spots: Sequence[Spot]) -> str:
    pieces, position = [], region.start
    for spot in spots:
        pieces.append(text[position : spot.start])
        position = spot.end
    return "".join([*pieces, text[position : region.end]])


def _quote_end(text: str, start: int, kind: State) -> int:
    if kind == "single":
        end = text.find("'", start)
        return len(text) if end < 0 else end
    quote = '"' if kind == "double" else "'"
    position = start
    while position < len(text):
        if text[position] == "\\":
            position += 2
        elif text[position] == quote:
            return position
        else:
            position += 1
    return len(text)


def _word_start(text: str, position: int) -> int:
    while position and text[position - 1] not in _WORD_END:
        position -= 1
    return position


def _word_end(text: str, position: int) -> int:
    while position < len(text) and text[position] not in _WORD_END:
        position += 1
    return position


def _line_end(text: str, position: int) -> int:
    newline = text.find("\n", position)
    return len(text) if newline < 0 else newline
