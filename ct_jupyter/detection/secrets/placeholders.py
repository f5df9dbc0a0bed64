"""Values that stand for a secret and are none: templates, masks, instructions, documentation samples."""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ...text.lazy import lazy
from ...text.text_shape import is_repetitive, is_wordy, sequential_share

_TEMPLATE = lazy(
    r"""
    ^<[^<>]{1,80}>$ | ^«[^«»]{0,80}»$ | ^\[[^\[\]]{1,60}\]$ | ^\{[^{}]{0,60}\}$   # the whole value is a slot
  | \{\{ | \}\} | \$\{ | \$\(\w | \#\{ | <%   | %\(\w+\)[sdr] | ^%\w+%$  # Jinja, shell, Ruby, ASP, Python
  | ^\$(?![A-Za-z0-9]{24})[A-Za-z_]\w*$ | ^@\w+@$ | ^%[sdr]$ | <[A-Za-z][\w\- ]{1,40}>
  | \*{3} | \.{3} | …  | •{2} | ^_{2,}\w*_{2,}$
    """,
    re.VERBOSE,
)
# For a value in lower case: three times as fast as ignoring case.
_INSTRUCTION = lazy(
    r"""
    example | placeholder | changeme | change[-_. ]me | change[-_ ]?this | redacted | dummy | sample
  | replace[-_ ]?(?:me|with|this) | fill[-_ ]?(?:me|in) | insert[-_ ] | \binsert | to[-_]?be[-_ ]
  | your (?:[-_ ]|own|api|key|token|secret|pass|access|client|account|user|real|actual|openai|aws|azure)
  | (?:^|[-_. ])(?:put|paste|enter|add|type|set|use|get|provide|specify|write)
    [-_ ](?:your|the|in|it|a|an|here|me|my)
  | my[-_ ]?(?:secret|pass(?:word|wd)?|api[-_ ]?key|key|token|access|aws|azure)(?:$|[-_ ])
  | [-_ ]here(?:$|[^a-z]) | (?:key|token|secret|password|pass|id)[-_ ]?here | goes[-_ ]?here
  | xxxx | (?<![a-z0-9])x{3,}(?![a-z0-9]) | todo | tbd\b | fake[-_ ]?
  | not[-_ ]?(?:a[-_ ]?)?(?:real|used|needed|required|set|secret|valid)
  | (?:some|any)[-_ ]?(?:secret|password|key|token|string|value)
  | (?:secret|password|token|key|value|string)[-_ ]?(?:string|value|placeholder)$ | no[-_](?:key|token)
  | (?:in)?valid[-_ ]?(?:key|token|password) | ^(?:wrong|bad|test)[-_ ](?:key|token|secret)
  | hidden | masked | removed | deleted | censored | scrubbed | confidential
    """,
    re.VERBOSE,
)
_RUN = lazy(r"(?i)x{6,}|(?<![a-z])y{6,}|0{10,}|(.)\1{7,}")
_SEQUENCE = lazy(r"(?i)1234567890ab|0123456789|abcdefghij|a1b2c3d4|1a2b3c4d|abc123def456")
_SHORTEST_SAMPLE = 20


@cache
def _samples() -> frozenset[str]:
    text = (Path(__file__).parents[1] / "rules" / "samples.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and line[0] != "#")


def is_known_sample(value: str) -> bool:
    """Return whether its provider has published ``value`` for all to copy."""
    if len(value) < _SHORTEST_SAMPLE:
        return False
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() in _samples()


def is_placeholder(value: str) -> bool:
    """Return whether ``value`` only stands for a secret."""
    if is_repetitive(value) or _TEMPLATE.search(value) or _INSTRUCTION.search(value.lower()):
        return True
    return is_known_sample(value)


def is_filler(value: str) -> bool:
    """Return whether one character fills a stretch of a token: ``sk-xxxxxxxx…``."""
    return _RUN.search(value) is not None


def is_sequence(value: str) -> bool:
    """Return whether a token runs along the alphabet or the keyboard: ``sk-1234567890abcdef…``."""
    return _SEQUENCE.search(value) is not None or sequential_share(value) > 0.5


def may_be_typed(value: str) -> bool:
    """Return whether a sequence still has the length and the variety of a key.

    Careless people type such keys, and documentation shows them: the form alone cannot tell.
    """
    return (
        20 <= len(value) <= 300
        and not is_filler(value)
        and not is_repetitive(value)
        and not is_wordy(value)
        and any(c.isdigit() for c in value)
        and any(c.isalpha() for c in value)
        and len(set(value)) >= 10
    )
