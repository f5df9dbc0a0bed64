"""Three replacements in one notebook, made and taken back in whatever order."""

from __future__ import annotations

import json
import random
from itertools import permutations
from typing import Any

import pytest

from .conftest import Bench
from .generator import Made, filled, values_of
from .test_every_rewrite_runs import comparable, expect, expect_imported_once

Json = dict[str, Any]

VALUES = values_of(random.Random(3))
NOTEBOOKS = {
    "no-import-cell": ['password = "«odd»"', 'api_token = "«token»"', 'api_key = "«key»"'],
    "imports-below": [
        'password = "«odd»"',
        "import json\nimport re",
        'api_token = "«token»"\nprint(json.dumps(1))',
        'url = "postgresql://ann:«quoted»@db.internal/x"\nshow(url)',
        'api_key = "«key»"',
    ],
    "docstring": ['"""Log in."""\n%load_ext autoreload', 'x = 1', 'password = "«odd»"\nimport os\nos.sep;',
                  'api_token = "«token»"', 'api_key = "«key»"'],
    "one-line": ['import json; password = "«odd»"', 'api_token = "«token»"; x = 1', 'api_key = "«key»"'],
    "set-twice": ['import os\nos.environ["DB_PASSWORD"] = "«odd»"', 'show(os.environ["DB_PASSWORD"])',
                  'os.environ["DB_PASSWORD"] = "«password»"', 'api_key = "«key»"'],
    "import-late": ['x = 1\nprint(x)\nimport os\nos.environ["DB_PASSWORD"] = "«odd»"',
                    'api_token = "«token»"', 'import os\napi_key = "«key»"'],
    "magics": ["%env DB_PASSWORD=«odd»", '%env API_TOKEN=«token»\nx = 1', 'api_key = "«key»"'],
    "magics-in-one": ['x = 1\n%env DB_PASSWORD=«odd»\n%env API_TOKEN=«token»\n%env API_KEY=«key»'],
    "one-cell": ['import re\n\npassword = "«odd»"\napi_token = "«token»"\napi_key = "«key»"'],
}  # fmt: skip
SHOWS = {
    "magics": 'import os\nshow(os.environ["DB_PASSWORD"] + os.environ["API_TOKEN"] + api_key)',
    "magics-in-one": 'import os\nshow([os.environ[n] for n in ("DB_PASSWORD", "API_TOKEN", "API_KEY")])',
    "set-twice": 'show(os.environ["DB_PASSWORD"] + api_key)',
    "import-late": 'show(os.environ["DB_PASSWORD"] + api_token + api_key)',
    "imports-below": "show(password + api_token + api_key)",
}
EVERY = list(permutations(range(3)))


@pytest.mark.parametrize("made_in", EVERY, ids=lambda order: "".join(map(str, order)))
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_replacements_come_and_go_in_any_order(name: str, made_in: tuple[int, ...], bench: Bench) -> None:
    for undone_in in EVERY:
        Flow(name, made_in, undone_in, bench).run()


class Flow:
    """One notebook, three replacements, three undos."""

    def __init__(self, name: str, made_in: tuple[int, ...], undone_in: tuple[int, ...], bench: Bench) -> None:
        order = "".join(map(str, (*made_in, *undone_in)))
        self._id = f"order-{name}-{order}"
        self._made_in, self._undone_in = made_in, undone_in
        self._bench, self._page = bench, bench.page
        self._folder = bench.root / self._id
        self._folder.mkdir()
        shows = SHOWS.get(name, "show(password + api_token + api_key)")
        cells = [filled(source, VALUES) for source in (*NOTEBOOKS[name], shows)]
        self._before = Made("order", 0, cells, [], {}, "none", False, False, 0).content()

    def run(self) -> None:
        expected = self._shown(self._before)
        before = self._page.call("open", id=self._id, path=f"{self._id}/n.ipynb", content=self._before)
        try:
            with self._bench.shells.start(self._folder) as shell:
                notices = [self._replace(kind, shell.execute) for kind in self._made_in]
            after = self._content()
            expect_imported_once(before, after)
            loads = json.dumps([cell["source"] for cell in after["cells"]]).count("if not load_dotenv(")
            expect(loads == 1, f"{self._id}: {loads} loads", after)
            expect(self._shown(after) == expected, f"{self._id}: it shows something else", after)
            for position, index in enumerate(self._undone_in):
                (notice,) = (one for one in notices[index] if "Undo" in one["buttons"])
                said = self._page.call("press", notice=notice["number"], label="Undo")
                expect(all(one["kind"] == "info" for one in said), f"{self._id}: {said}", self._content())
                now = self._content()
                shown = self._shown(now)
                expect(shown == expected, f"{self._id}: after undo {position + 1} it shows {shown}", now)
            expect(now == before, f"{self._id}: the notebook is another one", before, now)
            expect(not (self._folder / ".env").exists(), f"{self._id}: .env stays")
        finally:
            self._page.call("close", id=self._id)

    def _replace(self, kind: int, execute: Any) -> list[Json]:
        """Replace the first, second or third of the secrets there were at first."""
        found = [one for one in self._page.call("scan", id=self._id) if one["part"] == "source"]
        rank = sum(1 for earlier in self._made_in[: self._made_in.index(kind)] if earlier < kind)
        said: list[Json] = self._page.call("replace", execute, id=self._id, key=found[kind - rank]["key"])
        expect(any(one["kind"] == "success" for one in said), f"{self._id}: Replace refuses: {said}")
        return said

    def _content(self) -> Json:
        content: Json = self._page.call("content", id=self._id)
        return content

    def _shown(self, content: Json) -> list[Any]:
        with self._bench.shells.start(self._folder) as shell:
            return [comparable(shell.run(cell["source"])) for cell in content["cells"]]
