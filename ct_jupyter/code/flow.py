"""What is known of a value: the text that it is put together of, and who may set it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal, NamedTuple

import msgspec

from ..languages.python_scope import PythonScope
from .model import Origin, SourceRule, Step

MOST_PARTS = 128
MOST_LENGTH = 16_384
"""Of a text that is put together: beyond it only who may set it is known."""
MOST_STEPS = 8

Kind = Literal["constant", "number", "safe", "text", "unknown", "object"]


class Taint(NamedTuple):
    """Who may set a value, and the way that it took."""

    kind: Origin
    says: str
    steps: tuple[Step, ...]

    def then(self, step: Step) -> Taint:
        """Return it one step further; of a long way the beginning and the end."""
        steps = (*self.steps, step)
        return self._replace(steps=steps if len(steps) <= MOST_STEPS else (*steps[:2], *steps[3:]))


class Flow(msgspec.Struct, frozen=True):
    """What an expression may be, as far as commands, queries and code go."""

    kind: Kind = "unknown"
    """``safe``: nothing in it can end a word or a string, as behind ``shlex.quote``; ``text``: put together
    of ``parts``; ``object``: its attribute ``value`` is of ``holds``."""
    parts: tuple[str | Flow, ...] = ()
    """Of a constant its text, where it has one; of a text constants and what stands between them."""
    taint: Taint | None = None
    items: Mapping[str | int, Flow] | None = None
    holds: SourceRule | None = None

    @property
    def text(self) -> str:
        """The text of a constant."""
        return (
            self.parts[0] if self.kind == "constant" and self.parts and isinstance(self.parts[0], str) else ""
        )

    @property
    def harmless(self) -> bool:
        """Whether nobody can put anything into it that is read as something else."""
        return self.kind in ("constant", "number", "safe") or (
            self.kind == "text" and all(isinstance(part, str) or part.harmless for part in self.parts)
        )


UNKNOWN = Flow()
NUMBER = Flow("number")
SAFE = Flow("safe")
_RANKS = {"constant": 0, "number": 1, "safe": 2, "object": 3, "unknown": 4, "text": 5}


def constant(text: str) -> Flow:
    """Return a literal."""
    return Flow("constant", (text,))


def one_of(flows: Iterable[Flow | None]) -> Flow | None:
    """Return the worst of what a value may be."""
    known = [flow or UNKNOWN for flow in flows]
    if not known:
        return None
    return max(known, key=lambda flow: (flow.taint is not None, _RANKS[flow.kind]))


def any_taint(flows: Iterable[Flow | None]) -> Taint | None:
    """Return the first of who may set one of the values."""
    return next((flow.taint for flow in flows if flow is not None and flow.taint is not None), None)


def joined(flows: Iterable[Flow | None]) -> Flow:
    """Return the text that is made of ``flows``, one behind the other."""
    parts: list[str | Flow] = []
    length = 0
    given = [flow or UNKNOWN for flow in flows]
    for flow in given:
        for part in flow.parts if flow.kind in ("constant", "text") else (flow,):
            if isinstance(part, str):
                length += len(part)
                if parts and isinstance(before := parts[-1], str):
                    part = before + part
                    parts.pop()
            parts.append(part)
            if length > MOST_LENGTH or len(parts) > MOST_PARTS:
                return Flow("unknown", taint=any_taint(given))
    if all(isinstance(part, str) for part in parts) and all(flow.kind == "constant" for flow in given):
        return Flow("constant", tuple(parts) or ("",))
    return Flow("text", tuple(parts), any_taint(given))


class CodeScope(PythonScope[Flow]):
    """What a notebook's names stand for, as far as commands, queries and code go."""

    usual_names: ClassVar[Mapping[str, str]] = {
        "pd": "pandas",
        "pl": "polars",
        "np": "numpy",
        "st": "streamlit",
        "sa": "sqlalchemy",
    }

    def union(self, values: Iterable[Flow | None]) -> Flow | None:
        """Return the worst of what a value may be."""
        return one_of(values)
