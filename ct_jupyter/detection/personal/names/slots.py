"""Where a name can stand: string literals, fields of JSON and logs, table cells, lines of prose.

The model judges a value best alone, and a table's column as a whole; so a text is taken apart before it is
asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from ....languages.python_lexer import CommentToken, python_tokens
from ....text.lazy import lazy
from ....text.text_tables import Column, Tables
from .persons import is_common
from .sentences import sentences

LONGEST = 200
"""Of a value; what is longer is prose."""
LONGEST_LINE = 4000
_SENTENCE = 5
"""Spaces, from which on a value is prose as well."""
_BESIDE = 24
"""Characters of prose that are read on either side of what may be a name."""

_QUOTED = lazy(r'"([^"\\\n]{2,200})"|(?<![\w])\'([^\'\\\n]{2,200})\'(?!\w)')
_NODE = lazy(r">([^<>]{2,4000})<")
_FIELD = lazy(
    r"(?<![\w.])(?P<name>[^\W\d]\w{1,40}(?:[ _-]\w{1,20}){0,2})[ ]?[=:：][ ]{0,2}"
    r"(?P<value>(?!//)[^\s=:,;|<>{}()\[\]\"'][^\n=:;|<>{}()\[\]\"\t]{1,199}?)"
    r"(?=[ ]{2}|\t|\n|\Z|[;|<>)\]}]|,?[ ]\w[\w.-]{1,30}[ ]?[=:：])"
)
_BEFORE = lazy(
    r"""(?P<name>[^\W\d][\w.]{0,60}(?:[ -]\w{1,20}){0,2})["'\]]{0,2}[ \t]{0,4}"""
    r"""(?:=(?!=)|:(?!=)|=>)[ \t]{0,4}[rbfuRBFU]?["']?\Z"""
)
_LISTED = lazy(r"""(?P<name>[^\W\d]\w{0,60})["'\]]{0,2}[ ]{0,4}[=:][ ]{0,4}[\[({][^\[\](){}=]{0,2000}\Z""")
_CAPITALS = lazy(r"[^\W\d_a-z]")
_HEADING = lazy(r"\s{0,3}#{1,6}[ ](?!.*(?i:author|by\b))|\s*<h[1-6]")
_SMALL = lazy(r"(?<![\w.])[a-zß-ÿ]{3,24}(?![\w.])")
_LINE = lazy(r"[^\n]+")
_SKIPPED = lazy(r"(?i)(?:https?|s3|gs|file)://|[/\\]\w+[/\\]|\w\.\w+\(|[{}<>]|%\w|\\n")


class Slot(NamedTuple):
    """A value; offsets in code points of the whole text."""

    start: int
    end: int
    name: str | None
    """Variable, key or header that it is given to, as written."""
    whole: bool = True
    """Whether it is one value; a line of prose is none."""


def slots_of(text: str, language: str, tables: Tables, words: Set[str] = frozenset()) -> Iterator[Slot]:
    """Yield the values of ``text`` that could hold a name, by their place; not those of tables.

    Parameters
    ----------
    words
        Written without capitals somewhere near: two of these in a row are a title in prose, and no name.
    """
    if language == "python":
        yield from _of_python(text, words)
    elif language == "html":
        yield from _of_markup(text, tables, words)
    elif language in ("markdown", "latex", "raw", ""):
        yield from _prose(text, 0, len(text), words)
    else:
        yield from _of_output(text, language, words)
        if language != "json":
            yield from _between_tables(text, tables, words)


