"""Every row of a column by pattern: cheap triggers by Polars, exact checks of what passes them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..detection import Match, get_detector, preview, rules_by_id
from ..detection.model import Confidence
from ..detection.pii.columns import TRIGGERS, name_evidence, value_matches

if TYPE_CHECKING:
    import polars as pl

NATIONAL = "pii.national-id"
_TEXT = r"\pL{2,}[,.;:]?\s+\pL{2,}"
"""Two words: a cell that says something, in which a value may stand among others."""
_OPAQUE = r"[\w+/=.-]{16}|://"
_ANY = (
    r"\w@\w|\d[\d ()./:-]{4,}\w|[A-Z]{2}[ -]?\d{2}|[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]|:[0-9A-Fa-f]*:|"
    r"\d[A-Za-z]?\d{3}|" + _OPAQUE
)
_EVERY_ROW_UP_TO = 20_000
"""Rows of a batch that pass the first trigger and are then held against each kind's own; of more, this many
are for kinds that the column has shown no sign of."""
_CHECKED_OF_BATCH = 400
_CHECKED = 3_000
"""Values of one column that are checked for one kind; the rest is counted by its pattern."""
_GIVE_UP_AFTER = 600
"""Values checked without one that fits, after which a few of each batch are enough."""
_LONGEST = 100_000
"""Characters of a cell that are looked at as one text."""


class KindTally:
    """How a column does for one kind."""

    def __init__(self) -> None:
        self.candidates = 0.0
        """Rows that pass the kind's trigger."""
        self.checked = 0
        self.found: Counter[Confidence] = Counter()
        self.first_row: int | None = None
        self.preview = "…"

    def add(self, rule_id: str, row: int, value: str, confidence: Confidence | None) -> None:
        """Count a checked value."""
        self.checked += 1
        if confidence is None:
            return
        self.found[confidence] += 1
        if self.first_row is None or row < self.first_row:
            self.first_row = row
            self.preview = preview(rules_by_id()[rule_id], value)

    @property
    def fits(self) -> int:
        """Checked values that are of the kind, however sure."""
        return self.found.total()


class Passing(NamedTuple):
    """Rows of a batch that may hold anything at all."""

    rows: pl.Series
    values: pl.Series


