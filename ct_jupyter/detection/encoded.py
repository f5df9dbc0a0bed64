"""Secrets in base64, hexadecimal or URL escapes: found by what they begin with, or by what escapes show."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence

from .checks import decode_base64
from .generic.names import name_before
from .lazy import lazy
from .model import Match
from .windows import Window

# Encoded, these still begin alike. Each is split, so that no scanner of this repository takes it for one.
_BEGINNINGS = (
    *(
        "ghp_",
        "gho_",
        "ghu_",
        "ghs_",
        "github_pat_",
        "glpat-",
        "AKIA",
        "ASIA",
        "AIza",
        "hf_",
        "npm_",
        "pypi-",
    ),
    *(
        "sk-",
        "sk_" + "live_",
        "rk_" + "live_",
        "xoxb-",
        "xoxp-",
        "xapp-",
        "SG.",
        "dapi",
        "eyJ" + "hbGci",
        "dop_v1_",
    ),
    *("postgres", "mysql", "mongodb", "redis:", "amqp", "-----BEGIN"),
)


def _base64(beginning: str) -> str:
    # Six bits a letter: what the last bytes share with what follows is left out.
    return base64.b64encode(beginning.encode()).decode()[: len(beginning) * 8 // 6]


def _hexadecimal(beginning: str) -> str:
    return beginning.encode().hex()


_IN_BASE64 = (
    rf"(?<![A-Za-z0-9+/=_-])(?:{'|'.join(sorted(map(_base64, _BEGINNINGS)))})"
    r"[A-Za-z0-9+/]{16,2000}={0,2}(?![A-Za-z0-9+/=])"
)
_IN_HEXADECIMAL = (
    rf"(?<![A-Za-z0-9])(?i:{'|'.join(sorted(map(_hexadecimal, _BEGINNINGS)))})"
    r"[0-9A-Fa-f]{24,4000}(?![A-Za-z0-9])"
)
_IN_ESCAPES = (
    r"(?<![A-Za-z0-9%._~-])[A-Za-z0-9%._~+-]{0,120}?"
    r"(?i:%3A%2F%2F|%22%3A(?:%20|\+)?%22|(?:pass|pwd|token|secret|key)\w{0,20}%3D)"
    r"[A-Za-z0-9%._~+!*'()-]{6,2000}"
)
TRIGGER = lazy(f"(?P<base64>{_IN_BASE64})|(?P<hex>{_IN_HEXADECIMAL})|(?P<escapes>{_IN_ESCAPES})")
"""What the engine looks for."""

Scan = Callable[[str], Sequence[Match]]


def encoded_in(text: str, window: Window, scan: Scan) -> Iterator[Match]:
    """Yield a match for each encoded run that holds little but a secret, of that secret's rule."""
    for found in TRIGGER.finditer(text, window.start, window.limit):
        if found.start() >= window.stop:
            break
        if found["escapes"]:
            yield from _escaped(text, found, scan)
            continue
        plain = _decoded(found)
        for match in scan(plain):
            if 2 * (match.end - match.start) >= len(plain):
                name = name_before(text, found.start())
                yield Match(match.rule, found.start(), found.end(), match.confidence, name)
                break


def _decoded(found: re.Match[str]) -> str:
    try:
        data = bytes.fromhex(found["hex"]) if found["hex"] else decode_base64(found[0])
        return (data or b"").decode().strip()
    except ValueError:
        return ""


def _escaped(text: str, found: re.Match[str], scan: Scan) -> Iterator[Match]:
    """Yield the secrets in a stretch of URL escapes, at the characters that stand for them."""
    stretch = found[0]
    plain = _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace("%", "")).decode(errors="replace"), stretch)
    if plain == stretch:
        return
    starts = _starts(stretch)
    if len(starts) != len(plain) + 1:
        return  # not UTF-8 behind the escapes
    for match in scan(plain):
        start, end = found.start() + starts[match.start], found.start() + starts[match.end]
        yield Match(match.rule, start, end, match.confidence, match.name, match.note)


_ESCAPES = lazy(r"(?:%[0-9A-Fa-f]{2})+")
_CHARACTER = lazy(r"(?:%[0-7][0-9A-Fa-f])|(?:%[c-fC-F][0-9A-Fa-f](?:%[89abAB][0-9A-Fa-f]){1,3})|[\s\S]")


def _starts(stretch: str) -> list[int]:
    """Return where each character behind the escapes is written, and the end."""
    return [0, *(character.end() for character in _CHARACTER.finditer(stretch))]
