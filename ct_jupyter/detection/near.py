"""Values without a form of their own that stand near their provider's name: one frame around all of them.

Half of the rules say no more than "forty hexadecimal digits near the word Finnhub"; what "near" means stands
here, once.
"""

from __future__ import annotations

from typing import Literal

Given = Literal["name", "credential", "key"]
"""What the value has to be given to: the provider's name itself (``finnhub: "…"``) or a credential of it,
only a credential (``FINNHUB_API_TOKEN``), or only what is secret (no ``FINNHUB_CLIENT_ID``)."""

_SEPARATOR = r"[\t -/:-@\[-^`{-~]{1,10}"
_ANY = r"(?i:api|key|token|secret|access|private|auth|pass|cred|client|login)\w{0,10}"
_KEY = r"(?i:key|token|secret|private|auth|pass|cred)(?!_?(?i:id))\w{0,10}"  # ct: ignore[secret.generic.api-key] a pattern  # noqa: E501
_IN_URL = r"[!-~]{0,120}?[?&]\w{1,20}="
_KEY_IN_URL = r"[!-~]{0,120}?[?&]\w{0,12}(?i:key|token|secret|auth|pass)="  # ct: ignore[secret.generic.api-key] a pattern  # noqa: E501

_BETWEEN: dict[Given, str] = {
    "name": rf"(?:[\t -~]{{0,24}}?{_ANY}{_SEPARATOR}|\w{{0,20}}{_SEPARATOR}|{_IN_URL})",
    "credential": rf"(?:[\t -~]{{0,24}}?{_ANY}{_SEPARATOR}|{_IN_URL})",
    "key": rf"(?:[\t -~]{{0,24}}?{_KEY}{_SEPARATOR}|{_KEY_IN_URL})",
}


def near_pattern(near: str, given: Given, value: str) -> str:
    """Return the pattern of a value near a provider's name, on one line.

    Parameters
    ----------
    near
        Expression for the name, in any case; with ``^`` it begins a word.
    value
        Expression for the value, perhaps with a look-ahead behind it.
    """
    begins = r"(?:\b|_)" if near.startswith("^") else ""
    return f"{begins}(?i:{near.removeprefix('^')}){_BETWEEN[given]}(?P<value>{value})"
