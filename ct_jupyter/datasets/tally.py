"""Every row of a column by pattern: cheap triggers by Polars, exact checks of what passes them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ..detection import Match, get_detector, preview, rules_by_id
from ..detection.model import Confidence
from ..detection.personal.columns import name_evidence, triggers, value_matches
from ..detection.personal.evidence import announced_by_text, strength_for
from ..detection.personal.personal_kinds import CREDIT_CARD, KINDS, NATIONAL, SSN, personal_kind
from ..detection.personal.thresholds import SETTLED
from ..detection.personal.values import form_of
from ..text.text_shape import digits_as_zeros
from .pieces import numbers_in

if TYPE_CHECKING:
    import polars as pl

_SECRETS = "secret."
_LIKELY = r"[0-9@]|://"
"""What any of it has, or nearly: the one pattern that every cell is held against."""
_TEXT = r"\pL{2,}[,.;:]?\s+\pL{2,}"
"""Two words: a cell that says something, in which a value may stand among others."""
_OPAQUE = r"[0-9A-Za-z_+/=-]{16}|://"
_ANY = (
    r"[0-9A-Za-z_]@[0-9A-Za-z]|[0-9][0-9 ()./:-]{4,}[0-9A-Za-z]|[A-Z]{2}[ -]?[0-9]{2}|"
    r"[0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-]|:[0-9A-Fa-f]*:|[0-9][A-Za-z]?[0-9]{3}|" + _OPAQUE
)
_EVERY_ROW_UP_TO = 20_000
"""Rows of a batch that pass these and are then held against each kind's own trigger; of more, this many are
for kinds that the column has shown no sign of."""
_CHECKED_OF_BATCH = 400
_CHECKED = 2_000
"""Values of one column that are checked for one kind; the rest is counted by its pattern."""
_TEXTS, _TEXTS_OF_BATCH = 1_000, 40
"""Values found in the texts of a column, after which so many texts of each batch tell how many there are."""
_MOST_SILENT, _MOST_SHAPES = 50, 10_000
_GIVE_UP_AFTER = 600
"""Values checked without one that fits, after which a few of each batch are enough."""
_WHOLE_CELLS = {kind.id: kind.whole_cell for kind in KINDS if kind.whole_cell}
_SETTLED_AFTER = 100
"""Values checked for one kind that nearly all fit, after which others of the form are taken for the same."""
_BLOCK = 200_000
"""Characters of cells that are searched for secrets at once: little enough to be stopped soon."""
_LONGEST = 100_000
"""Characters of a cell that are looked at as one text."""


def likely_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return for each cell whether it can hold anything, worked out by all processors at once."""
    import polars as pl

    return frame.select(pl.all().str.contains(_patterns()[0]))


