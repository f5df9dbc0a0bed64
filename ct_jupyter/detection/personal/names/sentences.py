"""Names in sentences that the model read: which lines it is asked about, and which of its answers count.

An output holds what a program was given: tickets, reviews, messages. What the model is sure of there is
somebody. Markdown and comments are full of authors and products: only full names count there, and are LOW.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from ....text.lazy import lazy
from ....text.words import word_set
from ...model import Confidence
from .. import thresholds as t
from .addresses import address_form
from .eastern import is_eastern_person
from .persons import is_common, person_shape
from .spans import PARTICLES, NameSpan

_LINE = lazy(r"[^\n]+")
_CAPITALIZED = lazy(
    r"(?<![\w./\\@#$%=\-])[A-ZÀ-ÖØ-ÞĀ-ſ\u0370-\u03ff\u0400-\u042f][^\W\d_]+(?:['’\-][^\W\d_]+)*(?![\w(=\\]|[./]\w)"
)
_BETWEEN = lazy(rf"[ ](?:(?:{PARTICLES}|[A-Z]\.?)[ ]){{1,2}}")
_SMALL = lazy(r"(?<![\w.])[a-zß-ÿ\u0430-\u04ff]{2,24}(?![\w.=(])")
_TEXT_WORD = lazy(r"[^\W\d_]{2,}")
_NUMBERED = lazy(r"(?<![\w.])\d{1,5}[A-Za-z]?,?[ ][^\W\d_]{3}|[^\W\d_]{4}\.?[ ]\d{1,5}(?![\w.%])")
_SIGNS = lazy(r"[^\w\s.,'’/#°ºª()\-]|\d\.\d")
_IDEOGRAPHS = lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_ANY_WORD = lazy(r"\S+")
_DIGIT = lazy(r"\d")
_LONGEST = 400
"""Of a line that is read whole; of a longer one it is what stands around capitals."""
_BESIDE = 80
_BESIDE_PAIR = 24
"""The same in lines of logs and of markup."""
_SHORT = 80
_IDLE = 2
"""Lines without a capital, up to which those around are read together, where they are SHORT."""
_LETTERS = 0.55
"""Share of letters and blanks in a line that may be a sentence."""
_SENTENCE = 3
"""Words without capitals that a sentence has at least."""
_PRODUCTS = word_set(
    """
    claude gemini gemma bert roberta llama mistral qwen falcon keras tensorflow pytorch torch numpy
    scipy pandas polars spark kafka flink hadoop hive pig scala julia ruby rust perl java kotlin swift
    jenkins docker kubernetes helm travis jira confluence slack vertex bedrock sagemaker colab kaggle
    jupyter anaconda conda pip arxiv adam adamw adagrad nadam gauss gaussian bayes bayesian laplace
    poisson bernoulli dirichlet markov fourier euler newton hessian jacobian fisher pearson spearman
    kendall cohen huber lasso ridge xgboost lightgbm catboost prophet alexa siri cortana echo watson
    einstein titan iris titanic boston houston paris london berlin roma rome madrid vienna amazon apple
    google microsoft oracle cisco intel nvidia meta tesla ford chevrolet toyota monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october
    november december params done spouse weight brooklyn queued note warning error epoch step
    """
)
"""What the model takes for names, and what stands in outputs far more often than somebody's."""


class Told(NamedTuple):
    """A name or an address in a sentence; offsets in code points of what was read."""

    start: int
    end: int
    kind: str
    """``person`` or ``address``."""
    confidence: Confidence


