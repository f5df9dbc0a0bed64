"""The forms in which a value turns up again: as it is, escaped for JSON, HTML, URLs or LaTeX, in base64."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

from ...text.lazy import lazy
from ...text.text_shape import is_wordy

MIN_ANYWHERE = 8
"""A shorter value is only taken out where no letter or digit touches it: ``test`` is a part of many words."""
MIN_LENGTH = 4
MIN_ENCODED = 6
"""Of a shorter value too little is sure in base64."""
MIN_LINE = 20
"""A line of a longer value, as a traceback shows it with a number in front, counts by itself from here on."""

_UNRESERVED = lazy(r"[A-Za-z0-9_.\-]*\Z")
"""What no format but LaTeX escapes."""
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "_": r"\_", "%": r"\%", "$": r"\$", "#": r"\#",
    "&": r"\&", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_IN_SCRIPTS = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"}


def is_distinctive(value: str) -> bool:
    """Tell whether ``value`` turns up by nothing but copying."""
    return len(value) >= MIN_ANYWHERE and not (value.isalpha() and is_wordy(value))


def plain_forms(value: str) -> list[str]:
    """Return ``value`` and its escaped forms, each once, the value itself first."""
    forms: dict[str, None] = {value: None}
    if _UNRESERVED.match(value):
        forms[value.replace("_", "\\_")] = None  # LaTeX escapes that one alone
    else:
        for form in _escaped(value):
            forms[form] = None
    lines = value.splitlines()
    if len(lines) > 1:
        forms.update(
            (line.strip(), None) for line in lines if len(line.strip()) >= MIN_LINE and "-----" not in line
        )
    return list(forms)


def base64_forms(value: str) -> list[str]:
    """Return what is in any base64 text that holds ``value``, wherever in it the value begins."""
    data = value.encode("utf-8", "surrogatepass")
    if len(data) < MIN_ENCODED:
        return []
    forms: dict[str, None] = {}
    for certain in certain_base64(data):
        forms[certain] = None
        forms[certain.replace("+", "-").replace("/", "_")] = None
    return list(forms)


def certain_base64(data: bytes) -> list[str]:
    """Return what base64 of anything that holds ``data`` has in it, for each place in a group of three."""
    forms = []
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + data).decode()
        # The first and last letters also depend on the neighbours.
        forms.append(encoded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6])
    return forms


def _escaped(value: str) -> list[str]:
    in_json = json.dumps(value, ensure_ascii=False)[1:-1]
    in_ascii_json = json.dumps(value)[1:-1]
    forms = [
        in_json,
        in_ascii_json,
        json.dumps(in_json, ensure_ascii=False)[1:-1],
        json.dumps(in_ascii_json)[1:-1],
    ]
    forms += [in_json.replace("/", "\\/"), repr(value)[1:-1], ascii(value)[1:-1]]
    forms += [value.replace("\\", "\\\\").replace("'", "\\'"), value.replace("\\", "\\\\")]
    forms.append("".join(_IN_SCRIPTS.get(character, character) for character in in_ascii_json))
    try:
        for safe in ("", "/", "/:", "!$&'()*+,;=:@/?", "!'()*", "-_.!~*'()"):
            forms += _both_cases(quote(value, safe=safe))
        forms += _both_cases(quote_plus(value))
    except UnicodeEncodeError:
        pass  # a lone surrogate is in no URL
    escaped = html.escape(value, quote=False)
    forms += [
        escaped.replace("'", single).replace('"', double)
        for single in ("'", "&#x27;", "&#39;", "&apos;")
        for double in ('"', "&quot;", "&#34;")
    ]
    forms.append(html.escape(in_json))
    forms.append("".join(_LATEX.get(character, character) for character in value))
    forms.append("".join(f"\\{c}" if c in _LATEX and c not in "\\~^" else c for c in value))
    return forms


def _both_cases(quoted: str) -> list[str]:
    pieces = quoted.split("%")
    lower = [pieces[0], *(piece[:2].lower() + piece[2:] for piece in pieces[1:])]
    return [quoted, "%".join(lower)]
