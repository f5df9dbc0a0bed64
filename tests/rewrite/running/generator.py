"""Five hundred notebooks out of forms of secrets, imports, magics and orders of execution, by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from ct_jupyter.detection.examples import fill, sample_value

from .forms import FORMS, SURROUNDINGS

ORDERS = ("down", "down", "twice", "last-first", "shuffled")
"""From top to bottom, each cell twice, the last cell first, or by chance."""

STORES = ("none", "none", "other", "taken", "same")
"""What ``.env`` holds before: nothing, another variable, another value by the first name, the value."""


class Made(NamedTuple):
    """A notebook to try."""

    form: str
    number: int
    cells: list[str]
    order: list[int]
    """Indexes of code cells as they are run."""
    values: dict[str, str]
    """The values in it, by their kind."""
    store: str
    """One of ``STORES``."""
    all_at_once: bool
    """By Replace all, or one finding after the other."""
    rerun: bool
    """Whether the outputs of the later run go into the notebook before it is undone."""
    undo_seed: int
    """By which the order is drawn in which several replacements are undone; the last first for 0."""

    def content(self) -> dict[str, Any]:
        """Return it as JSON, without outputs."""
        cells: list[dict[str, Any]] = []
        for index, source in enumerate(self.cells):
            metadata = {"tags": ["parameters"]} if "# @parameters" in source else {}
            cells.append(
                {
                    "cell_type": "code",
                    "id": f"cell-{index}",
                    "metadata": metadata,
                    "execution_count": None,
                    "outputs": [],
                    "source": source,
                }
            )
        language = {"name": "python", "version": "3"}
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return {
            "cells": cells,
            "metadata": {"language_info": language, "kernelspec": kernel},
            "nbformat": 4,
            "nbformat_minor": 5,
        }


def made(form: str, count: int, seed: int = 0) -> Iterator[Made]:
    """Yield ``count`` notebooks of one form."""
    rng = random.Random(f"{seed}/{form}")
    around = rng.sample(sorted(SURROUNDINGS), len(SURROUNDINGS))
    for number in range(count):
        values = values_of(rng)
        template = [*SURROUNDINGS[around[number % len(around)]], *FORMS[form]]
        cells = [filled(source, values) for source in template]
        store = rng.choice(STORES)
        if store == "taken" and any("load_dotenv" in source for source in template):
            store = "other"  # what it reads then is not the value in it, and nobody can say which is meant
        used = set(re.findall(r"«([\w:-]+)»", "".join(template)))
        yield Made(
            form=form,
            number=number,
            cells=cells,
            order=_order(rng, ORDERS[number % len(ORDERS)], len(cells)),
            values={name: values[name] for name in sorted({_whole(one) for one in used})},
            store=store,
            all_at_once=number % 2 == 0,
            rerun=number % 3 == 1,
            undo_seed=number // 2 % 3,
        )


def _whole(name: str) -> str:
    return name.partition(":")[0]


def values_of(rng: random.Random) -> dict[str, str]:
    """Return a value of each kind, and the pieces and forms of them that notebooks have."""
    key = sample_value("secret.openai.api-key", rng.randrange(10**6))
    odd = fill("{upper:1}{lower:5}{digits:3}{upper:4}%/&{lower:2}", rng.randrange(10**6))
    return {
        "key": key,
        "key:head": key[:20],
        "key:tail": key[20:],
        "token": sample_value("secret.github.token", rng.randrange(10**6)),
        "password": fill("{upper:1}{lower:5}{digits:3}{upper:4}", rng.randrange(10**6)),
        "odd": odd,
        "odd:head": odd[:7],
        "odd:tail": odd[7:],
        "quoted": quote(odd, safe=""),
    }


def filled(template: str, values: dict[str, str]) -> str:
    """Put values in their places, and what ``show`` stands for."""
    text = re.sub(r"«([\w:-]+)»", lambda found: values[found[1]], template)
    return re.sub(r"\bshow\((.+)\)", r'print(__import__("zlib").crc32(str(\1).encode()))', text)


def _order(rng: random.Random, kind: str, count: int) -> list[int]:
    down = list(range(count))
    if kind == "twice":
        return [index for index in down for _ in range(2)]
    if kind == "last-first":
        return [down[-1], *down]
    if kind == "shuffled":
        rng.shuffle(down)
    return down
