"""The detector: one pass of the engine, then every candidate confirmed in its window."""

from __future__ import annotations

import copy
import os
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from ..text.lazy import lazy
from ..text.offsets import encode, to_code_points
from .confirm import confirmed
from .engine import EngineName, Matcher, Pattern
from .engine.in_use import EngineInUse
from .engine.overlap import resolve, without_looser
from .engine.patterns import FLAGS
from .engine.windows import joined, windows_of
from .model import Match, Rule
from .own.finder import OwnFinder
from .own.own_rules import NO_RULES, OwnRules
from .personal.personal import PersonalRules
from .personal.personal_kinds import is_personal
from .rule_files import load_rules
from .secrets import MARKUP_TRIGGER, TRIGGER, NameRules, Places, calls_trigger, encoded, spelled
from .secrets.leaks import PREFIX as LEAK
from .secrets.leaks import leaks_in
from .secrets.pieced import over_pieces

ENGINE_VARIABLE = "CT_JUPYTER_ENGINE"

_BATCH = 256 * 1024
"""Code points that go before the engine together: little enough for a processor's cache."""


class Detector:
    """Finds secrets in texts. Immutable but for its engine, and safe to share between threads."""

    def __init__(self, rules: Sequence[Rule], engine: EngineName | None = None) -> None:
        """Prepare ``rules`` for ``engine``.

        Parameters
        ----------
        rules
            Rules with unique ids.
        engine
            None takes Hyperscan where it can be loaded from its cache, and else begins with ``re`` and
            changes over when a background thread has compiled it. The matches are the same.
        """
        self._personal = PersonalRules([rule for rule in rules if is_personal(rule.id)])
        rules = [rule for rule in rules if not is_personal(rule.id)]
        self._rules = [rule for rule in rules if not rule.name]
        self._names = NameRules([rule for rule in rules if rule.name])
        self._trigger = len(self._rules)
        self._compiled: dict[int, re.Pattern[str]] = {}
        self._patterns: list[Pattern] = [(r.pattern, r.lines) for r in self._rules]
        self._patterns.append((TRIGGER.pattern, 1))
        self._patterns.append((MARKUP_TRIGGER.pattern, 1))
        self._patterns.append((calls_trigger(), 1))
        self._patterns.append((encoded.INSIDE_TRIGGER.pattern, 1))
        self._patterns.append((encoded.TRIGGER.pattern, 1))
        self._numbers = len(self._patterns)
        self._patterns.append((spelled.NUMBERS, 1))
        self._patterns.append((spelled.DECODERS, 1))
        self._escapes = len(self._patterns)
        self._patterns += [(escape, 1) for escape in spelled.ESCAPES]
        self._first_personal = len(self._patterns)
        self._patterns += self._personal.patterns
        self._all = rules
        self._wanted = engine
        self._engine = EngineInUse(self._patterns, self._first_personal, engine)
        self._own: OwnFinder | None = None

    def with_own(self, own: OwnRules) -> Detector:
        """Return a detector that also finds what the rules of an organisation say; it shares all else."""
        other = copy.copy(self)
        other._own = OwnFinder(own, self._all, self._wanted)
        return other

    @property
    def _matcher(self) -> Matcher:
        return self._engine.matcher

    @property
    def engine(self) -> EngineName:
        """Name of the engine in use now."""
        return self._matcher.name

    def wait_until_ready(self, timeout_s: float | None = None) -> None:
        """Wait until a compilation in the background has ended; without one, return at once."""
        self._engine.wait(timeout_s)

    def scan(self, text: str, language: str = "python") -> list[Match]:
        """Return the secrets in ``text``, by their place.

        Parameters
        ----------
        text
            One decoded part.
        language
            Of the text: ``python``, ``r``, ``bash``, ``markdown``, ``html`` …; decides how values that
            have no form of their own are told from code and prose. Unknown ones count as ``text``.
        """
        text = _without_colours(text)
        candidates = self._candidates(text)
        found = self._confirmed(text, language, candidates) if candidates else []
        return self._with_pieced(found, text, language)

    def scan_all(self, texts: Sequence[tuple[str, str]], *, personal: bool = True) -> list[list[Match]]:
        """Return for each (text, language) what ``scan`` returns.

        Short texts are put before the engine together, as starting it costs more than what most cells and
        outputs take.

        Parameters
        ----------
        personal
            Whether personal data counts, beside secrets.
        """
        found: list[list[Match]] = [[] for _ in texts]
        for batch in _batches([len(text) for text, _ in texts]):
            joined = _without_colours("\n".join([texts[index][0] for index in batch]))
            candidates = self._candidates(joined, personal)
            if not candidates:
                continue
            lengths = [len(texts[index][0]) for index in batch]
            starts = list(accumulate([length + 1 for length in lengths], initial=0))
            of_text: dict[int, list[tuple[int, int]]] = {}
            for pattern, end in candidates:
                # What ends with the line break between two texts is the first one's.
                position = max(bisect_left(starts, end) - 1, 0)
                offset = min(end - starts[position], lengths[position])
                of_text.setdefault(position, []).append((pattern, offset))
            for position, own in of_text.items():
                text = joined[starts[position] : starts[position] + lengths[position]]
                found[batch[position]] = self._confirmed(text, texts[batch[position]][1], own)
        return [self._with_pieced(own, *one) for own, one in zip(found, texts, strict=True)]

    def _with_pieced(self, found: list[Match], text: str, language: str) -> list[Match]:
        """Add what only shows when literals are joined as Python joins them."""
        more = over_pieces(text, self._scan_joined) if language == "python" else []
        # What is longer was cut off where its first literal ends.
        shorter = [one for one in found if any(_covers(other, one) for other in more)]
        return resolve([*(one for one in found if one not in shorter), *more]) if more else found

    def _scan_joined(self, text: str) -> list[Match]:
        candidates = self._candidates(text, with_personal=False)
        return self._confirmed(text, "python", candidates) if candidates else []

    def _candidates(self, text: str, with_personal: bool = True) -> list[tuple[int, int]]:
        """Return (pattern, offset in code points), sorted."""
        data = encode(text)
        candidates = self._matcher.candidates(data)
        if not with_personal:
            candidates = [one for one in candidates if one[0] < self._first_personal]
        if self._own is not None:
            first = len(self._patterns)
            candidates += [(first + index, offset) for index, offset in self._own.candidates(data)]
        if not candidates:
            return []
        places = to_code_points(text, data, sorted({offset for _, offset in candidates}))
        return sorted((index, places[offset]) for index, offset in candidates)

    def _confirmed(self, text: str, language: str, candidates: list[tuple[int, int]]) -> list[Match]:  # noqa: C901  # a branch for each group of patterns
        by_rule: dict[int, list[int]] = {}
        for index, offset in candidates:
            by_rule.setdefault(index, []).append(offset)
        found: list[Match] = []
        in_markup: list[Match] = []
        escapes: set[int] = set()
        personal: dict[int, list[int]] = {}
        own: dict[int, list[int]] = {}
        for index, offsets in by_rule.items():
            if index >= len(self._patterns):
                own[index - len(self._patterns)] = offsets
            elif index >= self._first_personal:
                personal[index - self._first_personal] = offsets
            elif index == self._trigger:
                windows = windows_of(text, offsets)
                found += self._names.matches(text, windows, language)
            elif index == self._trigger + 1:
                in_markup = list(self._names.matches_in_markup(text, windows_of(text, offsets), language))
            elif index == self._trigger + 2:
                found += self._names.matches_in_calls(text, windows_of(text, offsets), language)
            elif index == self._trigger + 3:
                for window in windows_of(text, offsets):
                    found += encoded.inside_base64(text, window, self._scan_decoded)
            elif index >= self._escapes:
                escapes.update(offsets)
            elif index == self._numbers:
                for window in windows_of(text, offsets):
                    found += spelled.in_numbers(text, window, self._scan_decoded)
            elif index > self._numbers:
                found += spelled.in_decoded(text, self._scan_decoded)
            elif index > self._trigger:
                for window in windows_of(text, offsets):
                    found += encoded.encoded_in(text, window, self._scan_decoded)
            elif (rule := self._rules[index]).id.startswith(LEAK):
                if language == "python":
                    source = Places(text, language)
                    for window in windows_of(text, offsets):
                        found += leaks_in(rule, text, window, source)
            else:
                windows = windows_of(text, offsets, rule.lines)
                for window in windows if rule.lines == 1 else joined(windows):
                    found += confirmed(self._pattern(index), rule, text, window)
        for window in windows_of(text, sorted(escapes)):
            found += spelled.spelled(text, window, self._scan_decoded)
        if in_markup:
            found = without_looser(found, in_markup) + in_markup
        if personal:
            found += self._personal.matches(text, personal, language)
        if own and self._own is not None:
            found += self._own.matches(text, own, language)
        return resolve(found)

    def _scan_decoded(self, text: str) -> list[Match]:
        return self.scan(text, "text")

    def _pattern(self, index: int) -> re.Pattern[str]:
        # Compiled on first use: most rules never see a candidate in a short run.
        pattern = self._compiled.get(index)
        if pattern is None:
            pattern = self._compiled[index] = re.compile(self._rules[index].pattern, FLAGS)
        return pattern