def words_of_texts(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that ``texts`` have without capitals."""
    return frozenset(word for text in texts for word in _SMALL.findall(text))


def columns_of(text: str, language: str, tables: Tables) -> list[Column]:
    """Return the columns of the tables in ``text``."""
    if language == "html":
        at = text.find("<table")
        while at >= 0:
            stop = text.find("</table", at)
            for node in _NODE.finditer(text, at, len(text) if stop < 0 else stop):
                if not node[1].isspace():
                    tables.at(node.start(1))
                    break
            at = text.find("<table", stop) if stop >= 0 else -1
    elif language not in ("python", "json", "latex"):
        for line in _LINE.finditer(text):
            if "  " in line[0] or "|" in line[0] or "\t" in line[0]:
                tables.at(line.end() - 1)
    return list(tables.columns())


def _of_python(text: str, words: Set[str]) -> Iterator[Slot]:
    for token in python_tokens(text):
        if isinstance(token, CommentToken):
            yield from _prose(text, token.start + 1, token.end, words)
        elif token.body_end - token.body_start > LONGEST or len(token.quote) == 3:
            yield from _prose(text, token.body_start, token.body_end, words)
        elif _may_hold(text, token.body_start, token.body_end) and "b" not in token.prefix:
            yield Slot(token.body_start, token.body_end, name_before(text, token.start))
            if text.count(" ", token.body_start, token.body_end) > _SENTENCE:
                yield from _prose(text, token.body_start, token.body_end, words)


def _of_markup(text: str, tables: Tables, words: Set[str]) -> Iterator[Slot]:
    for node in _NODE.finditer(text):
        start, end = _trimmed(text, *node.span(1))
        if end - start < 2 or not _may_hold(text, start, end) or tables.at(start) is not None:
            continue
        if end - start <= LONGEST and text.count(" ", start, end) <= _SENTENCE:
            yield Slot(start, end, None)
        yield from _sentences(text, start, end, words)


def _of_output(text: str, language: str, words: Set[str]) -> Iterator[Slot]:
    """Fields of JSON, of settings and of logs, line by line; and what of it are sentences."""
    for line in _LINE.finditer(text):
        start, end = line.span()
        if end - start > LONGEST_LINE:
            end = start + LONGEST_LINE * 25
            end = min(end, line.end())
        if not _CAPITALS.search(text, start, end):
            continue
        done = start
        found = False
        for quoted in _QUOTED.finditer(text, start, end):
            group = 1 if quoted[1] is not None else 2
            done, found = quoted.end(), True
            if _may_hold(text, *quoted.span(group)) and text[quoted.end() : quoted.end() + 1] != ":":
                yield Slot(*quoted.span(group), name_before(text, quoted.start()))
                if language == "json":
                    yield from _sentences(text, *quoted.span(group), words)
        if found:
            continue
        for field in _FIELD.finditer(text, done, end):
            first, last = _trimmed(text, *field.span("value"))
            if last - first >= 2 and _may_hold(text, first, last):
                yield Slot(first, last, field["name"])


def _between_tables(text: str, tables: Tables, words: Set[str]) -> Iterator[Slot]:
    """Yield the sentences of an output that stand in no table."""
    begin = 0
    for line in _LINE.finditer(text):
        if tables.at(line.start() + len(line[0]) - len(line[0].lstrip())) is not None:
            yield from _sentences(text, begin, line.start(), words)
            begin = line.end()
    yield from _sentences(text, begin, len(text), words)


def _sentences(text: str, start: int, end: int, words: Set[str]) -> Iterator[Slot]:
    for first, last in sentences(text, start, end, words):
        yield Slot(first, last, None, whole=False)


def _prose(text: str, start: int, end: int, words: Set[str]) -> Iterator[Slot]:
    """Yield stretches around words in a row that begin with capitals: the model reads slowly."""
    for line in _LINE.finditer(text, start, end):
        if _HEADING.match(line[0]):
            continue  # the words of titles begin with capitals, too
        done = first = line.start()
        for pair in _PAIR.finditer(text, line.start(), line.end()):
            own = (pair[0] + pair[1]).split()
            if any(map(is_common, own)) or all(word.lower() in words for word in own):
                continue
            begin = max(_edge(text, pair.start() - _BESIDE, line.start()), line.start())
            if begin > done and done > first:
                yield Slot(first, done, None, whole=False)
            if begin > done or done == line.start():
                first = begin
            done = min(pair.end(1) + _BESIDE, line.end())
            while done < line.end() and text[done - 1].isalnum() and text[done].isalnum():
                done += 1
        if done > first and done > line.start():
            yield Slot(first, done, None, whole=False)


def _edge(text: str, at: int, least: int) -> int:
    """Return the beginning of the word that ``at`` lies in."""
    while at > least and text[at - 1].isalnum():
        at -= 1
    return at


_PAIR = lazy(
    r"(?<![\w.])[^\W\d_a-z][^\W\d_]+[ ]"
    # The second word may begin another pair: what is before it may be the first of a sentence.
    r"(?=((?:(?:d[aeio]|dos|das|del|della|la|le|van|von|der|den|ter|y|e|bin|al)[ ]){0,3}"
    r"(?:[^\W\d_a-z]\.[ ]?){0,2}[^\W\d_a-z][^\W\d_]+)(?!\w))"
)


def _may_hold(text: str, start: int, end: int) -> bool:
    value = text[start:end]
    return _CAPITALS.search(value) is not None and not _SKIPPED.search(value)


def name_before(text: str, start: int) -> str | None:
    """Return the variable or the key that the value at ``start`` is given to."""
    found = _BEFORE.search(text, max(0, start - 90), start)
    if found is None and text[max(0, start - 3) : start].rstrip().endswith((",", "[", "(")):
        found = _LISTED.search(text, max(0, start - 1000), start)
    return found["name"] if found else None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
