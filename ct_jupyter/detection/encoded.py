"""Secrets in base64, as Kubernetes and many a configuration keep them: found by what they begin with."""

from __future__ import annotations

import base64
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


def _encoded(beginning: str) -> str:
    # Six bits a letter: what the last bytes share with what follows is left out.
    return base64.b64encode(beginning.encode()).decode()[: len(beginning) * 8 // 6]


TRIGGER = lazy(
    rf"(?<![A-Za-z0-9+/=_-])(?:{'|'.join(sorted(map(_encoded, _BEGINNINGS)))})"
    r"[A-Za-z0-9+/]{16,2000}={0,2}(?![A-Za-z0-9+/=])"
)
"""What the engine looks for."""

Scan = Callable[[str], Sequence[Match]]


def encoded_in(text: str, window: Window, scan: Scan) -> Iterator[Match]:
    """Yield a match for each run of base64 that holds little but a secret, of that secret's rule."""
    for found in TRIGGER.finditer(text, window.start, window.limit):
        if found.start() >= window.stop:
            break
        decoded = decode_base64(found[0])
        try:
            plain = (decoded or b"").decode().strip()
        except UnicodeDecodeError:
            continue
        for match in scan(plain):
            if 2 * (match.end - match.start) >= len(plain):
                name = name_before(text, found.start())
                yield Match(match.rule, found.start(), found.end(), match.confidence, name)
                break