def _covers(whole: Match, part: Match) -> bool:
    return whole.start <= part.start and part.end <= whole.end


_COLOUR = lazy(r"\x1b\[[0-9;?]{0,20}[A-Za-z]")


def _without_colours(text: str) -> str:
    """Return the text with spaces for a terminal's colours, which tracebacks are full of.

    The letter that ends one would else be the first of the token behind it. Offsets stay as they are.
    """
    return _COLOUR.sub(lambda found: " " * len(found[0]), text) if "\x1b" in text else text


def _batches(lengths: Sequence[int]) -> Iterator[range]:
    """Yield runs of texts that are about as long as a batch, or hold one that is longer."""
    first = size = 0
    for index, length in enumerate(lengths):
        size += length
        if size > _BATCH:
            if index > first and length > _BATCH // 2:
                yield range(first, index)
                first = index
            yield range(first, index + 1)
            first, size = index + 1, 0
    if first < len(lengths):
        yield range(first, len(lengths))


def get_detector(own: OwnRules = NO_RULES) -> Detector:
    """Return the detector of this process, with all rules of ours and ``own`` ones.

    ``CT_JUPYTER_ENGINE`` set to ``re`` or ``hyperscan`` forces an engine.

    Raises
    ------
    ValueError
        If the variable names another.
    """
    return _with_own(own) if own else _ours()


@lru_cache(maxsize=16)
def _with_own(own: OwnRules) -> Detector:
    return _ours().with_own(own)


@cache
def _ours() -> Detector:
    wanted = os.environ.get(ENGINE_VARIABLE, "").strip().lower()
    engine: EngineName | None = None
    if wanted == "hyperscan":
        engine = "hyperscan"
    elif wanted == "re":
        engine = "re"
    elif wanted:
        raise ValueError(f'{ENGINE_VARIABLE} must be "re" or "hyperscan", not {wanted!r}')
    return Detector(load_rules(), engine)
