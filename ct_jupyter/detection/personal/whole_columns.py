"""Columns of tables in a text, each judged as a whole: what most cells are, the others may be too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...text.text_tables import Column, Span
from ..checks import Outcome
from ..model import Confidence, Match, Rule
from .evidence import announced_by_text, strength_for
from .surroundings import Surroundings
from .thresholds import CERTAIN, HINT, MOST_CELLS
from .values import outcome_of
from .weighing import TIME, asked_of_table, table_by_luck


class WholeColumns:
    """The columns in one text in which something was found."""

    def __init__(
        self,
        text: str,
        found: dict[tuple[int, int, str], Match],
        numbers: Sequence[Rule],
        others: Sequence[Rule],
    ) -> None:
        """Judge with what was found so far.

        Parameters
        ----------
        found
            By start, end and weakness id; added to and taken from.
        numbers
            Rules of numbers, of which a cell can be one only.
        others
            More rules that a column may be of.
        """
        self._text = text
        self._found = found
        self._numbers = numbers
        self._others = others
        self._columns: dict[int, Column] = {}

    def remember(self, around: Surroundings) -> None:
        """Keep the column that a candidate stands in."""
        if around.cell is not None:
            self.add(around.cell.column)

    def add(self, column: Column) -> None:
        """Keep a column."""
        self._columns[id(column)] = column

    def complete(self) -> None:
        """Judge each as a whole, and add to what was found or take out of it."""
        for column in self._columns.values():
            self._complete(column)

    def _complete(self, column: Column) -> None:
        own = {(start, end): rule_id for start, end, rule_id in self._found}
        kinds: dict[str, int] = {}
        for span in column.cells:
            if span in own:
                kinds[own[span]] = kinds.get(own[span], 0) + 1
        announced = announced_by_text(column.header) if column.header else {}
        for rule in [*self._numbers, *self._others]:
            strength = strength_for(rule, announced)
            sure = kinds.get(rule.id, 0)
            least = asked_of_table(rule, sure, strength)
            fitting = self._fitting(column, rule, least) if least is not None else {}
            if fitting and (sure or strength >= HINT or not table_by_luck(rule, self._different(fitting))):
                self._fill(column, rule, fitting, strength, sure)

    def _fill(
        self, column: Column, rule: Rule, fitting: Mapping[Span, Outcome], strength: float, sure: int
    ) -> None:
        share = len(fitting) / len(column.cells)
        for (start, end), outcome in fitting.items():
            note = outcome if isinstance(outcome, str) else None
            confidence = (
                Confidence.LOW if note else Confidence.HIGH if strength >= CERTAIN else Confidence.MEDIUM
            )
            match = Match(rule, start, end, confidence, column.header or None, note)
            self._found.setdefault((start, end, rule.id), match)
        if share > MOST_CELLS and (sure or strength):
            # What single cells of the column looked like otherwise, they are not.
            kinds = {other.id for other in self._numbers} - {rule.id}
            for start, end, kind in list(self._found):
                if (start, end) in fitting and kind in kinds and self._count(column, kind) < len(fitting) / 2:
                    del self._found[start, end, kind]

    def _count(self, column: Column, kind: str) -> int:
        return sum((start, end, kind) in self._found for start, end in column.cells)

    def _fitting(self, column: Column, rule: Rule, least: float) -> dict[Span, Outcome]:
        """Return the cells that are of the kind; none where they are less than the share asked for."""
        fitting: dict[Span, Outcome] = {}
        spare = (1 - least) * len(column.cells) + 1e-9
        for span in column.cells:
            outcome = outcome_of(rule, self._text[slice(*span)])
            if outcome is not False:
                fitting[span] = outcome
            elif (spare := spare - 1) < 0:
                return {}  # most columns, most kinds: after a few cells
        return fitting

    def _different(self, fitting: Iterable[Span]) -> int:
        """Return how many different values there are, not counting times."""
        return sum(not TIME.fullmatch(value) for value in {self._text[slice(*span)] for span in fitting})
