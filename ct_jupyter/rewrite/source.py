"""The source of a cell, of whatever kind and language: which sites its spots make."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from ..languages.cellcode import (
    cell_magic,
    is_escaped_line,
    is_python_cell,
    logical_line_start,
    string_tokens,
    tokens,
)
from ..languages.python_lexer import CommentToken, StringToken
from ..languages.table import MAGIC_LANGUAGES, SHELLS, WITH_LOOKUP
from ..notebook import canonical_language
from ..text.lazy import lazy
from .magics import escaped_line_sites
from .other_languages import is_balanced, language_sites
from .python_string import continued, several_placeholders, string_site
from .shell import shell_regions, shell_sites
from .sites import ENVIRON, Change, Hole, Site, Spelling, Spot, placeholder_site, shifted

IN_THE_BROWSER = frozenset({"javascript", "js"})
"""Cell magics whose body runs where there is no environment."""

_NUMBER = lazy(r"[1-9][0-9]*\Z")
_CODE = r"(?:0[xX][0-9a-fA-F]{1,2}|0[oO][0-7]{1,3}|[1-9][0-9]{0,2})"
_CODES = lazy(rf"{_CODE}(?:\s*,\s*{_CODE})+\Z")
"""Character codes in Python, as they stand in a list."""


def source_sites(
    source: str, cell_type: str, language: str, spots: Sequence[Spot], *, whole_urls: bool = False
) -> list[Site]:
    """Return the sites for ``spots``, by their place.

    Parameters
    ----------
    source
        The whole cell, which need not parse.
    cell_type
        ``code``, or else prose: there a placeholder takes the place of the secret.
    language
        Of the cell, by any of its names.
    spots
        They do not overlap.
    whole_urls
        Whether a connection string that is all of its literal goes whole, as ``DATABASE_URL``.
    """
    language = canonical_language(language)
    ordered = sorted(spots, key=lambda spot: spot.start)
    if cell_type != "code":
        return [placeholder_site(source, spot) for spot in ordered]
    if language == "python":
        return _python_cell(source, ordered, whole_urls)
    magic = cell_magic(source)
    if magic is not None and (body := MAGIC_LANGUAGES.get(magic[0].lower())) is not None:
        return _other_language(source, body, ordered)
    return _other_language(source, language, ordered)


def parses(source: str) -> bool:
    """Tell whether a Python cell parses, with what is for IPython taken out."""
    code = without_escapes(source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning would quote the line
        try:
            ast.parse(code)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return False
    return True


def reads(source: str, language: str) -> bool:
    """Tell whether every string of a source ends and every bracket is closed; True where nobody can tell."""
    if language in SHELLS:
        regions = shell_regions(source)
        return all(one.end < len(source) for one in regions if one.state in ("single", "double", "ansi"))
    known = WITH_LOOKUP.get(language)
    return known is None or is_balanced(source, known)


def without_escapes(source: str) -> str:
    """Return a Python cell in which `pass` stands for each line that is for IPython."""
    magic = cell_magic(source)
    position = magic[1] if magic else 0
    if not re.search(r"(?m)^[^\n]*[%!?]", source):
        return source
    lines, offset = [], position
    strings = string_tokens(source)
    while offset < len(source):
        end = logical_line_end(source, offset)
        line = source[offset:end]
        inside = _token_at(strings, offset)
        if inside is None and is_escaped_line(source, offset):
            line = line[: len(line) - len(line.lstrip(" \t"))] + "pass" + "\n" * line.count("\n")
        lines.append(line)
        offset = end
    return "".join(lines)


def logical_line_end(source: str, offset: int) -> int:
    """Return the offset behind the line of ``offset``, counting lines joined by a backslash as one."""
    while True:
        newline = source.find("\n", offset)
        if newline < 0:
            return len(source)
        if not re.search(r"\\[ \t]*\r?\n\Z", source[max(0, newline - 80) : newline + 1]):
            return newline + 1
        offset = newline + 1


def _python_cell(source: str, spots: Sequence[Spot], whole_urls: bool) -> list[Site]:
    magic = cell_magic(source)
    body = magic[1] if magic else 0
    on_magic_line = [spot for spot in spots if spot.start < body]
    sites = escaped_line_sites(source, 0, body, on_magic_line) if magic and on_magic_line else []
    rest = [spot for spot in spots if spot.start >= body]
    if magic and not is_python_cell(source):
        name = magic[0].lower()
        language = "browser" if name in IN_THE_BROWSER else MAGIC_LANGUAGES.get(name, name)
        moved = [_moved(spot, -body) for spot in rest]
        return sites + [shifted(site, body) for site in _other_language(source[body:], language, moved)]
    return sites + _python(source, rest, whole_urls)


def _python(source: str, spots: Sequence[Spot], whole_urls: bool) -> list[Site]:
    all_tokens, strings = tokens(source), string_tokens(source)
    sites: list[Site] = []
    escaped: dict[int, list[Spot]] = {}
    in_strings: dict[tuple[int, int], list[Spot]] = {}
    for spot in spots:
        token = _token_at(all_tokens, spot.start)
        line = logical_line_start(source, token.start if isinstance(token, StringToken) else spot.start)
        if is_escaped_line(source, line):
            escaped.setdefault(line, []).append(spot)
        elif isinstance(token, CommentToken):
            sites.append(placeholder_site(source, spot))
        elif isinstance(token, StringToken):
            first, last = _index_at(strings, spot.start), _index_at(strings, spot.end - 1)
            last = max(first, last)
            if (end := continued(source, strings, last, spot.end)) != last:
                last, spot = end, msgspec.structs.replace(spot, end=strings[end].body_end)
            in_strings.setdefault((first, last), []).append(spot)
        else:
            sites.append(_bare(source, spot))
    for line, inside in escaped.items():
        end = logical_line_end(source, line)
        body_end = end - len(source[line:end]) + len(source[line:end].rstrip("\r\n"))
        sites += escaped_line_sites(source, line, body_end, inside)
    for (first, last), inside in in_strings.items():
        if last > first and len(inside) > 1:
            sites.append(several_placeholders(source, inside, "Two secrets are joined here."))
        else:
            sites.append(string_site(source, strings, first, last, inside, whole_urls))
    return sorted(sites, key=lambda site: site.start)


def _bare(source: str, spot: Spot) -> Site:
    """A number; or text in a cell that is no Python, where a placeholder breaks nothing."""
    text = source[spot.start : spot.end]
    around = source[max(0, spot.start - 1) : spot.start] + source[spot.end : spot.end + 1]
    if (codes := _text_of_codes(text)) and not re.search(r"\w", around):
        return _codes_site(spot, codes)
    if not _NUMBER.match(text) or re.search(r"[\w.]", around):
        return placeholder_site(source, spot, "The value is not in a string, so a placeholder replaces it.")

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        value = spelling.lookup(names[0])
        return [Change(spot.start, spot.end, f"int({value}{' or 0' if spelling.optional else ''})")]

    return Site(start=spot.start, end=spot.end, holes=(Hole(spot, text),), render=render, needs=ENVIRON)


def _codes_site(spot: Spot, value: str) -> Site:
    """Return the site of a list of the bytes of a value: they are unpacked where they stood."""

    def render(spelling: Spelling, names: Sequence[str]) -> list[Change]:
        lookup = spelling.lookup(names[0])
        text = f'({lookup} or "")' if spelling.optional else lookup
        return [Change(spot.start, spot.end, f"*{text}.encode()")]

    return Site(start=spot.start, end=spot.end, holes=(Hole(spot, value),), render=render, needs=ENVIRON)


def _text_of_codes(text: str) -> str:
    """Return what a list of numbers spells as bytes of UTF-8; nothing where it is no such list."""
    if not _CODES.match(text):
        return ""
    try:
        return bytes(int(code, 0) for code in text.split(",")).decode()
    except ValueError:  # of a byte that is too large, or of no character
        return ""


def _other_language(source: str, language: str, spots: Sequence[Spot]) -> list[Site]:
    if language == "python":
        return _python(source, spots, whole_urls=False)
    if language in SHELLS:
        return shell_sites(source, spots)
    known = WITH_LOOKUP.get(language)
    if known is not None:
        return language_sites(source, known, spots)
    note = {
        "browser": "This code runs in the browser, which has no environment variables.",
        "text": "The file that this cell writes will contain the placeholder.",
    }.get(language, f"How {language or 'this language'} reads an environment variable is not known here.")
    return [placeholder_site(source, spot, note) for spot in spots]


def _moved(spot: Spot, by: int) -> Spot:
    outer = (spot.outer[0] + by, spot.outer[1] + by) if spot.outer else None
    return Spot(spot.start + by, spot.end + by, spot.rule, spot.given, outer, spot.encoded)


def _index_at(strings: Sequence[StringToken], offset: int) -> int:
    return bisect_right(strings, offset, key=lambda token: token.start) - 1


def _token_at(
    found: Sequence[StringToken | CommentToken] | Sequence[StringToken], offset: int
) -> StringToken | CommentToken | None:
    index = bisect_right(found, offset, key=lambda token: token.start) - 1
    if index < 0 or offset >= found[index].end:
        return None
    return found[index]
