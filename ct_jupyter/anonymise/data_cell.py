"""The cell that goes below the one that reads data: it drops, masks, hashes or replaces columns.

It calls one function, :func:`ct_jupyter.pseudonyms.treat`, or its copy beside the notebook.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from ..detection.personal.personal_kinds import PREFIX
from ..languages.python_pieces import pieces, statement_end
from ..references import Reference
from ..rewrite.names import problem_of
from ..stores.refusal import Refusal
from ..text.lazy import lazy
from .pseudonyms import Change, fake_for, hashed, masked

Action = Literal["drop", "mask", "hash", "fake"]

KEY_ENV = "PSEUDONYM_KEY"
"""The variable that holds the key, unless another is asked for."""

PACKAGE_MODULE = "ct_jupyter.pseudonyms"
FUNCTION = "treat"

_TREATS = lazy(rf"(?<![\w.]){FUNCTION}\(")
_KEYED = lazy(r"""["'](?:fake(?::[\w.-]+)?|hash)["']""")
_KEY_ENV = lazy(r"""key_env[ ]?=[ ]?["'](?P<name>\w+)["']""")
_LONGEST_CALL = 20_000

_LINE_LENGTH = 88
"""Of ruff and black, where nobody sets another."""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What the notebook has, and what of it the cell is to have."""

    source: str = ""
    """Of the cell that reads."""
    below: Sequence[tuple[int, str]] = ()
    """Numbers and sources of the cells below it: one of them may treat the same frame already."""
    module: str = PACKAGE_MODULE
    """Where the kernel has the function."""
    load: Sequence[str] = ()
    """Statements that load ``.env``; none where the notebook does."""
    key_env: str = KEY_ENV


class DataCell(msgspec.Struct, frozen=True, kw_only=True):
    """What to insert, and where."""

    source: str
    split_at: int | None
    """Where the reading cell is to be cut in two, so that what it goes on with, below the new cell, has the
    frame as it is then; offset in its source. None where nothing follows."""
    replaces: int | None = None
    """Number of the cell that treats the frame already: it gets the new source, and nothing is inserted."""


class Treatment(NamedTuple):
    """A call that treats a frame, in a cell."""

    start: int
    end: int
    """Of the call, in the cell's source."""
    columns: dict[str, str]
    """What it does, by column."""
    more: str
    """Further arguments, as they stand."""
    alone: bool
    """Whether the cell does nothing else, so that it can be written anew."""


def change_for(kind: str, action: Action) -> Change | None:
    """Return what is done with each value of a column; None where the column goes."""
    if action == "drop":
        return None
    return {"mask": masked, "hash": hashed}.get(action) or fake_for(kind)


def needs_key(actions: Iterable[Action]) -> bool:
    """Tell whether any of the actions makes something that depends on a key."""
    return bool({"hash", "fake"} & set(actions))


def plan_data_cell(
    reference: Reference,
    columns: Mapping[str, tuple[str, Action]],
    around: Surroundings | None = None,
    *,
    source: str = "",
    key_env: str = KEY_ENV,
) -> DataCell:
    """Return the cell that treats ``columns`` of what the reference reads.

    Where a cell below treats the same frame already, its call gets the columns too, and what is asked of a
    column now takes the place of what it did before.

    Parameters
    ----------
    columns
        Weakness id and action by the column's name.
    around
        What the notebook has.
    source, key_env
        In place of the same in ``around``.

    Raises
    ------
    Refusal
        ``no-frame``: nobody can tell which variable holds the data, or it is no frame of pandas or Polars.
        ``invalid-name``: the variable's name is none.
    """
    around = around or Surroundings(source=source, key_env=key_env)
    variable = reference.variable
    if reference.writes or reference.frame is None or variable is None or not variable.isidentifier():
        raise Refusal(
            "no-frame",
            "Only a pandas or Polars frame that a cell assigns to a variable can be changed by a cell below."
            " Use `ct-jupyter anonymise` to write a new file instead.",
        )
    if problem := problem_of(around.key_env):
        raise Refusal("invalid-name", problem, name=around.key_env)
    actions = {name: _spelled(kind, action) for name, (kind, action) in columns.items()}
    for number, below in around.below:
        known = treatment_in(below, variable)
        if known is not None:
            call = _call(variable, {**known.columns, **actions}, known.more)
            written = below[: known.start] + call + below[known.end :]
            if known.alone:
                written = _cell_source(variable, call, around)
            return DataCell(source=written, split_at=None, replaces=number)
    more = f"key_env={_quoted(around.key_env)}" if around.key_env != KEY_ENV else ""
    return DataCell(
        source=_cell_source(variable, _call(variable, actions, more), around),
        split_at=statement_end(around.source, reference.start) if around.source else None,
    )


def _cell_source(variable: str, call: str, around: Surroundings) -> str:
    blocks = [
        [
            f"# Personal data in {variable}: the cells below use other values. Anyone who has the key can",
            "# make the same again for another file; nobody else can.",
            *_imports(around),
        ],
        [line for line in around.load if not _is_import(line)],
        [f"{variable} = {call}"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def keys_needed(source: str) -> Iterator[str]:
    """Yield the variables that a cell of this module, or one like it, reads its keys from."""
    for call in _TREATS.finditer(source):
        arguments = source[call.end() : call.end() + _LONGEST_CALL].partition("\n)")[0]
        if _KEYED.search(arguments):
            named = _KEY_ENV.search(arguments)
            yield named["name"] if named else KEY_ENV


def treatment_in(source: str, variable: str) -> Treatment | None:
    """Return the call in a cell that treats the frame called ``variable``, as this module writes it."""
    if f"{FUNCTION}(" not in source:
        return None
    for piece in pieces(source):
        for statement in piece.tree.body:
            if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
                continue
            call = statement.value
            assigned = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            called = isinstance(call.func, ast.Name) and call.func.id == FUNCTION
            if not called or assigned != [variable] or len(call.args) != 2:
                continue
            frame, columns = call.args
            if not isinstance(frame, ast.Name) or frame.id != variable:
                continue
            try:
                known = ast.literal_eval(columns)
            except ValueError:
                continue
            if isinstance(known, dict) and all(
                isinstance(one, str) for pair in known.items() for one in pair
            ):
                start, end = piece.places.span(call)
                more = ", ".join(f"{one.arg}={ast.unparse(one.value)}" for one in call.keywords)
                alone = source.startswith(f"# Personal data in {variable}: ") and all(
                    other is statement or _is_preamble(other) for other in piece.tree.body
                )
                return Treatment(start, end, known, more.replace("'", '"'), alone)
    return None


def _is_preamble(statement: ast.stmt) -> bool:
    """Tell whether a statement imports, or loads ``.env``."""
    return isinstance(statement, (ast.Import, ast.ImportFrom)) or "load_dotenv(" in ast.unparse(statement)


def _spelled(kind: str, action: Action) -> str:
    return f"fake:{kind.removeprefix(PREFIX)}" if action == "fake" else action


def _imports(around: Surroundings) -> list[str]:
    """Return the imports, sorted as ruff and isort do: first those of the standard library."""
    load = [line for line in around.load if _is_import(line)]
    standard = sorted(line for line in load if "dotenv" not in line)
    others = sorted(
        [f"from {around.module} import {FUNCTION}", *(line for line in load if "dotenv" in line)],
        key=lambda line: line.split()[1],
    )
    return [*standard, *([""] if standard else []), *others]


def _is_import(line: str) -> bool:
    return line.startswith(("import ", "from "))


def _call(variable: str, columns: Mapping[str, str], more: str) -> str:
    """Return the call as ruff and black write it, on one line where it fits."""
    pairs = [f"{_quoted(name)}: {_quoted(action)}" for name, action in columns.items()]
    short = f"{FUNCTION}({variable}, {{{', '.join(pairs)}}}{f', {more}' if more else ''})"
    if len(f"{variable} = {short}") <= _LINE_LENGTH:
        return short
    lines = [f"{FUNCTION}(", f"    {variable},"]
    one = f"    {{{', '.join(pairs)}}},"
    # A dictionary that was written over several lines stays so: the comma behind its last item says it.
    lines += (
        [one] if len(one) <= _LINE_LENGTH else ["    {", *(f"        {pair}," for pair in pairs), "    },"]
    )
    return "\n".join([*lines, *([f"    {more},"] if more else []), ")"])


def _quoted(text: str) -> str:
    """Return a literal as ruff and black write it."""
    literal = repr(text)
    if literal[0] == '"' or ('"' in text and "'" not in text):
        return literal
    return '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