class ColumnTally:
    """One column of one table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.announced = dict(name_evidence(name))
        self.rows = 0
        """That hold anything."""
        self.whole: dict[str, KindTally] = {}
        """By weakness id: cells that are one value."""
        self.inside: dict[str, KindTally] = {}
        """By weakness id: cells in whose text one stands."""
        self.texts = 0
        """Cells that are texts."""
        self._rules: dict[str, list[str]] = {}

    def add(self, column: pl.Series, first_row: int) -> None:
        """Count a batch.

        Parameters
        ----------
        column
            Strings, null where a row holds nothing.
        first_row
            Rows before this batch.
        """
        import polars as pl

        self.rows += len(column) - column.null_count()
        mask = column.str.contains(_ANY)
        indices = mask.arg_true()
        if not len(indices):
            return
        values = column.gather(indices)
        rows = indices.cast(pl.UInt64) + first_row
        is_text = values.str.contains(_TEXT)
        if is_text.any():
            self._add_texts(Passing(rows.filter(is_text), values.filter(is_text)))
            rows, values = rows.filter(~is_text), values.filter(~is_text)
        if len(values):
            self._add_whole(Passing(rows, values))

    def _add_texts(self, passing: Passing) -> None:
        self.texts += len(passing.values)
        texts = [(value[:_LONGEST], "text") for value in passing.values.to_list()]
        for number, matches in enumerate(get_detector().scan_all(texts)):
            seen = set()
            for match in matches:
                if match.rule.id not in seen:
                    seen.add(match.rule.id)
                    self._add_match(match, passing.rows[number], texts[number][0])

    def _add_match(self, match: Match, row: int, text: str) -> None:
        tally = self.inside.setdefault(match.rule.id, KindTally())
        tally.candidates += 1
        tally.add(match.rule.id, row, text[match.start : match.end], match.confidence)

    def _add_whole(self, passing: Passing) -> None:
        for kind, trigger in _triggers().items():
            if not self._is_possible(kind):
                continue
            weight = 1.0
            rows, values = passing
            if len(values) > _EVERY_ROW_UP_TO and not self._is_alive(kind):
                step = -(-len(values) // _EVERY_ROW_UP_TO)
                rows, values, weight = rows.gather_every(step), values.gather_every(step), float(step)
            fitting = values.str.contains(trigger)
            count = int(fitting.sum())
            if not count:
                continue
            indices = fitting.arg_true()
            self._check(kind, count * weight, rows.gather(indices), values.gather(indices))
        secrets = passing.values.str.contains(_OPAQUE)
        if secrets.any():
            values = passing.values.filter(secrets).str.slice(0, _LONGEST)
            found = get_detector().scan_all([("\n".join(values.to_list()), "text")])[0]
            if any(match.rule.id.startswith("secret.") for match in found):
                rows = passing.rows.filter(secrets)
                texts = [(value, "text") for value in values.to_list()]
                for number, matches in enumerate(get_detector().scan_all(texts)):
                    for match in matches:
                        if match.rule.id.startswith("secret."):
                            self._add_match(match, rows[number], texts[number][0])

    def _is_possible(self, kind: str) -> bool:
        """Whether the kind can be told: some only by what the header says."""
        if kind == NATIONAL:
            return True
        return rules_by_id()[kind].chance < 1 or kind in self.announced

    def _is_alive(self, kind: str) -> bool:
        tallies = [tally for name, tally in self.whole.items() if name == kind or name.startswith(f"{kind}.")]
        return not tallies or any(tally.fits or tally.checked < _GIVE_UP_AFTER for tally in tallies)

    def _check(self, kind: str, candidates: float, rows: pl.Series, values: pl.Series) -> None:
        rule_ids = self._rule_ids(kind, values)
        checked = max((self.whole[one].checked for one in rule_ids if one in self.whole), default=0)
        quota = max(20, min(_CHECKED_OF_BATCH if checked else 2 * _CHECKED_OF_BATCH, _CHECKED - checked))
        if len(values) > quota:
            step = -(-len(values) // quota)
            rows, values = rows.gather_every(step), values.gather_every(step)
        pairs = list(zip(rows.to_list(), map(as_written, values.to_list()), strict=True))
        for rule_id in rule_ids:
            tally = self.whole.setdefault(rule_id, KindTally())
            tally.candidates += candidates
            for row, value in pairs:
                tally.add(rule_id, row, value, value_matches(rule_id, value, self.name))

    def _rule_ids(self, kind: str, values: pl.Series) -> list[str]:
        """Return the rules that a kind stands for: of the states' numbers, those whose form it has."""
        if kind != NATIONAL:
            return [kind]
        looked_at = values.head(_CHECKED_OF_BATCH).str.replace(r"^(\d+)\.0$", "$1").str.strip_chars()
        return [
            rule_id
            for rule_id, pattern in _national_forms().items()
            if rule_id in self.whole or looked_at.str.contains(pattern).any()
        ]


def as_written(value: str) -> str:
    """Return the value without the ``.0`` that whole numbers get in a column with gaps."""
    value = value.strip()
    return value[:-2] if value.endswith(".0") and value[:-2].isdigit() else value


@cache
def _triggers() -> dict[str, str]:
    return {kind: trigger for kind, trigger in TRIGGERS.items() if kind == NATIONAL or kind in rules_by_id()}


@cache
def _national_forms() -> dict[str, str]:
    """Return the forms of states' numbers for whole cells, without look-around, which Polars has not."""
    found = {}
    for rule_id, rule in rules_by_id().items():
        if rule_id.startswith(f"{NATIONAL}."):
            found[rule_id] = rf"^(?:{_without_lookaround(rule.pattern)})$"
    return found


def _without_lookaround(pattern: str) -> str:
    import re

    return re.sub(r"\(\?<?[!=][^()]*\)", "", pattern)
