"""Secrets in base64, hexadecimal or URL escapes: found by what they begin with, or by what escapes show."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence

from ...text.lazy import lazy
from ..checks import decode_base64
from ..engine.windows import Window
from ..model import Match
from .names import name_before

# Encoded, these still begin alike. Each is split, so that no scanner of this repository takes it for one.
BEGINNINGS = (
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


# Anywhere in what is encoded, and long enough that their middle is known at each of the three alignments.
_INSIDE = (
    *("ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "AKIA", "ASIA", "AIza", "npm_", "pypi-"),
    *("sk-" + "ant-", "sk-" + "proj-", "sk-" + "or-v1", "sk_" + "live_", "rk_" + "live_"),
    *("xoxb-", "xoxp-", "xapp-", "dapi", "eyJ" + "hbGci", "dop_v1_", "hvs."),
    *("postgres://", "postgresql://", "mysql://", "mongodb://", "mongodb+srv", "PRIVATE KEY-"),
)


def _base64(beginning: str, shift: int = 0) -> str:
    """Return the base64 of ``beginning`` behind ``shift`` bytes, without what others have a part in."""
    encoded = base64.b64encode(bytes(shift) + beginning.encode()).decode()
    return encoded[-(-shift * 8 // 6) : (shift + len(beginning)) * 8 // 6]


def _base64_forms(beginning: str) -> tuple[str, str]:
    """Return the base64 of ``beginning``, and the base64 of that."""
    once = _base64(beginning)
    return once, _base64(once)


def _hexadecimal(beginning: str) -> str:
    return beginning.encode().hex()


_SHORTEST_INSIDE = 4
_TWICE = {form for one in BEGINNINGS for form in _base64_forms(one)}
_IN_BASE64 = (
    rf"(?<![A-Za-z0-9+/=_-])(?:{'|'.join(sorted(_TWICE))})"
    r"[A-Za-z0-9+/]{16,2000}={0,2}(?![A-Za-z0-9+/=])"
)
_ALIGNED = {_base64(one, shift) for one in _INSIDE for shift in range(3)}
_INSIDE_BASE64 = (
    rf"(?:{'|'.join(sorted(one for one in _ALIGNED if len(one) >= _SHORTEST_INSIDE))})[A-Za-z0-9+/_-]{{16}}"
)
_IN_HEXADECIMAL = (
    rf"(?<![A-Za-z0-9])(?i:{'|'.join(sorted(map(_hexadecimal, BEGINNINGS)))})"
    r"[0-9A-Fa-f]{24,4000}(?![A-Za-z0-9])"
)
_IN_ESCAPES = (
    r"(?<![A-Za-z0-9%._~-])[A-Za-z0-9%._~+-]{0,120}?"
    r"(?i:%3A%2F%2F|%22%3A(?:%20|\+)?%22|(?:pass|pwd|token|secret|key)\w{0,20}%3D)"
    r"[A-Za-z0-9%._~+!*'()-]{6,2000}"
)
TRIGGER = lazy(f"(?P<base64>{_IN_BASE64})|(?P<hex>{_IN_HEXADECIMAL})|(?P<escapes>{_IN_ESCAPES})")
"""What the engine looks for."""
INSIDE_TRIGGER = lazy(_INSIDE_BASE64)
"""The same for what stands anywhere in base64."""
OWN_FORM = 40
"""Specificity of a rule whose values have a form of their own."""
_REACH = 3000
"""Characters of a run that are decoded on either side of what gave it away."""
_WHOLE = 2000
"""A run that is not longer is reported as one: nobody can read the rest without what was taken out."""
_ALPHABET = lazy(r"[A-Za-z0-9+/_-]*={0,2}")
_ALPHABET_BACKWARDS = lazy(r"[A-Za-z0-9+/_-]*")

Scan = Callable[[str], Sequence[Match]]


def encoded_in(text: str, window: Window, scan: Scan) -> Iterator[Match]:
    """Yield a match for each encoded run that holds little but a secret, of that secret's rule."""
    for found in TRIGGER.finditer(text, window.start, window.limit):
        if found.start() >= window.stop:
            break
        if found["escapes"]:
            yield from _escaped(found, scan)
            continue
        plain = _decoded(found)
        for match in scan(plain):
            if 2 * (match.end - match.start) >= len(plain):
                name = name_before(text, found.start())
                yield Match(match.rule, found.start(), found.end(), match.confidence, name)
                break


def inside_base64(text: str, window: Window, scan: Scan) -> Iterator[Match]:
    """Yield a match for each run of base64 that holds a secret with a form of its own anywhere."""
    done = window.start
    for found in INSIDE_TRIGGER.finditer(text, window.start, window.limit):
        if found.start() >= window.stop:
            break
        if found.start() < done:
            continue
        front = _ALPHABET_BACKWARDS.match(text[max(found.start() - _REACH, 0) : found.start()][::-1])
        first = found.start() - (front.end() if front else 0)
        behind = _ALPHABET.match(text, found.end(), found.end() + _REACH)
        last = behind.end() if behind else found.end()
        done = last
        # A run that is cut in front may begin at any of four letters.
        for shift in range(4) if found.start() - first >= _REACH else (0,):
            matches = list(_in_run(text, first + shift, last, scan))
            if matches:
                yield from matches
                break


def _in_run(text: str, first: int, last: int, scan: Scan) -> Iterator[Match]:
    run = text[first:last]
    data = decode_base64(run[: len(run.rstrip("=")) // 4 * 4] if len(run.rstrip("=")) % 4 == 1 else run)
    if data is None:
        return
    plain = data.decode("latin-1")  # a character a byte, so that offsets tell the letters that stand for them
    for match in scan(plain):
        if match.rule.specificity < OWN_FORM or match.rule.id.startswith("leak."):
            continue
        name = name_before(text, first)
        if last - first <= _WHOLE:
            yield Match(match.rule, first, last, match.confidence, name, match.note)
            return
        start, end = first + match.start // 3 * 4, first + -(-match.end // 3) * 4  # groups of four letters
        yield Match(match.rule, start, min(end, last), match.confidence, name, match.note)


def _decoded(found: re.Match[str]) -> str:
    try:
        data = bytes.fromhex(found["hex"]) if found["hex"] else decode_base64(found[0])
        return (data or b"").decode().strip()
    except ValueError:
        return ""


def _escaped(found: re.Match[str], scan: Scan) -> Iterator[Match]:
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
