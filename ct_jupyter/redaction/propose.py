"""What one click would put in place of a finding, for the editor to offer while the user types."""

from __future__ import annotations

from ..detection.model import Rule
from ..scan.finding import Fix
from .literal import find_target
from .names import base_name, is_valid


def propose_fix(source: str, language: str, start: int, end: int, rule: Rule, name: str | None) -> Fix | None:
    """Return the lookup that would replace the value at ``start:end`` of a code cell.

    Parameters
    ----------
    source : str
        The whole cell, which need not parse.
    language : str
        The kernel's language; only ``python`` has a fix.
    start, end : int
        Span of the value, in code points.
    rule : Rule
        The rule that found it.
    name : str or None
        What the value was given to, as written.

    Returns
    -------
    Fix or None
        None where a lookup cannot stand. The name is the one that :func:`.plan.plan_fix` begins
        with; it moves on to ``NAME_2`` where ``.env`` holds another value.
    """
    if language != "python":
        return None
    target = find_target(source, start, end)
    if target is None:
        return None
    variable = target.name if target.name and is_valid(target.name) else base_name(rule, name)
    if target.name and variable != target.name:
        return None  # the code asks for a variable that is no place for a secret
    return Fix(kind="environment", name=variable, replacement=f'os.environ["{variable}"]')
