"""Which variable each value gets: one for a value wherever it stands, none that stands for another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import msgspec

from ..stores.refusal import Refusal
from .names import candidates, is_valid, name_for, problem_of
from .sites import Hole


class Names(msgspec.Struct, frozen=True):
    """What the names of variables already stand for."""

    held: Mapping[str, str | None] = {}
    """Names in the store with their values; None where a value cannot be told."""
    environment: Mapping[str, str] = {}
    """The process that starts the kernels: what is set there wins over ``.env``."""

    def __repr__(self) -> str:
        return f"Names({len(self.held)} held)"


class Choice(NamedTuple):
    """A name that somebody chose."""

    name: str
    fingerprint: str = ""
    """Of the finding that it was chosen for."""


class Naming:
    """The names of one plan.

    Parameters
    ----------
    names
        What must not be given another meaning.
    used
        Variables that the notebook looks up already, whose values nobody here knows.
    chosen
        The user's own names, by value.
    known
        Names of an earlier plan for the same store, by value.
    asked
        What the code is to give up: a name that it gives to a value itself can be chosen for that value.
    unsteady
        Variables to which the notebook gives more than one value: no one value can be theirs.

    Raises
    ------
    Refusal
        A chosen name is ``invalid-name`` or ``name-taken``.
    """

    def __init__(
        self,
        names: Names,
        used: Collection[str] = (),
        chosen: Mapping[str, Choice] | None = None,
        known: Mapping[str, str] | None = None,
        asked: Iterable[Hole] = (),
        unsteady: Collection[str] = (),
    ) -> None:
        self._names = names
        self._used = {*used, *unsteady}
        self._unsteady = unsteady
        self._asked = {(hole.fixed, hole.value) for hole in asked if hole.fixed} if chosen else set()
        self._overruled: set[str] = set()
        """Values that are to have another name than the code gives them."""
        self._value_of: dict[str, str] = {}
        self._name_of: dict[str, str] = {}
        for value, name in (known or {}).items():
            self._take(name, value)
        for value, choice in (chosen or {}).items():
            self._choose(choice, value)

    def grant(self, holes: Iterable[Hole]) -> None:
        """Give the values of ``holes`` names: first those that the code itself asks for."""
        wanted = list(holes)
        for hole in wanted:
            if hole.fixed and self._may_have_fixed(hole):
                if hole.value not in self._name_of:
                    self._take(hole.fixed, hole.value)
                else:
                    self._value_of.setdefault(hole.fixed, hole.value)
        for hole in wanted:
            if hole.value not in self._name_of:
                self._take(self._free(name_for(hole), hole.value), hole.value)

    def name(self, hole: Hole) -> str:
        """Return the variable that the value of ``hole`` has."""
        if hole.fixed and self._value_of.get(hole.fixed) == hole.value:
            return hole.fixed
        return self._name_of[hole.value]

    def has_fixed(self, hole: Hole) -> bool:
        """Tell whether the value got the name that the code around it asks for."""
        return hole.fixed is None or self._value_of.get(hole.fixed) == hole.value

    @property
    def by_value(self) -> Mapping[str, str]:
        """One name for each value."""
        return self._name_of

    def _choose(self, choice: Choice, value: str) -> None:
        name = choice.name
        if problem := problem_of(name):
            raise Refusal("invalid-name", problem, name=name, fingerprint=choice.fingerprint)
        # The same question that a proposal was the answer to: what is proposed can be chosen.
        used = () if (name, value) in self._asked else self._used
        if not self._may_have(name, value, used=used):
            raise Refusal(
                "name-taken",
                f"{name} is already used for another value. Choose another name.",
                name=name,
                fingerprint=choice.fingerprint,
            )
        if (name, value) not in self._asked:
            self._overruled.add(value)
        self._name_of.pop(value, None)
        self._take(name, value)

    def _may_have_fixed(self, hole: Hole) -> bool:
        if hole.fixed is None or hole.value in self._overruled:
            return False
        used = self._unsteady if hole.sets else ()
        return self._may_have(hole.fixed, hole.value, used=used)

    def _free(self, name: str, value: str) -> str:
        return next(one for one in candidates(name) if self._may_have(one, value, used=self._used))

    def _may_have(self, name: str, value: str, used: Collection[str]) -> bool:
        if not is_valid(name) or self._value_of.get(name, value) != value:
            return False
        if self._names.environment.get(name, value) != value:
            return False
        if name in self._names.held:
            return self._names.held[name] == value
        # A lookup whose value is not in the store reads something that we cannot compare.
        return name not in used or self._value_of.get(name) == value

    def _take(self, name: str, value: str) -> None:
        self._value_of[name] = value
        self._name_of.setdefault(value, name)
