"""What names of Python code stand for at one place of it, and how much work may still go into it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

if TYPE_CHECKING:
    from typing_extensions import Self

STEPS = 200_000
STEPS_OF_EXPRESSION = 5_000
STEPS_A_CHARACTER = 20
"""Code as people write it takes one or two."""

T = TypeVar("T")


class _Gone:
    """In the place of what a name stood for."""


_GONE = _Gone()


class Budget:
    """Steps that may still be taken for one notebook: its code may be written to take for ever.

    What would take more is not known, as what only a run tells.
    """

    def __init__(self) -> None:
        self._left = STEPS
        self._of_expression = STEPS_OF_EXPRESSION

    def add(self, source: str) -> None:
        """Give more for more code."""
        self._left += STEPS_A_CHARACTER * len(source)

    def begin(self) -> None:
        """Begin with an expression, which alone may not take all."""
        self._of_expression = STEPS_OF_EXPRESSION

    def spend(self, steps: int) -> bool:
        """Take steps; return whether there were as many."""
        self._left -= steps
        self._of_expression -= steps
        return self._left > 0 and self._of_expression > 0


class Names(Generic[T]):
    """What names stand for: those of a scope itself, in front of those of the scope it is a copy of.

    So a branch costs what it changes, not what was there before it.
    """

    __slots__ = ("_below", "_own")

    def __init__(self, below: Names[T] | None = None) -> None:
        self._own: dict[str, T | _Gone] = {}
        self._below = below

    def __contains__(self, name: str) -> bool:
        return not isinstance(self._found(name), _Gone)

    def __setitem__(self, name: str, value: T) -> None:
        self._own[name] = value

    def get(self, name: str) -> T | None:
        """Return what a name stands for; None where it stands for nothing."""
        found = self._found(name)
        return None if isinstance(found, _Gone) else found

    def remove(self, name: str) -> None:
        """Have a name stand for nothing, whatever it did before."""
        if name in self:
            self._own[name] = _GONE

    def changed(self) -> Iterator[tuple[str, T]]:
        """Yield what was set here, with its names."""
        for name, value in self._own.items():
            if not isinstance(value, _Gone):
                yield name, value

    def _found(self, name: str) -> T | _Gone:
        names: Names[T] | None = self
        while names is not None:
            if name in names._own:
                return names._own[name]
            names = names._below
        return _GONE


class PythonScope(Generic[T]):
    """Names, imports and functions, at one place of the notebook."""

    usual_names: ClassVar[Mapping[str, str]] = {}
    """What a name stands for that nothing imports: ``pd``."""

    def __init__(self, below: Self | None = None) -> None:
        self.values: Names[T | None] = Names(below.values if below else None)
        """By name, or by dotted name: ``Config.folder``. None: it is something that only a run tells."""
        self.modules: Names[str] = Names(below.modules if below else None)
        self.functions: Names[ast.FunctionDef | ast.AsyncFunctionDef] = Names(
            below.functions if below else None
        )
        self.budget: Budget = below.budget if below else Budget()

    def copy(self) -> Self:
        """Return a scope that changes apart from this one, which stays as it is until then."""
        return type(self)(self)

    def union(self, values: Iterable[T | None]) -> T | None:
        """Return what is any of ``values``; None where none is known."""
        raise NotImplementedError

    def merge(self, branches: Iterable[Self]) -> None:
        """Go on behind an ``if`` or ``try``: a name may be what any of its branches made of it."""
        branches = list(branches)
        changed = {name: None for branch in branches for name, _ in branch.values.changed()}
        merged = {name: self.union(branch.values.get(name) for branch in branches) for name in changed}
        for name, value in merged.items():
            self.values[name] = value
        for branch in branches:
            for name, module in branch.modules.changed():
                self.modules[name] = module
            for name, function in branch.functions.changed():
                self.functions[name] = function

    def bind(self, name: str, value: T | None) -> None:
        """Give a name a value; what it was imported as, it is no more."""
        self.values[name] = value
        self.modules.remove(name)
        self.functions.remove(name)

    def add_import(self, node: ast.Import | ast.ImportFrom) -> None:
        """Take note of an import."""
        for alias in node.names:
            if isinstance(node, ast.Import):
                # `import a.b` binds `a`.
                first = alias.name.partition(".")[0]
                self.modules[alias.asname or first] = alias.name if alias.asname else first
            elif node.module and not node.level:
                self.modules[alias.asname or alias.name] = f"{node.module}.{alias.name}"

    def canonical(self, node: ast.expr) -> str | None:
        """Return the full name of a function: ``pd.read_csv`` is ``pandas.read_csv``."""
        dotted = dotted_name(node)
        if dotted is None:
            return None
        first, dot, rest = dotted.partition(".")
        if (module := self.modules.get(first)) is not None:
            return module + dot + rest
        if first in self.values or first in self.functions:
            return None
        return self.usual_names.get(first, first) + dot + rest


def dotted_name(node: ast.expr) -> str | None:
    """Return ``a.b.c`` of an attribute of names; None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])
