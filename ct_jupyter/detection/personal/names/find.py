"""Names and addresses by the model."""

from __future__ import annotations

from collections.abc import Sequence

from .model import get_tagger
from .spans import NameSpan, spans_of


def find_names(texts: Sequence[str]) -> list[list[NameSpan]]:
    """Return the names and addresses in each text, by their place.

    A value alone (a table's cell, a string) is judged best as it is: the model knows that ``Random Forest``
    is nobody, unless a sentence says that it is called so.

    Raises
    ------
    ModelError
        If the extra is not installed; ask ``available()`` first.
    """
    if not texts:
        return []  # without loading the model
    distinct = list(dict.fromkeys(texts))
    tagged = get_tagger().tag(distinct)
    found = {text: spans_of(text, tokens) for text, tokens in zip(distinct, tagged, strict=True)}
    return [found[text] for text in texts]
