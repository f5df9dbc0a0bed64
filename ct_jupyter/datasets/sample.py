"""A sample of rows for what is too slow for every row, and what it guarantees."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

ROWS = 2_000
"""Sampled of each table."""
MISSED_AT = 0.001
"""Chance at which a kind above the guaranteed share may have been missed."""


class RowSample:
    """Rows of a table that is read in batches, each with the same chance, their number not known before.

    Li's algorithm L (https://doi.org/10.1145/198429.198435): rows that are not taken cost nothing.
    """

    def __init__(self, size: int = ROWS, seed: int = 0) -> None:
        self.rows: list[tuple[int, dict[str, str | None]]] = []
        """(number from 0, values by column), in no order."""
        self._size = size
        # No secret hangs on it, and two scans of a file shall agree.
        self._random = random.Random(seed)  # noqa: S311
        self._seen = 0
        self._weight = 1.0
        self._next = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Offer the rows of a batch."""
        taken = list(self._taken(frame.height))
        if taken:
            values = frame[[index for _, index in taken]].rows(named=True)
            for (slot, index), row in zip(taken, values, strict=True):
                one = (self._seen + index, row)
                if slot < len(self.rows):
                    self.rows[slot] = one
                else:
                    self.rows.append(one)
        self._seen += frame.height

    @property
    def complete(self) -> bool:
        """Whether it holds every row."""
        return self._seen <= self._size

    def column(self, name: str) -> list[tuple[int, str]]:
        """Return the (number, value) of the sampled rows that have a value in the column, in order."""
        found = [(number, value) for number, row in self.rows if (value := row.get(name))]
        return sorted(found)

    def _taken(self, height: int) -> Iterator[tuple[int, int]]:
        """Yield (slot, index in the batch) of what is taken."""
        end = self._seen + height
        while self._next < end:
            index = self._next - self._seen
            if self._next < self._size:
                yield self._next, index
                self._next += 1
                if self._next == self._size:
                    self._skip()
                continue
            yield self._random.randrange(self._size), index
            self._skip(1)

    def _skip(self, step: int = 0) -> None:
        self._weight *= math.exp(math.log(self._random.random() or 1e-300) / self._size)
        gap = math.log(self._random.random() or 1e-300) / math.log1p(-self._weight)
        self._next += step + math.floor(gap)


def guarantee(rows: int) -> str:
    """Return what ``rows`` sampled rows say of the whole: ``none above 0.4 % of rows at 99.9 %``.

    Where a share p of all rows holds a kind, none of n sampled rows does with probability (1-p)^n. The
    smallest p for which that is at most 0.1 % is 1 - 0.001^(1/n); rounded up.
    """
    share = 1 - MISSED_AT ** (1 / max(1, rows))
    percent = 100 * share
    digits = max(0, 1 - math.floor(math.log10(percent)))
    rounded = math.ceil(percent * 10**digits) / 10**digits
    return f"none above {rounded:g} % of rows at {100 * (1 - MISSED_AT):g} %"
