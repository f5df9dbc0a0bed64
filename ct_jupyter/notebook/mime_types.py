"""What a MIME type says of the value under it: base64, JSON, markup, a picture, or text of a language.

The one place that knows. ``src/protocol/binary.ts`` is made from it by ``scripts/mime_types.py``: a type that
one side took for text and the other for bytes would get past a redaction.
"""

from __future__ import annotations

import re

from ..text.lazy import lazy

BINARY = r"^(image/(?!svg)|audio/|video/|font/|application/(pdf|octet-stream|zip)\b)"
"""Expression for types whose value is base64 of bytes. Python and JavaScript read it alike."""

_BINARY = lazy(BINARY)
_JSON = lazy(r"application/(?:[\w.+-]+\+)?json\b")
_PICTURE = re.compile(r"image/|application/pdf\b")
_MARKUP = frozenset({"text/html", "image/svg+xml", "application/xml", "text/xml", "application/xhtml+xml"})
_LANGUAGES = {
    "text/html": "html",
    "image/svg+xml": "html",
    "text/markdown": "markdown",
    "text/latex": "latex",
    "application/javascript": "javascript",
    "text/x-python": "python",
}


def is_binary(mime: str) -> bool:
    """Tell whether values of this type are base64 of bytes, in which no text is looked for."""
    return _BINARY.match(mime) is not None


def is_json(mime: str) -> bool:
    """Tell whether values of this type are JSON, stored as such and not as text."""
    return _JSON.match(mime) is not None


def is_markup(mime: str) -> bool:
    """Tell whether a value may stand in this type with its characters escaped, as in ``&amp;``."""
    return mime in _MARKUP


def is_picture(mime: str) -> bool:
    """Tell whether people look at this type, so that what it shows cannot be read here."""
    return _PICTURE.match(mime) is not None


def language_of_mime(mime: str) -> str:
    """Return the language that texts of this type are written in; ``text`` where it does not say."""
    return "json" if is_json(mime) else _LANGUAGES.get(mime, "text")
