"""A secret in a line that IPython reads: ``%env X=…``, ``!curl …``, ``%%sql postgresql://…``."""

from __future__ import annotations

from collections.abc import Sequence

from ..text.lazy import lazy
from .names import is_valid
from .python_statement import whole_lines
from .shell import shell_sites
from .sites import Change, Hole, Render, Site, Spelling, Spot, shifted
from .urls import scheme_before, unquoted

_COMMAND = lazy(r"[ \t]*(?:[^=\"'#\r\n]*=[ \t]*)?(?:!!?|%(?:sx|system|pip|conda|mamba|uv|sc)\b)[ \t]*")
_EXPANDS = lazy(r"[ \t]*%%?(?:sql|sqlcmd|sqlplot)\b")
"""Magics of ipython-sql and jupysql, which read environment variables in a connection string themselves."""
_SETS = lazy(r"[ \t]*%(?:env|set_env)[ \t]+(?P<name>[A-Za-z_]\w*)[ \t]*[= \t][ \t]*(?P<quote>[\"']?)\Z")


def escaped_line_sites(source: str, line_start: int, line_end: int, spots: Sequence[Spot]) -> list[Site]:
    """Return the sites for ``spots`` in the logical line ``line_start:line_end``, a magic or a shell line."""
    line = source[line_start:line_end]
    command = _COMMAND.match(line)
    if command:
        begin = line_start + command.end()
        moved = [_moved(spot, -begin) for spot in spots if spot.start >= begin]
        return [shifted(site, begin) for site in shell_sites(source[begin:line_end], moved, ipython=True)]
    return [_magic_site(source, line_start, line_end, spot) for spot in spots]


def _magic_site(source: str, line_start: int, line_end: int, spot: Spot) -> Site:
    setting = _SETS.match(source[line_start : spot.start])
    if setting:
        tail = source[spot.end : line_end].strip()
        if tail in ("", setting["quote"]) and is_valid(setting["name"]):
            start, end = whole_lines(source, line_start, line_end)
            # IPython takes quotes as a part of the value.
            value = f"{setting['quote']}{source[spot.start : spot.end]}{tail}"
            return Site(
                start=start,
                end=end,
                holes=(Hole(spot, value, fixed=setting["name"], sets=True),),
                render=lambda _spelling, _names: [Change(start, end, "")],
                otherwise=_field(source, spot, None),
                otherwise_needs=frozenset({"environ"}),
            )
    if _EXPANDS.match(source, line_start):
        word = (source[spot.end : spot.end + 1] or " ").replace("_", "a").isalnum()
        return Site(
            start=spot.start,
            end=spot.end,
            # Its form in the URL is the value: nothing quotes it there.
            holes=(Hole(spot, source[spot.start : spot.end], scheme=_scheme(source, line_start, spot)),),
            render=lambda _spelling, names: [
                Change(spot.start, spot.end, f"${{{names[0]}}}" if word else f"${names[0]}")
            ],
        )
    scheme = scheme_before(source[line_start : spot.start], spot.start - line_start)
    in_url = scheme is not None and source[spot.end : spot.end + 1] == "@"
    quoted = unquoted(source[spot.start : spot.end]) if in_url else None
    return Site(
        start=spot.start,
        end=spot.end,
        holes=(Hole(spot, quoted.value if quoted else source[spot.start : spot.end], scheme=scheme or ""),),
        render=_field(source, spot, quoted.safe if quoted else None),
        needs=frozenset({"environ", "quote"} if quoted else {"environ"}),
    )


def _scheme(source: str, line_start: int, spot: Spot) -> str:
    return scheme_before(source[line_start : spot.start], spot.start - line_start) or ""


def _field(source: str, spot: Spot, safe: str | None) -> Render:
    """IPython replaces ``{expression}`` in a line magic by what it evaluates to."""
    inner = '"' if source[spot.start - 1 : spot.start] == "'" else "'"

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        code = spelling.lookup(names[0], inner)
        if safe is not None:
            code = f"{spelling.quote}({code}, safe={inner}{safe}{inner})"
        return [Change(spot.start, spot.end, f"{{{code}}}")]

    return render


def _moved(spot: Spot, by: int) -> Spot:
    outer = (spot.outer[0] + by, spot.outer[1] + by) if spot.outer else None
    return Spot(spot.start + by, spot.end + by, spot.rule, spot.given, outer, spot.encoded)
