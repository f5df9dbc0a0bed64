"""What is given to which name: assignments, arguments, items, flags, settings, in code of any state.

Read by expressions around each secret-like word, not by a parser: a cell is half typed most of the time,
and holds shell, SQL, YAML and JSON beside its own language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple

from ...languages.joins import joined_at, span_of
from ...text.lazy import lazy
from ...text.text_shape import is_punctuated
from ...text.words import word_set
from ..engine.windows import Window
from .further import Other, conditional, defaulted_at, listed, others, wrapped_at

Where = Literal["code", "string", "comment", "text"]

WORDS = (
    r"pass(?:words?|w0rd|wr?o?r?d|wort|phrase|code|ord|w|e)?|p(?:a?s?s|as)w(?:o?r?d|rod)|pasword|pas+owrd|pword"
    r"|pwd?|pssw|secret|token|key|auth(?:orization|entication)?"
    r"|cred(?:s|entials?)?|jwt|senha|contrase(?:ñ|n)a|kennwort|wachtwoord|has[lł]o|parol[ae]|mdp"
    r"|heslo|salt|salasana|senord|jelszo|пароль|identified|bearer"
)
_ISSUED = r"access|private"
"""Words that announce a key where a value that was made by a machine is right behind them."""
_REST = r"(?:[A-Z0-9_.\-][\w.\-\u0080-\uffff]{0,100})?"
"""Of a name, behind such a word: a small letter would make another word of it, as in ``passenger``."""
_ANNOUNCED = rf"""(?i:{WORDS})s?{_REST}["'`\\\])]{{0,4}}"""
TRIGGER = lazy(
    rf"{_ANNOUNCED}(?:[ \t]{{0,20}}(?:(?:[A-Z]{{2,4}}|prod|dev|test|staging|live|sandbox)?[ ]?(?:=|:)"
    r"|[:=,>({]|<-|!=|</|\|\||\?\?|//|in[ ]|to[ ]|-[ ]|\.(?:fill|type|set|input|enter|press|send))"
    r"|[ \t]{1,20}(?:or[ ]|value)"
    r"|[ ](?:for|of)[ ][^\n:=]{1,80}[:=])"
    rf"""|(?i:{WORDS}){_REST}[ \t]{{1,20}}(?:(?i:is|was|by)[ \t]{{1,4}})?(?:["']\S|[^\s"']{{0,60}}[0-9])"""
    rf"""|-(?:[\w\-]{{0,40}}[\-_])?(?i:{WORDS}){_REST}[ \t]{{1,8}}[^ \t\n]"""
    r"|(?i:key|token|secret)[\w]{0,40}-[A-Za-z0-9_\-]{16}"
    r"""|(?i:name|key|id|var|param|option|field)\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?"""
    rf"""[\w.\-]{{0,40}}(?i:{WORDS})"""
    rf"|<[\w:.\-]{{0,30}}(?i:{WORDS}){_REST}[ ][\w:]{{1,20}}="
    rf"|(?i:{_ISSUED})[\w]{{0,40}}[ \t]{{0,2}}[\-=: ][ \t]{{0,2}}[A-Za-z0-9_+/\-]{{16}}"
)
"""A line without this has no pair: what the engine looks for."""

LOWER_WORD = lazy(WORDS)
"""For a text in lower case."""
WORD = lazy(rf"{WORDS}|{_ISSUED}")
"""For a line in lower case: without ``(?i)`` the search skips to the first letters of the words."""

_NAME_HEAD = lazy(r"[\w.\-$]{0,80}\Z")
_NAME_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-$"
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
NAME_TAIL = lazy(r"[\w\-]{0,60}(?:\.[\w\-]{1,40}){0,6}")
_SEPARATOR = lazy(
    r"""(?P<close>\\{0,3}["'`]?[ ]?\]?|</[a-z]{1,8}>)[ \t]{0,20}
        (?:\#?\d{1,2}[ ]?(?=[:=])|(?:[A-Z]{2,4}|prod|dev|test|staging|live|sandbox)[ ]?(?=[:=])
          |(?:for|of)[ ][\w.@\-]{1,40}(?:[ ][\w.@\-]{1,40})?[ ]?(?=[:=]))?
        (?P<sep>:[ \t]{0,3}(?:"[A-Za-z][\w.\[\], |]{0,40}"|'[A-Za-z][\w.\[\], |]{0,40}')[ \t]{0,3}=(?!=)
          |:[ \t]{0,3}[A-Za-z][\w.\[\], |"']{0,40}?[ \t]{0,3}=(?!=)|:=|=>|<-|===?|!==?|[+?:]{1,2}=
          |=|:|,|(?<=[ \t])[-\u2013\u2014](?=[ ]["'`]\S)|>(?=[^<>\s]{4,200}</|[ \t]{0,8}\r?\Z))
        [ \t]{0,20}""",
    re.VERBOSE,
)
_OPENING = lazy(
    r"""\(?[ ]?(?P<prefix>[rRbBuUfF@]{0,2})(?P<escape>\\{0,3})
        (?P<quote>\"{3}|'{3}|["'`]|&(?:quot|apos|\#3[49]);)""",
    re.VERBOSE,
)
_LINE_JOIN = lazy(r"\\\r?\n")
_BELOW_BRACKET = lazy(r"\((?:[ \t(]|(?:#[^\n]{0,200})?\r?\n){0,200}")
"""Opening brackets that end their lines: what is given stands below."""
_JOIN = lazy(r"""(?P<quote>["'])(?P=quote)\.join\([ \t\r\n]{0,80}[\[(][ \t\r\n]{0,80}""")
_VALUE_BEHIND = lazy(r"""["'](?:[ \t]{1,8}value[ ]?=[ ]?|[ ]?[\])][ ]or[ ])(?=["'])""", re.IGNORECASE)
# An equals sign inside would begin another value; at the end it is base64's.
_BARE = lazy(r"""[^\s"'`,;(){}\[\]<>|\\=]{3,400}={0,3}""")
_SPACED = lazy(r"""[ \t]{1,8}(?:(?:is|was|BY|by)[ \t]{1,4})?(?P<value>[^\s=:,(){}\[\]<>|]\S{2,200})""")
_ELEMENT = lazy(r"[^<>\s]{4,200}(?=</)")
_ENTITY = lazy(r"&(?:lt|gt|quot|apos|amp|nbsp|#\d{1,4});")
_GLUED = lazy(
    r"""(?P<name>[\w\-]{0,60}(?i:key|token|secret|password|private|access))-
        (?P<value>(?!v?[0-9]{1,4}\.[0-9])(?=[A-Za-z_\-]{0,60}[0-9])[A-Za-z0-9_.+/=\-]{16,400})""",
    re.VERBOSE,
)
_BODY = {
    '"': lazy(r'(?:[^"\\\n]|\\.){1,600}'),
    "'": lazy(r"(?:[^'\\\n]|\\.){1,600}"),
    "`": lazy(r"[^`\n]{1,600}"),
}
_FRONT_WORD = lazy(r"(?:^|[^\w.])([A-Za-z][\w.\-]{1,30})[ \t]\Z")
_NOT_FRONT = word_set(
    """
    the a an my your our their his her its this that and or for with in on of to is as if not no
    return def class from import export set let const var val public private static final string
    auto char new print echo env elif while assert del yield lambda await async global
    """
)
_CALLEE = lazy(r"[A-Za-z_][\w.]{0,60}\Z")
# Functions that take a name and its value; elsewhere a comma only lists two things.
_SETTERS = lazy(
    r"(?i)(?:getenv|environ\.(?:get|setdefault|pop)|setdefault|setenv|putenv|options?|config|conf\.set|set|put|"
    r"update|define|setx|setopt|"
    r"env|env\.\w{1,12}|getorelse|getordefault|fetch|get|fallback|define|fill|type|typetext|widgets\.\w{1,12}|setdefaults?|"
    r"hset|hmset|putstring|input_text|set_value|addparameter|add_with_value|addwithvalue|require_env|"
    r"add_header|header|headers|param|add|append|with_?(?:option|config)|sys\.setenv|setproperty|set_secret|"
    r"setconf|set_key|set_option|environment|var)$"
)


class Pair(NamedTuple):
    """A value and the name that it is given to; offsets in code points of the whole text."""

    name: str
    """As written."""
    name_start: int
    start: int
    end: int
    quoted: bool
    sep: str
    """``=``, ``:``, ``==``, ``,`` … or ``flag``, ``space``, ``element`` or ``below``."""
    closed: bool = False
    """Whether the name stands in quotes of its own: ``"password": …``."""
    where: Where = "code"
    """Where in the source, once ``Places.settle`` has looked; ``text`` for what is no code."""
    prefix: str = ""
    """Of the string literal, lower case."""
    callee: str = ""
    """Function called with it, where that is on the line."""
    pieces: tuple[tuple[int, int], ...] = ()
    """Of a value put together from several literals, their bodies; ``start`` and ``end`` span them all."""

    alone: bool = False
    """Whether name and value, which has no quotes, are all that is on the line."""

    glue: str = ""
    """What is put between the pieces."""

    listed: bool = False
    """Whether the pieces are the items of a list that ``"".join`` puts together."""

    def value(self, text: str) -> str:
        """Return what is given, of pieces joined."""
        spans = self.pieces or ((self.start, self.end),)
        value = self.glue.join([text[start:end] for start, end in spans])
        return _LINE_JOIN.sub("", value) if "\\\n" in value or "\\\r" in value else value


PROSE = frozenset({"markdown", "html", "text", "latex", "json", "raw", ""})
"""Languages that are not code: their values have to speak for themselves."""


class Named(NamedTuple):
    """A name that a value may be given to."""

    name: str
    """As written, in prose with the word in front of it."""
    start: int
    end: int
    flag: bool
    """Whether it stands behind hyphens, as an option of a command."""
    callee: str
    """Function that it is an argument of, where that is on the line."""


def pairs_in(
    text: str,
    windows: Iterable[Window],
    language: str,
    wanted: Callable[[Named], bool],
    words: re.Pattern[str] = WORD,
) -> Iterator[tuple[Window, Pair]]:
    """Yield the pairs of the windows, by their place.

    Parameters
    ----------
    wanted
        Whether a name is of interest. Most that hold a secret-like word are not, so that asking first
        saves looking for a value.
    words
        What such a name holds, in lower case.
    """
    # In Python the place is found later, for the few pairs that matter; a string is the loosest one.
    where: Where = "string" if language == "python" else "text" if language in PROSE else "code"
    for window in windows:
        line = lower(text[window.start : window.limit])
        done = 0
        for word in words.finditer(line, 0, window.stop - window.start):
            if word.start() < done:
                continue
            tail = NAME_TAIL.match(text, window.start + word.end(), window.limit)
            end = tail.end() if tail else window.start + word.end()
            done = end - window.start
            named = named_at(text, window.start + word.start(), end, window)
            if not wanted(named):
                one = _singular(named, wanted)
                for other in listed(text, end) if one is not None else ():
                    yield window, _further(one or named, other)._replace(where=where)
                # A hyphen may glue the value to its name.
                if one is not None or "-" not in named.name:
                    continue
            elif named.name[-1:] in "sS" or text.startswith(" in ", end):
                for other in listed(text, end):
                    yield window, _further(named, other)._replace(where=where)
            pair = _pair(text, named, window, language)
            if pair is not None:
                done = max(done, pair.start - window.start)
                yield window, pair._replace(where=where)
                if pair.quoted and (second := conditional(text, pair.end, window.limit)) is not None:
                    yield window, _further(named, second)._replace(where=where)
            for other in others(text, named.name, named.start, end, window):
                yield window, _further(named, other)._replace(where=where)


def _singular(named: Named, wanted: Callable[[Named], bool]) -> Named | None:
    """Return the name of one of several: ``api_key`` of ``api_keys``; None where it is none of interest."""
    if named.name[-1:] not in "sS" or len(named.name) < 5:
        return None
    one = named._replace(name=named.name[:-1])
    return one if wanted(one) else None


def _further(named: Named, other: Other) -> Pair:
    return Pair(
        named.name,
        named.start,
        other.start,
        other.end,
        quoted=other.quoted,
        sep=other.sep,
        closed=other.closed,
        prefix=other.prefix,
        callee=named.callee,
        alone=other.sep == "field" and not other.quoted,
    )


def lower(line: str) -> str:
    """Return the line in lower case, of the same length."""
    lowered = line.lower()
    # A dotted capital I becomes two characters; offsets have to stay.
    return lowered if len(lowered) == len(line) else line.translate(_ASCII_LOWER)


def named_at(text: str, word_start: int, end: int, window: Window) -> Named:
    """Return the whole name that holds a secret-like word; ``end`` is its own end."""
    head = text[max(window.start, word_start - 80) : word_start]
    bare = head.rstrip(_NAME_LETTERS)
    if bare and bare[-1] > "\x7f":
        found = _NAME_HEAD.search(head)  # also letters beyond ASCII
        bare = head[: found.start()] if found else head
    start = word_start - len(head) + len(bare)
    name = text[start:end]
    flag = name.startswith("-")
    name = name.lstrip("-$.").rstrip("-.")
    if name.lower() == "identified":
        name = "PASSWORD"  # IDENTIFIED BY '…' is how SQL gives a password
    elif name.isalpha() and not flag:
        # "news API key: …" in prose: the word in front says whose, or which, key it is.
        front = _FRONT_WORD.search(text[max(window.start, start - 40) : start])
        if front is not None and front[1].lower() not in _NOT_FRONT:
            name = f"{front[1]} {name}"
    return Named(name, start, end, flag, _callee(text, start, window))


def _callee(text: str, start: int, window: Window) -> str:
    opened = text.rfind("(", max(window.start, start - 200), start)
    if opened < 0 or text.find(")", opened, start) >= 0:
        return ""
    found = _CALLEE.search(text[max(window.start, opened - 61) : opened])
    return found[0] if found else ""


class _Given(NamedTuple):
    """A name, and what separates it from its value."""

    name: str
    start: int
    """Offset of the name."""
    end: int
    callee: str
    sep: str
    closed: bool
    """Whether a quote or a bracket ends the name."""
    value_at: int
    """Offset behind the separator."""
    window: Window

    def pair(self, span: tuple[int, int], *, quoted: bool, sep: str = "", **more: Any) -> Pair:
        """Return the pair with the value at ``span``."""
        closed = more.pop("closed", self.closed)
        return Pair(self.name, self.start, *span, quoted=quoted, sep=sep or self.sep, closed=closed, **more)


def _pair(text: str, named: Named, window: Window, language: str) -> Pair | None:
    """Return the pair of a name and the value that follows it, in whatever form it does."""
    name, name_start, name_end, _, callee = named
    if text.startswith(":", name_end) and text[max(name_start - 2, 0) : name_start] == "${":
        return None  # a lookup with a default, which `others` reads
    if text.startswith(("'", '"'), name_end):
        behind = _VALUE_BEHIND.match(text, name_end, window.limit)
        if behind is not None:  # <add key="FtpPassword" value="…"/>, os.environ.get("PASSWORD") or "…"
            span = _body(text, behind.end() + 1, text[behind.end()], "", window.limit)
            return Pair(name, name_start, *span, quoted=True, sep="=", closed=True) if span else None
    after_comma = text[max(name_start - 2, 0) : name_start].rstrip(" ").endswith(",")
    separator = _SEPARATOR.match(text, name_end, window.limit)
    if separator is None:
        return _without_separator(text, named, window, after_comma)
    sep = separator["sep"]
    if sep[0] == ":" and sep.endswith("=") and sep != ":=":
        sep = "="  # an annotation stands between
    closed = separator["close"].strip(" ]") != ""
    given = _Given(name, name_start, name_end, callee, sep, closed, separator.end(), window)
    if sep == ">":
        return _in_element(text, given)
    if sep == "," or (sep == "=" and after_comma):
        takes_pair = sep == "," and _SETTERS.search(callee) and (closed or callee.endswith("setopt"))
        item = None if takes_pair else _tuple_item(text, name, name_start, window)
        if item is not None or (sep == "," and not takes_pair):
            return item
    made = joined_at(text, given.value_at, language) if sep != "," else None
    if made is not None:
        return given.pair(span_of(made), quoted=True, callee=callee, pieces=made.pieces, glue=made.glue)
    opening, limit, listed = _opening(text, given, language)
    if opening is None:
        return _unquoted(text, given)
    return _quoted(text, given, opening, limit, listed=listed)


def _without_separator(text: str, named: Named, window: Window, after_comma: bool) -> Pair | None:
    name, name_start, name_end, flag, _ = named
    if after_comma and text[name_end : name_end + 1] == ")":
        return _tuple_item(text, name, name_start, window)
    glued = _GLUED.match(text, name_start, window.limit) if "-" in name else None
    if glued is not None:
        return Pair(glued["name"], name_start, *glued.span("value"), quoted=False, sep="space")
    return _spaced(text, name, name_start, name_end, window, flag)


def _in_element(text: str, given: _Given) -> Pair | None:
    value = _ELEMENT.match(text, given.value_at, given.window.limit)
    if value is not None:
        return given.pair(value.span(), quoted=True, sep="element", closed=True)
    below = _value_below(text, given.value_at)
    return given.pair(below, quoted=False, sep="below", closed=True) if below else None


def _opening(text: str, given: _Given, language: str) -> tuple[re.Match[str] | None, int, bool]:
    """Return what opens the value's string, where it has to end, and whether it is one of a list."""
    limit, at = given.window.limit, given.value_at
    opening = _OPENING.match(text, at, limit)
    if given.sep == ",":
        return opening, limit, False
    if language == "python":
        joins = _JOIN.match(text, at)
        ahead = joins if opening else _BELOW_BRACKET.match(text, at)
        further = _OPENING.match(text, ahead.end()) if ahead else None
        if further is not None:
            return further, _line_end(text, further.end()), joins is not None
    if opening is None:
        # quote_plus("…"), os.environ.get("PASSWORD") or "…"
        literal = wrapped_at(text, at, limit)
        if literal is None:
            literal = defaulted_at(text, at, limit)
        if literal is not None:
            opening = _OPENING.match(text, literal, limit)
    return opening, limit, False


def _unquoted(text: str, given: _Given) -> Pair | None:
    window, at, sep = given.window, given.value_at, given.sep
    if sep in ("=", ":"):
        below = _value_below(text, at)
        if below is not None:
            return given.pair(below, quoted=False, sep="below")
    query = text[max(given.start - 1, 0) : given.start] in ("?", "&")
    bare = _bare(text, at, window.limit, "&" if query else "") if sep != "," else None
    alone = _starts_line(text, given.start, window.start)
    if alone and sep in ("=", ":"):
        whole = _LINE_REST.match(text, at, window.limit)
        tight = not text[at - 1].isspace() and not text[given.end].isspace()
        if tight and whole and is_punctuated(whole["value"]) and not _CODE_BEGINS.match(whole["value"]):
            bare = whole.span("value")
    if bare is None:
        return None
    alone = alone and not text[bare[1] : _line_end(text, bare[1])].strip(" \t\r")
    return given.pair(bare, quoted=False, callee=given.callee, alone=alone)


def _quoted(text: str, given: _Given, opening: re.Match[str], limit: int, *, listed: bool) -> Pair | None:
    span = _body(text, opening.end(), opening["quote"], opening["escape"], limit)
    if span is None and given.sep != ",":  # "" if debug else "…"
        literal = defaulted_at(text, given.value_at, given.window.limit)
        further = _OPENING.match(text, literal, given.window.limit) if literal is not None else None
        if further is not None:
            opening = further
            span = _body(text, opening.end(), opening["quote"], opening["escape"], limit)
    if span is None:
        return None
    return given.pair(span, quoted=True, prefix=opening["prefix"].lower(), callee=given.callee, listed=listed)


_LINE_FRONT = lazy(
    r"[ \t]*(?:[-*+#>$!][ \t]{1,4}|(?:export|set|env|ENV|ARG|setx|local|declare)[ \t]{1,4}"
    r"|-[eD][ \t]?|[A-Z][a-z]{1,15}[ ])?\Z"
)
_CODE_BEGINS = lazy(r"""[A-Za-z_][\w.]*[(\[{"']|["'(\[{$]""")
_LINE_REST = lazy(r"(?P<value>\S{20,200})[ \t\r]*(?=\n|\Z)")


def _starts_line(text: str, name_start: int, window_start: int) -> bool:
    """Return whether nothing stands in front of a name but what begins a line of settings."""
    line_start = text.rfind("\n", max(0, name_start - 80), name_start) + 1
    if line_start < window_start and name_start - window_start > 80:
        return False
    return _LINE_FRONT.match(text[max(line_start, window_start) : name_start]) is not None


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _bare(text: str, at: int, limit: int, stop: str) -> tuple[int, int] | None:
    """Return the span of a value without quotes, which ``stop`` ends too."""
    found = _BARE.match(text, at, limit)
    if found is None:
        return None
    start, end = found.span()
    if stop and stop in found[0]:
        end = start + found[0].index(stop)
    elif "&" in found[0]:
        entity = _ENTITY.search(text, start, end)
        end = entity.start() if entity else end
    after = text[end : end + 1]
    if after in ("(", "["):
        return None  # a call or a lookup
    while end > start and text[end - 1] in ".:!?" and after in ("", "\n", " "):
        end -= 1  # the end of a sentence
    return start, end


_BELOW = lazy(
    r"""[ \t]{0,8}(?:[>|][+-]?|\(|\\|`{3}\w{0,12})?[ \t]{0,8}\r?\n[ \t>]{0,40}(?:`{3}\w{0,12}\r?\n)?["'`]?
        (?P<value>[A-Za-z0-9_.+/=\-]{16,400})["'`]?[ \t,;)]{0,4}(?:\r?\n|\Z)""",
    re.VERBOSE,
)


def _value_below(text: str, at: int) -> tuple[int, int] | None:
    """Return the span of a value that stands alone on the line below its name."""
    found = _BELOW.match(text, at)
    return found.span("value") if found else None


def _body(text: str, start: int, quote: str, escape: str, limit: int) -> tuple[int, int] | None:
    """Return the span of a quoted value; an unclosed one ends with its line."""
    if quote[0] == "&":
        stop = text.find(quote, start, min(limit, start + 600))
        return (start, stop) if stop > start else None
    if escape:  # a string inside a string: \\"password\\": \\"…\\"
        stop = text.find(escape + quote, start, min(limit, start + 600))
        return (start, stop) if stop > start else None
    found = _BODY[quote[0]].match(text, start, limit)
    return found.span() if found else None


def _spaced(text: str, name: str, name_start: int, name_end: int, window: Window, flag: bool) -> Pair | None:
    """Flags (``--password x``), SQL (``PASSWORD 'x'``, ``IDENTIFIED BY 'x'``) and ``.netrc``."""
    found = _SPACED.match(text, name_end, window.limit)
    if found is None or text[max(name_start - 1, 0) : name_start] == "<":
        return None  # attributes of an element, whose value `others` reads
    start, end = found.span("value")
    quoted = text[start] in "\"'"
    if quoted:
        close = text.find(text[start], start + 1, window.limit)
        if close < 0:
            return None
        start, end = start + 1, close
    else:
        while end > start and text[end - 1] in "\"';,.)":
            end -= 1
        while end - start > 2 and text[start] in "`*" and text[start] == text[end - 1]:
            start, end = start + 1, end - 1  # Markdown, in a comment or in prose
    return Pair(name, name_start, start, end, quoted=quoted, sep="flag" if flag else "space", closed=True)


_TUPLE_NAMES = lazy(
    r"(?m)[ \t]*(?:(?:var|let|const|val|my)[ ]{1,4})?"
    r"\(?(?P<names>\$?[A-Za-z_]\w*(?:[ \t]*,[ \t]*\$?[A-Za-z_]\w*){1,6})\)?"
    r"(?:[ ]\w{1,20})?[ \t]*:?=[ \t]*\(?"
    r"(?P<values>[^\n]{2,400})"
)
_ITEM = lazy(
    r"""[ \t]*(?: (?P<quote>["'])(?P<value>(?:(?!(?P=quote))[^\\\n]|\\.){0,200})(?P=quote)
               | [^,"'()\[\]]{1,80} )
        [ \t]*(?: , | \)?[ \t]*(?:\#.*)?$ )""",
    re.VERBOSE,
)


def _tuple_item(text: str, name: str, name_start: int, window: Window) -> Pair | None:
    """Return the pair of ``user, password = "ann", "…"``."""
    statement = _TUPLE_NAMES.match(text, window.start, window.limit)
    if statement is None or not statement.start("names") <= name_start < statement.end("names"):
        return None
    names = [n.strip() for n in statement["names"].split(",")]
    if name not in names:
        return None
    position, limit = statement.start("values"), statement.end("values")
    for index in range(names.index(name) + 1):
        item = _ITEM.match(text, position, limit)
        if item is None:
            return None
        if index == names.index(name) and item["value"]:
            return Pair(name, name_start, *item.span("value"), quoted=True, sep="=")
        position = item.end()
    return None
