"""The kind of finding that no pattern makes: an output shows a value that is stored elsewhere."""

from __future__ import annotations

from ..model import Rule, Severity

KNOWN_VALUE = Rule(
    id="leak.known-value",
    title="Prints a stored value",
    provider="ct_jupyter",
    severity=Severity.HIGH,
    pattern="",
    why="The output shows a value that was stored outside of the notebook so that it is not in it.",
    remedy="Remove the value from the output, and print something else.",
    source="https://12factor.net/config",
)
"""It is not among the rules of the detector, which knows no stored values."""


def title_for(variable: str) -> str:
    """Return the title of a finding of this kind: ``Prints PASSWORD``."""
    return f"Prints {variable}"