def sentences(text: str, start: int, end: int, words: Set[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of an output that are sentences with a word that may be a name.

    Short lines that follow each other are read together: an address is written in several.

    Parameters
    ----------
    words
        Written without capitals somewhere near: whatever else begins with a capital is worth a look.
    """
    first = last = -1
    idle = 0
    for line in _LINE.finditer(text, start, end):
        sentence = "<" not in line[0] and _may_be_sentence(text, *line.span())
        places = _places(text, line.start(), line.end(), words, pairs=not sentence)
        if first >= 0 and (line.end() - first > _LONGEST or idle > _IDLE):
            yield first, last
            first = -1
        if len(line[0]) > _LONGEST or not sentence:
            if places:
                if first >= 0:
                    yield first, last
                    first = -1
                yield from _around(text, places, *line.span(), beside=_BESIDE if sentence else _BESIDE_PAIR)
            elif first >= 0 and len(line[0]) <= _SHORT:
                idle, last = idle + 1, line.end()
        elif places:
            if first < 0:
                first = line.start()
            last, idle = line.end(), 0
        elif first >= 0:
            idle += 1
            if len(line[0]) <= _SHORT:
                last = line.end()
    if first >= 0:
        yield first, last


def _places(text: str, start: int, end: int, words: Set[str], *, pairs: bool) -> list[tuple[int, int]]:
    """Return where the words that may be names stand in a line; of a log's only two in a row."""
    places = [
        found.span()
        for found in _CAPITALIZED.finditer(text, start, end)
        if not is_common(found[0]) and found[0].lower() not in words
    ]
    if not pairs:
        return places
    return [
        (one[0], other[1])
        for one, other in pairwise(places)
        if text[one[1] : other[0]] in (" ", "-") or _BETWEEN.fullmatch(text, one[1], other[0])
    ]


def _may_be_sentence(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    if len(line) <= _SHORT and _NUMBERED.search(line) and not _SIGNS.search(line):
        return True  # a line of an address
    letters = sum(c.isalpha() or c == " " for c in line)
    return letters >= _LETTERS * len(line) and len(_TEXT_WORD.findall(line)) > 1


def _around(
    text: str, places: list[tuple[int, int]], start: int, end: int, *, beside: int
) -> Iterator[tuple[int, int]]:
    """Yield what stands around the places, cut between words."""
    first = last = -1
    for begin, stop in places:
        if last >= 0 and begin - beside <= last:
            last = min(stop + beside, end)
            continue
        if last >= 0:
            yield _cut(text, first, last, start, end)
        first, last = max(begin - beside, start), min(stop + beside, end)
    yield _cut(text, first, last, start, end)


def _cut(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    while first > start and text[first - 1].isalnum():
        first -= 1
    while last < end and text[last - 1].isalnum() and text[last].isalnum():
        last += 1
    return first, last


def told_in(
    value: str, spans: Sequence[NameSpan], *, output: bool, words: Set[str] = frozenset()
) -> list[Told]:
    """Return what of the model's answers on a stretch of prose counts, and how sure it is.

    Parameters
    ----------
    output
        Whether it is what a program wrote; elsewhere nothing is more than LOW.
    """
    found: list[Told] = []
    for span in spans:
        start, end = _named(value, span) if span.kind == "person" else (span.start, span.end)
        own = value[start:end]
        if span.kind == "person":
            confidence = _person(value, own, span.score, output, words)
        else:
            confidence = _address(own, span.score, output)
        if confidence is not None:
            found.append(Told(start, end, span.kind, confidence))
    return found


def _named(value: str, span: NameSpan) -> tuple[int, int]:
    """Return the span without the verb behind a name, which the model takes along."""
    words = [found.span() for found in _ANY_WORD.finditer(value, span.start, span.end)]
    while len(words) > 1 and value[words[-1][0]].islower():
        words.pop()
    return (words[0][0], words[-1][1]) if words else (span.start, span.end)


def _person(value: str, own: str, score: float, output: bool, words: Set[str]) -> Confidence | None:
    shape = person_shape(own)
    if shape is None or (score < t.SURE_SPAN and (not output or own.isupper())):
        return None
    if _IDEOGRAPHS.search(own) or own.isupper():
        told = output and (shape == "full" if own.isupper() else is_eastern_person(own))
        return Confidence.LOW if told else None
    if shape != "single":
        sure = output and score >= t.CERTAIN_SPAN and not _is_product(own)
        return Confidence.MEDIUM if sure else Confidence.LOW
    lowered = own.lower().rstrip(".")
    if not output or lowered in words or _is_product(own):
        return None
    in_sentence = len(_SMALL.findall(value)) >= _SENTENCE
    return Confidence.MEDIUM if score >= t.CERTAIN_WORD and in_sentence else Confidence.LOW


def _is_product(own: str) -> bool:
    return any(word.strip(".,'’").lower() in _PRODUCTS for word in own.split())


def _address(own: str, score: float, output: bool) -> Confidence | None:
    if score < t.SURE_SPAN:
        return None
    if not _DIGIT.search(own):
        return Confidence.LOW if output and address_form(own) == "street" else None
    spaces = own.count(" ") + own.count("\n")
    capital = _CAPITALIZED.search(own) is not None
    if not output or not capital or spaces < 2 or score < t.CERTAIN_SPAN:
        return Confidence.LOW if spaces > (0 if output and capital else 1) else None
    return Confidence.MEDIUM
