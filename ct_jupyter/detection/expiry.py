"""When a value says itself how long it is good: signed links and web tokens, judged by the day they end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from ..text.lazy import lazy
from .checks import decode_base64

now: Callable[[], float] = time.time
"""Seconds since 1970; tests set another clock."""

_DATED = frozenset(
    {
        "secret.aws.presigned-url",
        "secret.aws.presigned-url-v2",
        "secret.google.signed-url",
        "secret.azure.sas-token",
        "secret.url.key-parameter",
    }
)
_REACH = 2000
_URL_END = lazy(r"""[\s"'<>`]""")
_SIGNED = lazy(r"(?i)X-(?:Amz|Goog)-Date=(?P<day>\d{8}T\d{6})Z")
_LASTS = lazy(r"(?i)X-(?:Amz|Goog)-Expires=(?P<seconds>\d{1,7})\b")
_EPOCH = lazy(r"[?&;](?:amp;)?Expires=(?P<seconds>\d{10})\b")
_SAS = lazy(r"[?&;](?:amp;)?se=(?P<day>\d{4}-\d\d-\d\d)")


def note(rule_id: str, text: str, start: int, end: int) -> str | None:
    """Return ``expired on 2024-05-01`` for a value that has ended by itself, else None.

    Parameters
    ----------
    text
        The whole text: of a signed link the dates stand beside the signature.
    start, end
        Of the value.
    """
    if rule_id.startswith("secret.jwt."):
        ends = _of_token(text[start:end])
    elif rule_id in _DATED:
        ends = _of_link(_around(text, start, end))
    else:
        return None
    if ends is None or ends.timestamp() >= now():
        return None
    return f"expired on {ends:%Y-%m-%d}"


def _of_token(value: str) -> datetime | None:
    parts = value.split(".")
    try:
        claims = json.loads(decode_base64(parts[1]) or b"") if len(parts) == 3 else None
    except ValueError:
        return None
    ends = claims.get("exp") if isinstance(claims, dict) else None
    if isinstance(ends, bool) or not isinstance(ends, (int, float)) or not 10**9 <= ends < 10**11:
        return None
    return datetime.fromtimestamp(ends, timezone.utc)


def _of_link(link: str) -> datetime | None:
    signed, lasts = _SIGNED.search(link), _LASTS.search(link)
    try:
        if signed and lasts:
            begins = datetime.strptime(signed["day"], "%Y%m%dT%H%M%S").replace(tzinfo=timezone.utc)
            return begins + timedelta(seconds=int(lasts["seconds"]))
        if (epoch := _EPOCH.search(link)) is not None:
            return datetime.fromtimestamp(int(epoch["seconds"]), timezone.utc)
        if (sas := _SAS.search(link)) is not None:
            day = datetime.strptime(sas["day"], "%Y-%m-%d").replace(tzinfo=timezone.utc)
            return day + timedelta(days=1)
    except ValueError:
        return None
    return None


def _around(text: str, start: int, end: int) -> str:
    """Return the link that the value is in."""
    front = text[max(start - _REACH, 0) : start]
    behind = text[end : end + _REACH]
    first = max((found.end() for found in _URL_END.finditer(front)), default=0)
    last = _URL_END.search(behind)
    return front[first:] + text[start:end] + (behind[: last.start()] if last else behind)
