"""Values that stand further from their name than behind it: in lists, calls, defaults, and fields beside it.

``pairs`` asks here for what else is given to a name that it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...text.lazy import lazy
from ..engine.windows import Window

_REACH = 400
"""Code points behind a name in which a list or a call is read."""
_MOST_ITEMS = 40

_QUOTED = (
    r"""(?P<prefix>[rRbBuUfF@]{0,2})(?P<quote>["'`])"""
    r"""(?P<value>(?:(?!(?P=quote))[^\\\n]|\\.){3,400})(?P=quote)"""
)
_CALLS = r"(?:(?:new[ ])?(?:[A-Za-z_][\w.:]{0,60}!?\([ ]?){1,3})"

WRAPPED = lazy(
    rf"(?P<calls>{_CALLS})(?:(?P<argument>[A-Za-z_]\w{{0,30}})[ ]?[=:][ ]?)?(?=[rRbBuUfF@]{{0,2}}[\"'`])"
)
"""Calls around a literal: ``quote_plus(``, ``Optional.of(``, ``Field(default=``."""
_WRAPPERS = lazy(
    r"(?i)(?:quote|quote_plus|str|string|bytes?|bytearray|secret\w{0,8}|\w{0,24}(?:token|secret|secretstr|credentials?"
    r"|password|passwd|apikey|keyauth|tokenauth|bearer)|of|ofnullable|some|just|from|from_string|field|param\w{0,8}"
    r"|literal|lit|value|valueof|char|chartoraw|as_bytes|to_?bytes|encode\w{0,12}|(?:url|uri|html)?_?encode|quote_\w{1,8}"
    r"|escape\w{0,8}|b64\w{0,6}|base64\w{0,8}|a2b_\w{3,6}|fromhex|unhexlify|btoa|atob|sha_?\d{1,3}\w{0,4}|md5|blake2[bs]|hash\w{0,5}"
    r"|digest|hmac|pbkdf2\w{0,8}|bcrypt|hashpw|scrypt|argon2\w{0,4}|fernet|hex|trim\w{0,3}|strip|paste0?|i|buffer|raw|strdup"
    r"|text|option|variable|env_?default|reveal|unsafe\w{0,12}|plain\w{0,6})\Z"
)
_LOOKS_UP = lazy(
    r"(?i)(?:^|[._])(?:get(?!pass)|read|load|fetch|find|lookup|ask|prompt|input|open|file|path|environ|env_?var|getenv|list"
    r"|delete|create|describe|generate|random|client|manager|vault|store)|env_var|from_env|[a-z](?:Client|Manager|Provider|Store)\b"
)
_NAMES_DEFAULT = lazy(
    r"(?i)(?:default|fallback|def_?val|default_?value|or_?else|unset|initial(?:_?value)?|value|val|v|secret|secret_?value|token|password"
    r"|key|s|string|plaintext|data|credential|api_?key|content|text)\Z"
)
_DEFAULTED = lazy(
    r"""[^\n"'#;]{0,80}(?:["'][^"'\n]{0,80}["'][^\n"'#;]{0,60}){0,4}?
        \b(?:default|fallback|default_?[vV]alue|def_?val|unset|initial)[ ]?[=:][ ]?(?=[rRbBuU]{0,2}["'])""",
    re.VERBOSE,
)
"""Of a call with other strings: what its argument for nothing found is."""
_OTHERWISE = lazy(
    r"""[\w.\[\]("']{0,60}?["']?[)\]}\s"']{0,4}?[ \t]*
        (?:\|\||\?\?=?|\?:|//|\bor\b|\.(?:orElse|or_else|getOrElse|unwrap_or|unwrap_or_else
            |getOrDefault)\([ ]?(?:\|\w{0,12}\|[ ]?)?
          |\)[ ]?,(?=[ ]?["'][^"'\n]{3,200}["'][ ]?\)[ ]?[;\n]?))
        [ \t]*(?=[rRbBuU]{0,2}["'`])""",
    re.VERBOSE,
)
"""What stands between a lookup and the value for nothing found."""
_ENUMERATED = lazy(r"""["'`][ ]?or\b""")
"""In prose: one word or the other, ``'Pass' or 'Fail'``. Behind a key that is looked up stands a bracket."""
_ASSIGNED_OTHERWISE = lazy(
    r"""[^\n"'#;|?]{0,80}(?:["'][^"'\n]{0,80}["'][^\n"'#;|?]{0,20}){0,2}?
        (?:\|\||\?\?|\?:|//(?=[ ])|\bor\b|\belse\b
          |\.(?:orElse|or_else|getOrElse|unwrap_or|unwrap_or_else)\([ ]?(?:\|\w{0,12}\|[ ]?)?)
        [ \t]*(?=[rRbBuU]{0,2}["'`])""",
    re.VERBOSE,
)
_ELSE = lazy(
    r"""["'][ ]{1,4}(?:if[ ][^\n"'#]{1,80}(?:["'][^"'\n]{0,60}["'][^\n"'#]{0,20})?[ ]else|:)"""
    r"""[ ]{1,4}(?=["'])"""
)
_BRACED_DEFAULT = lazy(r":[-=]?(?P<value>[^\s{}$:?'\"|`][^\s{}$'\"|`]{3,200})\}")
_LITERAL = lazy(_QUOTED)
_OPENS_LIST = lazy(
    r"""\\?["'`]?\]?[ \t]{0,8}(?:(?::[ \t]{0,3}[A-Za-z][\w.\[\], |]{0,40}?[ \t]{0,3})?(?::=|=>|<-|[=:])
          |[ ]in(?=[ ]?[\[({]))[ \t]{0,8}
        (?:(?:list|tuple|set|frozenset|c|Arrays\.asList|List\.of|List|Seq|Set|Array|listOf
          |vec!|array|\[\]string|new[ ]\w{0,10}\[\])[ ]?)?
        (?P<bracket>[\[({])[ \t\r\n]{0,40}""",
    re.VERBOSE,
)
_ITEM = lazy(
    rf"""(?:(?:["'][\w.@ \-]{{1,60}}["']|[\w.@\-]{{1,40}})[ ]?(?::|=>)[ ]?)?
        \\?{_QUOTED}(?![ \t]{{0,8}}(?::|=>))[ \t]{{0,8}}
        (?P<end>,?[ \t\r\n]{{0,40}}(?:\#[^\n]{{0,80}}\n[ \t]{{0,20}})?)""",
    re.VERBOSE,
)
_HAS_FIELDS = lazy(r"(?i)cred\w{0,8}s\Z|auths\Z|keys\Z")
_PASSED_OVER = lazy(
    r"""(?:["'][\w.@ \-]{1,60}["'][ ]?:[ ]?)?
        [A-Za-z_][\w.]{0,79}(?:\[["'][^"'\n]{1,80}["']\]|\(["'\w., ]{0,80}\))?[ ]?,[ \t\r\n]{0,40}""",
    re.VERBOSE,
)
"""An item that is no literal: what was moved away before."""
_YAML_ITEMS = lazy(r"""["']?[ \t]{0,4}:[ \t]{0,4}\r?\n(?=[ \t]{0,20}-[ ])""")
_YAML_ITEM = lazy(
    r"""[ \t]{0,20}-[ ]{1,4}["']?(?P<value>[^\s"',:{}\[\]#]{4,200})["']?[ \t]{0,8}(?:\r?\n|\Z)"""
)
_IN_CALL = lazy(rf"""\([ ]?(?:[A-Za-z_]\w{{0,20}}[ ]?=[ ]?)?{_QUOTED}[ ]?(?=[),])""")
_NO_SETTER = lazy(
    r"(?i)(?:^|[._])(?:get|read|load|fetch|find|lookup|ask|prompt|input|delete|create|remove|has|is|check|list|describe|generate"
    r"|validate|verify|print|log|show|test|rename|split|count|encode|decode|revoke|parse|reset|contains|from_?env|skip|peek|expect"
    r"|next|add_special)(?=[A-Z_]|$|[a-z]{0,3}[A-Z_])"
)
_COMPARED = lazy(r"""\(\)[ )]{0,3}(?:,[ ]?(?:[\w.]{0,20}\()?|[ ]?[=!]==?[ ]?|\.equals\()(?=["'])""")
_TYPED_IN = lazy(
    r"""["']?\]?["')\]]{1,4}[ ]?\.(?:send_?[kK]eys|fill|type|set_?[vV]alue|input|set_text|enter_text
          |press_sequentially|setText)
        \([ ]?(?=[rRbBuU]{0,2}["'`])""",
    re.VERBOSE,
)
_PAIRED = lazy(r"""["'][ ](?:to|->)[ ](?=["'])|["'][ ]?=>[ ]?(?=["'])""")
_KEY_FIELD = lazy(
    r"""(?ix)(?:^|[\s{,<"'\\])(?:[a-z]{1,12}:)?(?:key|name|id|field|variable|var|option|param(?:eter)?|property|label
        |k|env|env_?name|attribute)
        \\?["']?[ ]?[:=][ ]?\\?["']?[#.]?\Z"""
)
_VALUE_FIELD = lazy(
    r"""(?ix)\\?["']?[ \t]{0,4}[,;]?(?:[ \t]{0,20}\r?\n|[ \t]){0,2}[ \t]{0,40}
        (?:\\?["'](?:type|kind|secret|sensitive|enabled|description|required)\\?["'][ ]?:
          [ ]?[^\n,]{1,40},[ \t\r\n]{0,40}){0,2}
        \\?["']?(?:[a-z]{1,12}:)?(?:value|val|v|content|default|default_?value
          |string_?value|current_?value|secret_?string)
        \\?["']?[ ]{0,4}[:=][ ]{0,4}"""
)
_VALUE_BEFORE = lazy(
    r"""(?ix)["']?\b(?:value|val|v|content)["']?[ ]?[:=][ ]?
        (?P<quote>["'])(?P<value>[^"'\n\\]{4,200})(?P=quote)[ ]?,?[ \t\r\n]{1,40}
        ["']?(?:[a-z]{1,12}:)?(?:key|name|id|field|variable)["']?[ ]?[:=][ ]?["']?\Z"""
)
_FIELD_VALUE = lazy(
    r"""(?P<open>\\?["'])?(?P<value>(?(open)(?:[^"'\\\n]|(?!\\["'])\\.){4,400}|[^\s"',;{}\[\]<>#]{4,200}))"""
)
_TERRAFORM = lazy(
    r"""["'][ ]\{[ \t]{0,8}\r?\n
        (?:[ \t]{0,20}(?:type|description|sensitive|nullable)[ \t]{0,20}=[^\n]{0,200}\n){0,4}
        [ \t]{0,20}default[ \t]{0,20}=[ \t]{0,4}""",
    re.VERBOSE,
)
_ELEMENT_BESIDE = lazy(
    r"""(?ix)[ ]{0,4}</(?P<tag>[a-z:]{1,20})>\s{0,40}<(?:string|value|val|data|td|dd|v)\b[^<>\n]{0,40}>\s{0,8}
        (?:<!\[CDATA\[)?(?P<value>[^<>\s]{4,200})(?:\]\]>)?\s{0,8}</"""
)
_IN_ATTRIBUTES = lazy(r"""[ ][^<>\n]{1,80}>[ \t]{0,8}(?P<value>[^<>\s]{4,200})[ \t]{0,8}(?=</)""")


class Other(NamedTuple):
    """A value found away from its name; offsets in code points of the whole text."""

    start: int
    end: int
    quoted: bool
    sep: str
    closed: bool = True
    prefix: str = ""


def wrapped_at(text: str, at: int, limit: int) -> int | None:
    """Return where the literal begins that calls wrap, as in ``Field(default="…")``; else None."""
    found = WRAPPED.match(text, at, limit)
    if found is None:
        return None
    if found["argument"] and not _NAMES_DEFAULT.match(found["argument"]):
        return None
    calls = [call.strip(" !") for call in found["calls"].removeprefix("new ").split("(") if call.strip()]
    if any(_LOOKS_UP.search(call) for call in calls):
        return None
    if all(_WRAPPERS.match(re.split(r"[.:]+", call)[-1]) for call in calls):
        return found.end()
    return None


def defaulted_at(text: str, at: int, limit: int) -> int | None:
    """Return where the literal for nothing found begins; ``at`` is behind the ``=``."""
    limit = min(limit, at + _REACH)
    window = text[at:limit]
    if '"' not in window and "'" not in window and "`" not in window:
        return None
    for pattern in (_ASSIGNED_OTHERWISE, _DEFAULTED):
        found = pattern.match(text, at, limit)
        if found is not None:
            return found.end()
    return None


def conditional(text: str, at: int, limit: int) -> Other | None:
    """Return the other value of ``"…" if debug else "…"``; ``at`` is the end of the first."""
    found = _ELSE.match(text, at, min(limit, at + _REACH))
    literal = _LITERAL.match(text, found.end(), limit) if found else None
    return _other(literal) if literal is not None else None


def others(text: str, name: str, start: int, end: int, window: Window) -> Iterator[Other]:
    """Yield what is given to the name at ``start`` in other forms than right behind it."""
    limit = min(window.limit, end + _REACH)
    called = text.startswith("(", end)
    for pattern in (_COMPARED,) if called else (_TYPED_IN, _PAIRED, _OTHERWISE):
        found = pattern.match(text, end, limit)
        if found and pattern is _OTHERWISE and _ENUMERATED.match(found[0]):
            continue
        literal = _LITERAL.match(text, found.end(), limit) if found else None
        if literal is not None:
            yield _other(literal)
            return
    behind = text[end : end + 1]
    if called:
        literal = _IN_CALL.match(text, end, limit)
        if literal is not None and not _NO_SETTER.search(name):
            yield _other(literal, sep="call")
        return
    if behind in ("'", '"') and text.startswith(
        ",", end + 1
    ):  # add_argument("--password", help="…", default="…")
        found = _DEFAULTED.match(text, end + 1, limit)
        literal = _LITERAL.match(text, found.end(), limit) if found else None
        if literal is not None and ")" not in text[end : literal.start()].replace("()", ""):
            yield _other(literal)
            return
    if (
        behind == ":" and text[max(start - 2, 0) : start] == "${"
    ):  # ${PASSWORD:-…} of a shell, ${password:…} of Spring
        braced = _BRACED_DEFAULT.match(text, end, limit)
        if braced is not None:
            yield Other(*braced.span("value"), quoted=True, sep="=")
        return
    yield from _beside(text, start, end)


def listed(text: str, end: int) -> Iterator[Other]:
    """Yield the items of the list, tuple or dictionary that is given to the name which ends at ``end``."""
    opened = _OPENS_LIST.match(text, end)
    if opened is not None and opened["bracket"] == "{" and _HAS_FIELDS.search(text[max(end - 20, 0) : end]):
        return  # each of its items has a name of its own
    if opened is not None:
        at = opened.end()
        for _ in range(_MOST_ITEMS):
            item = _ITEM.match(text, at)
            if item is None:
                passed = _PASSED_OVER.match(text, at)
                if passed is None:
                    return
                at = passed.end()
                continue
            yield _other(item, sep="item")
            at = item.end()
            if not item["end"].startswith(","):
                return
        return
    yaml = _YAML_ITEMS.match(text, end)
    at = yaml.end() if yaml else -1
    while at >= 0 and (item := _YAML_ITEM.match(text, at)) is not None:
        yield Other(*item.span("value"), quoted=False, sep="item")
        at = item.end()


def _beside(text: str, start: int, end: int) -> Iterator[Other]:
    """Yield the value whose name is in a field of its own: ``{"key": "PASS", "value": "…"}``."""
    front = text[max(start - 40, 0) : start]
    if front.endswith(('variable "', "variable '")):
        default = _TERRAFORM.match(text, end)
        literal = _LITERAL.match(text, default.end()) if default else None
        if literal is not None:
            yield _other(literal)
            return
    if front.rstrip("\"'#. ")[-1:] in (":", "=") and _KEY_FIELD.search(front):
        field = _VALUE_FIELD.match(text, end)
        value = _FIELD_VALUE.match(text, field.end()) if field else None
        if value is not None:
            yield Other(*value.span("value"), quoted=bool(value["open"]), sep="field")
            return
        before = _VALUE_BEFORE.search(text[max(start - 300, 0) : start])
        if before is not None:
            shift = max(start - 300, 0)
            first, last = before.span("value")
            yield Other(first + shift, last + shift, quoted=True, sep="field")
            return
    if text.startswith("<", end) or text.startswith(" <", end):
        element = _ELEMENT_BESIDE.match(text, end)
        if element is not None:
            yield Other(*element.span("value"), quoted=True, sep="element")
    elif front.endswith(("<", ":")) and "<" in front[-20:]:
        element = _IN_ATTRIBUTES.match(text, end)
        if element is not None:
            yield Other(*element.span("value"), quoted=True, sep="element")


def _other(found: re.Match[str], sep: str = "=") -> Other:
    return Other(*found.span("value"), quoted=True, sep=sep, prefix=found["prefix"].lower())
