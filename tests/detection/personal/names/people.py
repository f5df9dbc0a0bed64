"""Names and addresses for tests, put together at run time: nobody's, and none of them stands in a file."""

from __future__ import annotations

import random

from ct_jupyter.text.words import word_set

GIVEN = sorted(
    word_set(
        """
    Vicki Anouk Elisabeth Adela Nina Rachel Thomas Nicolas Piotr Christopher Bernadette Blanka
    Agnes Philippine Heinrich Leonard Simon Monika Sara Bernardo Melissa Torsten Paulina Louis
    Antonina Mariana Raquel Diogo
    """
    )
)
FAMILY = sorted(
    word_set(
        """
    Harvey Nilsson Silva Moreira Hudson Nogueira Collins Delattre Peralta Barnes Renard
    Lindblom Laroche Textor Pettersson Karlsson Romero Villar Cain Hanson Williams Curry
    Mohaupt Castillo Breton Maillard Oliveira Morgan
    """
    )
)
STREETS = sorted(word_set("Elm Mapleview Orchard Harbour Station Meadow Chestnut Victoria Linden Granite"))


def people(count: int, seed: int = 0) -> list[str]:
    """Return so many full names, no two alike."""
    rng = random.Random(seed)
    names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    return rng.sample(names, count)


def streets(count: int, seed: int = 0) -> list[str]:
    """Return so many addresses, in English, German and French."""
    rng = random.Random(seed)
    forms = ("{n} {street} Street", "{family}straße {n}", "{n}, rue {given} {family}")
    return [
        rng.choice(forms).format(
            n=rng.randrange(1, 900),
            street=rng.choice(STREETS),
            family=rng.choice(FAMILY),
            given=rng.choice(GIVEN),
        )
        for _ in range(count)
    ]
