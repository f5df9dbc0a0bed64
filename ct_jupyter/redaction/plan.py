"""From a finding to the edits that turn its literal into a lookup. Pure: nothing is written."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence

import msgspec

from ..detection.model import Match
from ..notebook.edit import Edit, apply_edits
from .imports import environ_expression, import_statement, insertion, insertion_point
from .literal import Target, evaluate, find_target, spaced
from .lookups import names_looked_up
from .names import base_name, free_name, is_valid
from .refusal import Refusal

Scan = Callable[[str, str], Sequence[Match]]
"""The detector: text and language in, matches out."""


class CodeCell(msgspec.Struct, frozen=True):
    """A code cell, as the notebook holds it now."""

    id: str
    source: str


class Plan(msgspec.Struct, frozen=True):
    """What a fix does."""

    name: str
    edits: tuple[Edit, ...]
    """All in one cell, so that one undo takes the fix back; in order of their places."""
    value: str
    """The evaluated literal; leaves the process only in the answer to the fix that asked for it."""

    def __repr__(self) -> str:
        # A plan that ends up in a log line or an assertion must not carry the value there.
        return f"Plan(name={self.name!r}, edits={len(self.edits)})"


class Names(msgspec.Struct, frozen=True):
    """What the names of variables already stand for."""

    held: Mapping[str, str | None] = {}
    """Names in the store with their values; None where a value cannot be told."""
    environment: Mapping[str, str] = {}
    """The process that starts the kernels: what is set there wins over ``.env``."""

    def __repr__(self) -> str:
        return f"Names({len(self.held)} held)"


def plan_fix(
    cells: Sequence[CodeCell],
    *,
    cell_id: str,
    start: int,
    end: int,
    weakness_id: str,
    language: str,
    scan: Scan,
    names: Names,
    name: str | None = None,
) -> Plan:
    """Plan the replacement of one finding by ``os.environ["NAME"]``.

    Parameters
    ----------
    cells : sequence of CodeCell
        All code cells, in order.
    cell_id, start, end, weakness_id : str, int, int, str
        The finding; the span in code points.
    language : str
        The kernel's.
    scan : callable
        The detector, to see that the finding is still there.
    names : Names
        What must not be given another meaning.
    name : str, optional
        The user's choice in place of the proposed name.

    Raises
    ------
    Refusal
        With reason ``unsupported-language``, ``changed``, ``not-a-literal``, ``unsupported-value``,
        ``invalid-name`` or ``name-taken``.
    """
    if language != "python":
        raise Refusal("unsupported-language", "Only Python cells can be fixed with one click so far.")
    index = next((position for position, cell in enumerate(cells) if cell.id == cell_id), None)
    if index is None:
        raise Refusal("changed", "The cell is no longer in the notebook. Scan again.")
    source = cells[index].source
    match = _still_there(scan(source, language), start, end, weakness_id)
    target = find_target(source, start, end)
    if target is None:
        raise Refusal(
            "not-a-literal",
            "The value is not the whole of a plain string in Python code, so no lookup can take its place.",
        )
    value = evaluate(source, target)
    if value is None:
        raise Refusal("not-a-literal", "Python cannot read the string that the value stands in.")
    _check_storable(value)

    sources = [cell.source for cell in cells]
    # The lookup whose default the value is goes away with the fix.
    sources[index] = source[: target.start] + source[target.end :]
    chosen = _choose_name(match, value, target, names, names_looked_up(sources), name)
    edits = _edits(cells[: index + 1], target, chosen)
    return Plan(chosen, edits, value)


def _still_there(matches: Sequence[Match], start: int, end: int, weakness_id: str) -> Match:
    for match in matches:
        if (match.start, match.end, match.rule.id) == (start, end, weakness_id):
            return match
    raise Refusal("changed", "The text has changed since it was scanned. Nothing was replaced.")


def _check_storable(value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        # `from None`: the exception holds the text it could not encode.
        raise Refusal("unsupported-value", "The value has characters that no file can hold.") from None
    if "\0" in value:
        raise Refusal("unsupported-value", "The value has a NUL character, which no variable can hold.")


def _choose_name(
    match: Match, value: str, target: Target, names: Names, used: Collection[str], wanted: str | None
) -> str:
    def holds_value(candidate: str) -> bool:
        return names.held.get(candidate) == value

    def is_free(candidate: str) -> bool:
        if not is_valid(candidate):
            return False
        if names.environment.get(candidate, value) != value:
            return False
        if candidate in names.held:
            return holds_value(candidate)
        # A lookup whose value is not in the store reads something that we cannot compare.
        return candidate not in used

    fixed = wanted or target.name
    if fixed is None:
        return free_name(base_name(match.rule, match.name), is_free)
    if not is_valid(fixed):
        raise Refusal(
            "invalid-name",
            "The name must be capital letters, digits and underscores, and none that the system itself uses.",
        )
    if not is_free(fixed):
        raise Refusal("name-taken", f"{fixed} already stands for another value. Choose another name.")
    return fixed


def _edits(cells: Sequence[CodeCell], target: Target, name: str) -> tuple[Edit, ...]:
    """Return the edits of the last of ``cells``, seen from the cells above it."""
    *above, cell = cells
    source, earlier = cell.source, [one.source for one in above]
    expression = environ_expression(earlier, source, target.start)
    position, added = 0, ""
    if expression is None:
        statement = import_statement([*earlier, source])
        position = insertion_point(source, target.start)
        added = insertion(source, position, statement.text)
        expression = statement.expression
    lookup = spaced(source, target, f'{expression}["{name}"]')
    if added and position == target.start:
        # Two edits at one place would leave their order to whoever applies them.
        edits = [Edit(cell.id, target.start, target.end, added + lookup)]
    else:
        edits = [Edit(cell.id, position, position, added)] if added else []
        edits.append(Edit(cell.id, target.start, target.end, lookup))
    if _parses(source) and not _parses(apply_edits(source, edits)):
        raise Refusal("not-a-literal", "A lookup cannot stand here: the code would no longer be Python.")
    return tuple(edits)


def _parses(source: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning would quote the line
        try:
            ast.parse(source)
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            return False
    return True
