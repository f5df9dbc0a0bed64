"""Pairs to matches: rules that know a provider by the name, and the generic kinds behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from .. import checks
from ..engine.patterns import FLAGS
from ..engine.windows import Window
from ..model import Confidence, Match, Rule
from .calls import calls_in
from .markup import LANGUAGES, MarkupPairs
from .names import Kind, kind_of, words_of
from .pairs import TRIGGER, WORD, Named, Pair, pairs_in
from .placeholders import is_placeholder, is_sequence
from .places import Places
from .values import judge, literal_part

_PREFIX = "secret.generic."


class NameRules:
    """The rules with ``name``; those of ``secret.generic.*`` are told apart by kind, not by expression."""

    words: re.Pattern[str] = WORD
    """What a name of interest holds."""
    trigger: re.Pattern[str] = TRIGGER
    """What a line with such a name has."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._generic = {r.id.removeprefix(_PREFIX): r for r in rules if r.id.startswith(_PREFIX)}
        if "api-key" in self._generic:
            self._generic["provider-key"] = self._generic["bare-key"] = self._generic["api-key"]
        self._rules = [r for r in rules if not r.id.startswith(_PREFIX)]
        # The same few names come again and again; forty searches each are worth remembering.
        self._rules_for = lru_cache(maxsize=4096)(self._find_rules)

    @cached_property
    def _compiled(self) -> list[tuple[re.Pattern[str], re.Pattern[str], Rule]]:
        # Compiled for the first pair: a run that sees none starts faster.
        return [
            (re.compile(rf"(?:^|_)(?:{r.name})(?:_|$)"), re.compile(r.pattern, FLAGS), r) for r in self._rules
        ]

    def _find_rules(self, callee: str, name: str) -> list[tuple[re.Pattern[str], Rule]]:
        full = "_".join((*words_of(callee), *words_of(name)))
        return [(pattern, rule) for known, pattern, rule in self._compiled if known.search(full)]

    def matches(self, text: str, windows: Iterable[Window], language: str) -> Iterator[Match]:
        """Yield a match for each name with a value that a rule recognises."""
        places = Places(text, language)
        for window, given in pairs_in(text, windows, language, self._is_known, self.words):
            pair = places.joined(given)
            match = self._match(text, pair, language)
            if match is None:
                continue
            settled = places.settle(pair)
            if settled is None:
                continue
            # In quotes a value is judged alike wherever it stands; without, code asks for more.
            if not pair.quoted or settled.end != pair.end:
                match = self._match(text, settled, language)
            # Engines propose more lines than have what they look for, and not the same ones.
            if match is not None and self.trigger.search(text, window.start, window.limit):
                yield match
                if settled.where == "code":
                    more = (self._match(text, one, language) for one in places.further(settled))
                    yield from (one for one in more if one is not None)

    def matches_in_calls(self, text: str, windows: Iterable[Window], language: str) -> Iterator[Match]:
        """Yield a match for each literal that a known function takes in the place of a credential."""
        places = Places(text, language)
        for kind, pair in calls_in(text, windows):
            settled = places.settle(pair)
            value = pair.value(text)
            if settled is None or kind not in self._generic or checks.run(("password",), value) is not True:
                continue
            # An argument stands in code also where the cell shows it in prose.
            confidence = judge(kind, settled._replace(where="code"), value, "python")
            if confidence is not None:
                rule = self._generic["password" if kind == "password" else kind]
                yield Match(rule, pair.start, pair.end, confidence, pair.name)

    def matches_in_markup(self, text: str, windows: Iterable[Window], language: str) -> Iterator[Match]:
        """Yield a match for each name with a value across the markup of prose; none in code."""
        if language not in LANGUAGES:
            return
        for pair in MarkupPairs(text, language, self._is_known).pairs(windows):
            match = self._match(text, pair, language)
            if match is not None:
                yield match

    def kind_of(self, name: str) -> Kind | None:
        """Return the kind of secret that ``name`` announces."""
        return kind_of(name)

    def _is_known(self, named: Named) -> bool:
        return self.kind_of(named.name) is not None or bool(self._rules_for(named.callee, named.name))

    def _match(self, text: str, pair: Pair, language: str) -> Match | None:
        pair = literal_part(text, pair)
        value = pair.value(text)
        kind = self.kind_of(pair.name)
        named = self._by_name(pair, value)
        if named is not None or kind is None or kind not in self._generic:
            return named
        confidence = judge(kind, pair, value, language)
        if confidence is None:
            return None
        note = checks.SAMPLE_NOTE if confidence is Confidence.LOW and is_sequence(value) else None
        return Match(self._generic[kind], pair.start, pair.end, confidence, pair.name, note)

    def _by_name(self, pair: Pair, value: str) -> Match | None:
        for pattern, rule in self._rules_for(pair.callee, pair.name):
            if not pattern.fullmatch(value) or is_placeholder(value):
                continue
            outcome = checks.run(rule.checks, value)
            if outcome is False:
                continue
            note = outcome if isinstance(outcome, str) else None
            return Match(
                rule, pair.start, pair.end, Confidence.LOW if note else rule.confidence, pair.name, note
            )
        return None
