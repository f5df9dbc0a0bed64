"""Every rewrite runs: in the kernel that is running, after a restart, and once it is undone.

The path is the browser's own: the front end's code in Node asks a real server and edits the notebook, and
what it says to the kernel is said to the shell that ran the notebook before.
"""

from __future__ import annotations

import ast
import json
import os
import random
import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from dotenv import set_key

from .conftest import NAMES, Bench
from .forms import FORMS
from .generator import Made, made
from .kernels import Kernel
from .shells import Shell

Json = dict[str, Any]

EACH = -(-500 // len(FORMS))
CLICKS = 12
"""More than any of the notebooks has findings."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="shells are forked")


@pytest.mark.parametrize("form", FORMS)
def test_a_rewritten_notebook_shows_the_same(form: str, bench: Bench) -> None:
    trials = [Trial(one, bench) for one in made(form, EACH)]
    problems = [problem for trial in trials if (problem := trial.problem())]
    if problems:
        pytest.fail("\n\n".join(problems), pytrace=False)


@pytest.mark.parametrize("form", list(FORMS)[::5])
def test_a_real_kernel_shows_the_same(form: str, bench: Bench) -> None:
    """The shells stand for ipykernel: what they show it shows, before and after."""
    number = list(FORMS).index(form) // 5 % 2
    one = next(islice(made(form, EACH, seed=1), number, None))
    trial = Trial(one, bench, lambda folder: Kernel(folder, bench.environment))
    assert trial.problem() is None


def test_there_are_five_hundred_of_forty_forms() -> None:
    every = [one for form in FORMS for one in made(form, EACH)]
    assert len(every) >= 500
    assert len(FORMS) >= 40
    assert len({json.dumps([one.cells, one.order]) for one in every}) == len(every)


class FailedError(AssertionError):
    """A notebook that shows something else, or cannot be taken back."""


class Trial:
    """One notebook: run, replaced, run on, restarted, undone."""

    def __init__(
        self, one: Made, bench: Bench, start: Callable[[Path], Shell | Kernel] | None = None
    ) -> None:
        self._one = one
        self._bench = bench
        self._start = start or bench.shells.start
        self._id = f"{one.form}-{one.number}{'-real' if start else ''}"
        self._folder = bench.root / self._id
        self._folder.mkdir()
        self._env = self._folder / ".env"

    def problem(self) -> str | None:
        """Return what went wrong, without values; None where nothing did."""
        self._fill_store()
        try:
            with self._start(self._folder) as shell:
                self._try(shell)
        except FailedError as error:
            where = "Replace all" if self._one.all_at_once else "Replace"
            order = "".join(map(str, self._one.order))
            return self._masked(f"{self._id} ({where}, order {order}, .env {self._one.store}): {error}")
        return None

    def _try(self, shell: Shell | Kernel) -> None:
        one, page = self._one, self._bench.page
        expected = self._control()
        expect(any(expected[0]) and "SyntaxError" not in str(expected), "it shows nothing", expected[0])
        content = one.content()
        before = self._ran(shell, content, put=True)
        expect(before == expected[0], "the notebook itself is not the same twice", expected[0], before)
        content = page.call("open", id=self._id, path=f"{self._id}/report.ipynb", content=content)
        stored = self._env.read_bytes() if self._env.exists() else None
        try:
            notices = self._replace(shell)
            after = page.call("content", id=self._id)
            self._expect_clean(after, notices)
            expect_imported_once(content, after)
            again = self._ran(shell, after, put=one.rerun)
            expect(again == expected[1], "the running kernel shows something else", expected[1], again, after)
            self._restarted(after)
            if one.rerun:
                page.call("outputs", id=self._id, outputs=[cell["outputs"] for cell in after["cells"]])
            self._undo(notices, content, after)
            now = self._env.read_bytes() if self._env.exists() else None
            expect(now == stored, ".env is not what it was after an undo", stored, now)
            if one.store == "taken":  # what ran meanwhile loaded the other values, as it should
                return
            third = self._ran(shell, page.call("content", id=self._id))
            expect(third == expected[2], "after an undo it shows something else", expected[2], third)
        finally:
            page.call("close", id=self._id)

    def _control(self) -> list[list[Any]]:
        """Return what the notebook shows when nobody touches it, each time that it is run."""
        with self._bench.shells.start(self._folder) as shell:
            return [self._ran(shell, self._one.content()) for _ in range(3)]

    def _ran(
        self, shell: Shell | Kernel, content: Json, *, put: bool = False, order: list[int] | None = None
    ) -> list[Any]:
        shown = []
        for index in self._one.order if order is None else order:
            cell = content["cells"][index]
            outputs = shell.run(cell["source"])
            if put:
                cell["outputs"] = outputs
            shown.append(comparable(outputs))
        return shown

    def _replace(self, shell: Shell | Kernel) -> list[Json]:
        page, notices = self._bench.page, []
        if self._one.all_at_once:
            return page.call("replaceAll", shell.execute, id=self._id)  # type: ignore[no-any-return]
        for _ in range(CLICKS):
            found = [
                each
                for each in page.call("scan", id=self._id)
                # Code that prints a secret is found as well, and stays.
                if each["weakness_id"].startswith("secret.")
            ]
            if not found:
                return notices
            # The panel offers the button in the sources first.
            found.sort(key=lambda each: (not each["fixable"], each["part"] != "source"))
            said = page.call("replace", shell.execute, id=self._id, key=found[0]["key"])
            notices += said
            if not any(each["kind"] == "success" for each in said):
                raise FailedError(f"Replace refuses: {said}")
        raise FailedError("Replace never comes to an end")

    def _expect_clean(self, content: Json, notices: list[Json]) -> None:
        expect(any(each["kind"] == "success" for each in notices), f"nothing was replaced: {notices}")
        text = json.dumps(content, ensure_ascii=False)
        left = [name for name, value in self._one.values.items() if value in text]
        expect(not left, f"{left} stayed", [cell["source"] for cell in content["cells"]])

    def _restarted(self, content: Json) -> None:
        down = list(range(len(self._one.cells)))
        if self._env.exists():
            held = self._env.read_bytes()
            # The control has what was there before, or it would read what was added.
            self._fill_store()
        with self._bench.shells.start(self._folder) as shell:
            expected = self._ran(shell, self._one.content(), order=down)
        if self._env.exists() or "held" in locals():
            self._env.write_bytes(held)
        with self._start(self._folder) as shell:
            shown = self._ran(shell, content, order=down)
        expect(shown == expected, "a restarted kernel shows something else", expected, shown, content)

    def _undo(self, notices: list[Json], content: Json, after: Json) -> None:
        page = self._bench.page
        undone = [each for each in reversed(notices) if "Undo" in each["buttons"]]
        if self._one.undo_seed:
            random.Random(self._one.undo_seed).shuffle(undone)
        for each in undone:
            page.call("press", notice=each["number"], label="Undo")
        now = page.call("content", id=self._id)
        if self._one.rerun:
            for cell, ran in zip(content["cells"], after["cells"], strict=True):
                cell["outputs"] = ran["outputs"]
        expect(now == content, "an undo does not bring the file back", content, now)

    def _fill_store(self) -> None:
        store, values = self._one.store, self._one.values
        self._env.unlink(missing_ok=True)
        if store == "none":
            return
        set_key(self._env, "REGION", "eu-1", quote_mode="never")
        if store == "taken":
            for name in NAMES:
                set_key(self._env, name, "quite-another")
        if store == "same":
            for value in values.values():
                set_key(
                    self._env, "DB_PASSWORD" if "DB_PASSWORD" in str(self._one.cells) else "PASSWORD", value
                )
                break

    def _masked(self, text: str) -> str:
        for name, value in sorted(self._one.values.items(), key=lambda item: -len(item[1])):
            for form in {value, json.dumps(value)[1:-1], repr(value)[1:-1]}:
                text = text.replace(form, f"«{name}»")
        return text


def expect(holds: bool, message: str, *details: Any) -> None:
    """Raise unless it holds."""
    if holds:
        return
    shown = []
    for each in details:
        if isinstance(each, dict):
            each = [cell["source"] for cell in each["cells"]]
        shown.append(f"\n      {each}")
    raise FailedError(message + "".join(shown))


def imports_of(source: str) -> list[str]:
    """Return what the top level of a cell imports, one text for each name."""
    code = re.sub(r"(?m)^[ \t]*[%!?].*$", "pass", source)
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return []
    found = []
    for statement in tree.body:
        if isinstance(statement, ast.Import):
            found += [ast.unparse(ast.Import([name])) for name in statement.names]
        elif isinstance(statement, ast.ImportFrom):
            found += [
                ast.unparse(ast.ImportFrom(statement.module, [name], statement.level))
                for name in statement.names
            ]
    return found


def expect_imported_once(before: Json, after: Json) -> None:
    """Expect that no cell imports a name twice, that no import is added below the same, and one load."""
    above: set[str] = set()
    for old, new in zip(before["cells"], after["cells"], strict=True):
        imports, had = imports_of(new["source"]), imports_of(old["source"])
        twice = {one for one in imports if imports.count(one) > max(1, had.count(one))}
        expect(not twice, f"imported twice in one cell: {twice}", after)
        again = {one for one in imports if one in above and one not in had}
        expect(not again, f"imported again below: {again}", after)
        above |= set(imports)
    loads = json.dumps([cell["source"] for cell in after["cells"]]).count("if not load_dotenv(")
    expect(loads <= 1, f"{loads} times loaded", after)


def comparable(outputs: list[Json]) -> list[Any]:
    """Return outputs without what is not the same twice, nor what goes with ``%env``."""
    shown = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            text = re.sub(r"(?m)^(?:CPU times|Wall time|env: ).*\n?", "", output["text"])
            shown.append((output["name"], text))
        elif kind == "error":
            shown.append((output["ename"], output["evalue"]))
        else:
            shown.append((kind, output["data"]))
    return [one for one in shown if one[1]]
