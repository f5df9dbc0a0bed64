"""Values that stand for a secret and are none: templates, masks, instructions, documentation samples."""

from __future__ import annotations

import re

from .lazy import lazy
from .text_shape import is_repetitive

_TEMPLATE = lazy(
    r"""
    ^<[^<>]{1,80}>$ | ^«[^«»]{0,80}»$ | ^\[[^\[\]]{1,60}\]$ | ^\{[^{}]{0,60}\}$   # the whole value is a slot
  | \{\{ | \}\} | \$\{ | \$\(\w | \#\{ | <%   | %\(\w+\)[sdr] | ^%\w+%$  # Jinja, shell, Ruby, ASP, Python
  | ^\$[A-Za-z_]\w*$ | ^@\w+@$ | ^%[sdr]$ | <[A-Za-z][\w\- ]{1,40}>
  | \*{3} | \.{3} | …  | •{2} | ^_{2,}\w*_{2,}$
    """,
    re.VERBOSE,
)
_INSTRUCTION = lazy(
    r"""
    example | placeholder | changeme | change[-_. ]me | change[-_ ]?this | redacted | dummy | sample
  | replace[-_ ]?(?:me|with|this) | fill[-_ ]?(?:me|in) | insert[-_ ] | \binsert | to[-_]?be[-_ ]
  | your (?:[-_ ]|own|api|key|token|secret|pass|access|client|account|user|real|actual|openai|aws|azure)
  | (?:^|[-_. ])(?:put|paste|enter|add|type|set|use|get|provide|specify|write)
    [-_ ](?:your|the|in|it|a|an|here|me|my)
  | my[-_ ]?(?:secret|pass(?:word|wd)?|api[-_ ]?key|key|token|access|aws|azure)(?:$|[-_ ])
  | [-_ ]here(?:$|[^a-z]) | (?:key|token|secret|password|pass|id)[-_ ]?here | goes[-_ ]?here
  | xxxx | todo | tbd\b | fake[-_ ]?
  | not[-_ ]?(?:a[-_ ]?)?(?:real|used|needed|required|set|secret|valid)
  | (?:some|any)[-_ ]?(?:secret|password|key|token|string|value)
  | (?:secret|password|token|key|value|string)[-_ ]?(?:string|value|placeholder)$ | no[-_](?:key|token)
  | (?:in)?valid[-_ ]?(?:key|token|password) | ^(?:wrong|bad|test)[-_ ](?:key|token|secret)
  | hidden | masked | removed | deleted | censored | scrubbed | confidential
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FILLER = lazy(r"(?i)x{6,}|(?<![a-z])y{6,}|0{10,}|1234567890ab|0123456789|abcdefghij|(.)\1{7,}")
# Published by their providers as samples; they open nothing. Each is split, so that no scanner of this
# repository takes it for a real one.
_SAMPLES = frozenset({"wJalrXUtnFEMI" + "/K7MDENG/bPxRfiCYEXAMPLEKEY"})


def is_placeholder(value: str) -> bool:
    """Return whether ``value`` only stands for a secret."""
    if value in _SAMPLES or is_repetitive(value) or _TEMPLATE.search(value):
        return True
    return _INSTRUCTION.search(value) is not None


def is_filler(value: str) -> bool:
    """Return whether a long run in a token was typed by hand: ``sk-1234567890abcdef…``."""
    return _FILLER.search(value) is not None