class KindTally:
    """How a column does for one kind."""

    def __init__(self) -> None:
        self.candidates = 0.0
        """Rows that pass the kind's trigger."""
        self.checked = 0
        self.written = 0
        """Checked values that are more than digits: with a plus, brackets, dashes or blanks."""
        self.bare = 0
        """Values in texts that are digits and no more, with no word beside them that announces the kind."""
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

    def some(self, count: int) -> tuple[Passing, int]:
        """Return about so many of them, evenly spread, and how many each of them stands for."""
        step = max(1, -(-len(self.values) // count))
        return Passing(self.rows.gather_every(step), self.values.gather_every(step)), step


class ColumnTally:
    """One column of one table."""

    def __init__(self, name: str, check_in: Callable[[], None]) -> None:
        """Begin with a header.

        Parameters
        ----------
        check_in
            Called every now and then, to raise where the scan is to end.
        """
        self.name = name
        self._check_in = check_in
        self.announced = dict(name_evidence(name))
        self.rows = 0
        """That hold anything."""
        self.whole: dict[str, KindTally] = {}
        """By weakness id: cells that are one value."""
        self.inside: dict[str, KindTally] = {}
        """By weakness id: cells in whose text one stands."""
        self.numbers: dict[str, KindTally] = {}
        """By weakness id: numbers in texts that only their rate of right check digits speaks for."""
        self.texts = 0
        """Cells that are texts."""
        self.texts_read = 0
        """Of them, those that were looked at."""
        self._silent: Counter[str] = Counter()
        """How often a text said nothing, by what it is beside its digits: the lines of a log are alike."""
        self._checked: dict[str, int] = {}
        self._pieces = 0

    def add(self, column: pl.Series, likely: pl.Series, first_row: int) -> None:
        """Count a batch.

        Parameters
        ----------
        column
            Strings, null where a row holds nothing.
        likely
            Whether each can hold anything, as :func:`likely_rows` says.
        first_row
            Rows before this batch.
        """
        import polars as pl

        self.rows += len(column) - column.null_count()
        indices = likely.arg_true()
        if not len(indices):
            return
        values = column.gather(indices) if len(indices) < len(column) else column
        rows = indices.cast(pl.UInt64) + first_row
        for kind in self._settled():
            whole = values.str.contains(_WHOLE_CELLS[kind])
            known, _ = Passing(rows.filter(whole), values.filter(whole)).some(_CHECKED_OF_BATCH)
            if len(known.values):
                self._check(kind, float(whole.sum()), *known)
                rows, values = rows.filter(~whole), values.filter(~whole)
        if not len(values):
            return
        one = pl.DataFrame({"row": rows, "value": values}).with_columns(
            passes=pl.col("value").str.contains(_patterns()[1]),
            text=pl.col("value").str.contains(_TEXT),
        )
        passing = one.filter("passes")
        texts = passing.filter("text")
        if texts.height:
            self._add_texts(Passing(texts["row"], texts["value"]))
            passing = passing.filter(~pl.col("text"))
        if passing.height:
            self._add_whole(Passing(passing["row"], passing["value"]))

    def _add_texts(self, passing: Passing) -> None:
        self.texts += len(passing.values)
        known = sum(tally.checked for tally in self.inside.values())
        # What it holds is known after so many; how much of it, a part of the rows tells as well.
        (rows, values), step = passing.some(_TEXTS_OF_BATCH) if known >= _TEXTS else (passing, 1)
        texts = [value[:_LONGEST] for value in values.to_list()]
        self.texts_read += len(texts)
        for block in _blocks(texts):
            self._check_in()
            shapes = [digits_as_zeros(texts[number]) for number in block]
            asked = [n for n, shape in zip(block, shapes, strict=True) if self._silent[shape] < _MOST_SILENT]
            found = get_detector().scan_all([(texts[number], "text") for number in asked])
            for number, matches in zip(asked, found, strict=True):
                seen = set()
                for match in matches:
                    if match.rule.id not in seen:
                        seen.add(match.rule.id)
                        self._add_match(match, rows[number], texts[number], step)
                if seen:
                    continue
                before = self._pieces
                if before < _CHECKED:
                    self._add_pieces(rows[number], texts[number], step)
                shape = shapes[number - block.start]
                if self._pieces > before:
                    continue  # its numbers may say something together
                if shape in self._silent or len(self._silent) < _MOST_SHAPES:
                    self._silent[shape] += 1

    def _add_pieces(self, row: int, text: str, step: int) -> None:
        """Count the numbers of a text that nothing else speaks for."""
        for piece in numbers_in(text):
            self._pieces += 1
            for rule_id in (CREDIT_CARD, *_national_forms()):
                form = _national_forms().get(rule_id)
                if form is not None and not form.fullmatch(piece):
                    continue
                if rule_id == SSN and piece.count("-") != 2:
                    continue
                tally = self.numbers.setdefault(rule_id, KindTally())
                tally.candidates += step
                tally.add(rule_id, row, piece, value_matches(rule_id, piece, self.name))

    def _add_match(self, match: Match, row: int, text: str, step: int = 1) -> None:
        tally = self.inside.setdefault(match.rule.id, KindTally())
        tally.candidates += step
        value = text[match.start : match.end]
        tally.add(match.rule.id, row, value, match.confidence)
        tally.bare += value.isdigit() and not strength_for(match.rule, announced_by_text(text))

    def _add_whole(self, passing: Passing) -> None:
        rows, values = passing
        kinds = [kind for kind in _triggers() if self._is_possible(kind)]
        alive = [kind for kind in kinds if self._is_alive(kind)]
        some, step = passing.some(_EVERY_ROW_UP_TO)
        self._add_kinds(alive if step > 1 else kinds, passing, 1)
        if step > 1:
            self._add_kinds([kind for kind in kinds if kind not in alive], some, step)
        opaque = values.str.contains(_OPAQUE)
        for kind in self._settled():
            # A column of IBANs looks like one of keys, and is as long; these are known by now.
            opaque &= ~values.str.contains(_WHOLE_CELLS[kind])
        if opaque.any():
            self._add_secrets(Passing(rows.filter(opaque), values.filter(opaque)))

    def _add_kinds(self, kinds: Sequence[str], passing: Passing, step: int) -> None:
        """Hold each value against the kinds, all at once; each stands for ``step`` of them."""
        import polars as pl

        if not kinds:
            return
        rows, values = passing
        fitting = values.to_frame("value").select(
            pl.col("value").str.contains(_triggers()[kind]).alias(kind) for kind in kinds
        )
        for kind in kinds:
            indices = fitting[kind].arg_true()
            if len(indices):
                self._check(kind, float(len(indices) * step), rows.gather(indices), values.gather(indices))

    def _add_secrets(self, passing: Passing) -> None:
        """Count secrets: in many cells at once, then in each of those that seem to hold one."""
        known = sum(tally.checked for kind, tally in self.inside.items() if kind.startswith(_SECRETS))
        (rows, values), step = passing.some(_CHECKED_OF_BATCH) if known >= _TEXTS else (passing, 1)
        cells = values.str.slice(0, _LONGEST).to_list()
        detector = get_detector()
        for block in _blocks(cells):
            self._check_in()
            own = cells[block.start : block.stop]
            found = detector.scan_all([("\n".join(own), "text")], personal=False)[0]
            places = [match.start for match in found if match.rule.id.startswith(_SECRETS)]
            if not places:
                continue
            starts = list(accumulate((len(cell) + 1 for cell in own), initial=0))
            suspects = sorted({bisect_right(starts, place) - 1 for place in places})
            texts = [(own[index], "text") for index in suspects]
            for index, matches in zip(suspects, detector.scan_all(texts, personal=False), strict=True):
                for match in matches:
                    if match.rule.id.startswith(_SECRETS):
                        self._add_match(match, rows[block.start + index], own[index], step)

    def _is_possible(self, kind: str) -> bool:
        """Whether the kind can be told: some only by what the header says."""
        if kind == NATIONAL:
            return True
        return rules_by_id()[kind].chance < 1 or kind in self.announced

    def _settled(self) -> list[str]:
        """Return the kinds that nearly all cells of their form turned out to be."""
        return [
            kind
            for kind in _WHOLE_CELLS
            if (tally := self.whole.get(kind)) is not None
            and tally.checked >= _SETTLED_AFTER
            and tally.fits >= SETTLED * tally.checked
        ]

    def _is_alive(self, kind: str) -> bool:
        tallies = [tally for name, tally in self.whole.items() if name == kind or name.startswith(f"{kind}.")]
        return any(tally.fits or tally.checked < _GIVE_UP_AFTER for tally in tallies)

    def _check(self, kind: str, candidates: float, rows: pl.Series, values: pl.Series) -> None:
        checked = self._checked.get(kind, 0)
        quota = max(20, min(_CHECKED_OF_BATCH if checked else 2 * _CHECKED_OF_BATCH, _CHECKED - checked))
        if len(values) > quota:
            step = -(-len(values) // quota)
            rows, values = rows.gather_every(step), values.gather_every(step)
        written = [as_written(value) for value in values.to_list()]
        pairs = list(zip(rows.to_list(), written, strict=True))
        self._checked[kind] = checked + len(pairs)
        for rule_id in self._rule_ids(kind, written):
            tally = self.whole.setdefault(rule_id, KindTally())
            tally.candidates += candidates
            for row, value in pairs:
                # Without check digits, only its dashes tell it from any nine digits.
                if rule_id != SSN or self.announced or value.count("-") == 2:
                    tally.add(rule_id, row, value, value_matches(rule_id, value, self.name))
                    tally.written += not value.isdigit()

    def _rule_ids(self, kind: str, values: Sequence[str]) -> list[str]:
        """Return the rules that a kind stands for: of the states' numbers, those whose form it has."""
        if kind != NATIONAL:
            return [kind]
        return [
            rule_id
            for rule_id, form in _national_forms().items()
            if rule_id in self.whole or any(map(form.fullmatch, values))
        ]


def _blocks(values: Sequence[str]) -> Iterator[range]:
    first = size = 0
    for index, value in enumerate(values):
        size += len(value) + 1
        if size >= _BLOCK:
            yield range(first, index + 1)
            first, size = index + 1, 0
    if first < len(values):
        yield range(first, len(values))


def as_written(value: str) -> str:
    """Return the value without the ``.0`` that whole numbers get in a column with gaps."""
    value = value.strip()
    return value[:-2] if value.endswith(".0") and value[:-2].isdigit() else value


_triggers = cache(triggers)


@cache
def _patterns() -> tuple[str, str]:
    """Return what a cell that can hold anything matches, and one that a kind or a secret may be in."""
    # The two patterns know the forms of the kinds that have a trigger; of the others their own is added.
    own = [trigger for kind, trigger in _triggers().items() if not personal_kind(kind).trigger]
    return "|".join([_LIKELY, *own]), "|".join([_ANY, *own])


@cache
def _national_forms() -> dict[str, re.Pattern[str]]:
    return {
        rule_id: form_of(rule)
        for rule_id, rule in rules_by_id().items()
        if rule_id.startswith(f"{NATIONAL}.")
    }
