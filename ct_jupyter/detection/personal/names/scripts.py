"""Scripts that the model does not read, in Latin letters, with the way back to each character."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from ....text.lazy import lazy

# ISO 9 and ELOT 743, simplified to what a passport would say: a name has to look like itself.
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґђјљњћџўѓќѕ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "i",
            "yi",
            "ye",
            "g",
            "dj",
            "j",
            "lj",
            "nj",
            "c",
            "dz",
            "u",
            "g",
            "k",
            "dz",
        ],
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_LETTERS = {letter: "" if latin == "_" else latin for letter, latin in (_CYRILLIC | _GREEK).items()}
_FOREIGN = lazy(r"[\u0370-\u03ff\u0400-\u04ff]")


class Latin(NamedTuple):
    """A text for the model."""

    text: str
    origins: list[int] | None
    """Where each character stands in the text that it was made from, and its end; None where all do at
    their own place."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the text that was given."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[max(end - 1, start)] + 1


def in_latin(text: str) -> Latin:
    """Return ``text`` with Cyrillic and Greek letters in Latin ones, everything else as it is."""
    if not _FOREIGN.search(text):
        return Latin(text, None)
    pieces: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        latin = _in_latin(character)
        pieces.append(latin)
        origins += [offset] * len(latin)
    return Latin("".join(pieces), [*origins, len(text)])


def _in_latin(character: str) -> str:
    if not "\u0370" <= character <= "\u04ff":
        return character
    plain = character.lower()
    if plain not in _LETTERS:
        plain = unicodedata.normalize("NFD", plain)[0]  # an accent
    return _LETTERS.get(plain, character)
