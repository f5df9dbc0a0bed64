"""The background look at the files that a notebook reads, and what can be done about them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.contents.manager import ContentsManager
from traitlets.config import Config

from ct_jupyter.detection.examples import sample_value
from ct_jupyter.session.jobs import CancelledJob, Job, Jobs
from tests.datasets.test_apart import wide_workbook
from tests.server.conftest import SEVERAL_USERS, Call

READ = 'import pandas as pd\ndf = pd.read_csv("people.csv")'


def people(rows: int = 200) -> str:
    """Return a table of persons, each with an e-mail address and an IBAN."""
    ibans = [sample_value("pii.iban", seed) for seed in range(20)]
    lines = [f"{n},user{n}@mail-{n % 7}.net,{ibans[n % 20]}" for n in range(rows)]
    return "\n".join(["id,email,iban", *lines]) + "\n"


def body_of(*sources: str, path: str = "a.ipynb", **more: Any) -> dict[str, Any]:
    cells = [
        {"cell": n, "id": f"c{n}", "type": "code", "source": source} for n, source in enumerate(sources, 1)
    ]
    return {"path": path, "cells": cells} | more


async def look(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Start a look, and return the job's last answer."""
    status, begun = await call("POST", "data", body)
    assert status == 200
    for _ in range(1000):
        _, answer = await call("GET", "data", params={"job": begun["job"]})
        if answer["state"] not in ("waiting", "running"):
            return answer
        await asyncio.sleep(0.02)
    raise AssertionError("it did not end")


async def test_a_workbook_that_takes_its_reader_down_is_named_and_the_server_lives_on(
    call: Call, root: Path
) -> None:
    wide_workbook(root / "wide.xlsx")
    (root / "people.csv").write_text(people())
    answer = await look(call, body_of('pd.read_excel("wide.xlsx")', READ))
    assert answer["state"] == "done"
    assert "could not be read within" in json.dumps(answer["result"])
    assert {one["column_name"] for one in answer["result"]["findings"]} >= {"email", "iban"}


async def test_what_the_server_hides_is_not_read_unless_it_shows_such(
    call: Call, root: Path, jp_serverapp: Any
) -> None:
    (root / ".cache").mkdir()
    (root / ".cache" / "people.csv").write_text(people())
    body = body_of('pd.read_csv(".cache/people.csv")')
    answer = await look(call, body)
    assert answer["result"]["findings"] == []
    [file] = answer["result"]["files"]
    assert (file["state"], file["why"]) == ("unread", "is hidden, and this server shows no hidden files")
    jp_serverapp.contents_manager.allow_hidden = True
    answer = await look(call, body)
    assert {one["column_name"] for one in answer["result"]["findings"]} >= {"email", "iban"}


async def test_a_column_is_found_and_shown_at_the_cell_that_reads_the_file(call: Call, root: Path) -> None:
    (root / "people.csv").write_text(people())
    answer = await look(call, body_of("x = 1", READ))
    assert (answer["state"], answer["message"]) == ("done", "")
    found = {one["column_name"]: one for one in answer["result"]["findings"]}
    assert {"email", "iban"} <= set(found)
    email = found["email"]
    assert (email["weakness_id"], email["part"], email["cell"], email["cell_id"]) == (
        "pii.email",
        "data",
        2,
        "c2",
    )
    assert READ[email["start"]["offset"] : email["end"]["offset"]] == '"people.csv"'
    assert email["path"] == "a.ipynb"
    assert {name: email["column"][name] for name in ("path", "rows", "hits")} == {
        "path": "people.csv",
        "rows": 200,
        "hits": 200,
    }
    [file] = answer["result"]["files"]
    assert (file["name"], file["state"], file["files"], file["treatable"]) == (
        "people.csv",
        "found",
        ["people.csv"],
        True,
    )
    assert "user17@" not in json.dumps(answer)


async def test_what_is_not_looked_at_is_named_with_the_reason(call: Call, root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text(people())
    (root / "link.csv").symlink_to(tmp_path / "outside.csv")
    source = "\n".join(
        [
            "import pandas as pd",
            'a = pd.read_csv("https://example.org/a.csv")',
            'b = pd.read_csv("missing.csv")',
            f'c = pd.read_csv("{(tmp_path / "outside.csv").as_posix()}")',
            'd = pd.read_csv("../outside.csv")',
            'e = pd.read_csv("link.csv")',
        ]
    )
    answer = await look(call, body_of(source))
    assert answer["result"]["findings"] == []
    states = {file["name"]: file["state"] for file in answer["result"]["files"]}
    assert states["https://example.org/a.csv"] == "remote"
    assert states["missing.csv"] == "missing"
    assert states["../outside.csv"] == "outside"
    assert "found" not in states.values()


async def test_the_policy_and_the_comment_at_the_cell_suppress(call: Call, root: Path) -> None:
    (root / "people.csv").write_text(people())
    answer = await look(call, body_of(f"{READ}  # ct: ignore[pii.*] public register"))
    assert {one["suppressed"]["kind"] for one in answer["result"]["findings"]} == {"comment"}
    (root / ".git").mkdir()
    (root / ".ct-jupyter.toml").write_text('disable = ["pii.email"]\n')
    answer = await look(call, body_of(READ))
    assert "pii.email" not in {one["weakness_id"] for one in answer["result"]["findings"]}
    assert answer["result"]["findings"]
    (root / ".ct-jupyter.toml").write_text('exclude = ["*.ipynb"]\n')
    assert (await look(call, body_of(READ)))["result"]["findings"] == []


async def test_a_damaged_file_is_an_error_with_its_name(call: Call, root: Path) -> None:
    (root / "people.parquet").write_bytes(b"PAR1" + b"\0" * 100)
    answer = await look(call, body_of('import pandas as pd\ndf = pd.read_parquet("people.parquet")'))
    [error] = answer["result"]["errors"]
    assert error["path"] == "people.parquet"


async def test_a_large_file_that_is_known_stays_so(call: Call, root: Path) -> None:
    (root / "people.csv").write_text(people())
    small = body_of(READ) | {"most_bytes": 100}
    answer = await look(call, small)
    assert (answer["result"]["findings"], len(answer["result"]["large"])) == ([], 1)
    found = (await look(call, body_of(READ)))["result"]["findings"]
    answer = await look(call, small)
    assert (answer["result"]["findings"], answer["result"]["large"]) == (found, [])
    (root / "people.csv").write_text(people(300))
    assert len((await look(call, small))["result"]["large"]) == 1


async def test_a_look_is_stopped(call: Call, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(body: Any, policy: Any, cache: Any, job: Job) -> None:
        job.progress("big.csv", 5, 10)
        loop.call_soon_threadsafe(begun.set)
        while not job.cancelled():
            pass
        raise CancelledJob

    monkeypatch.setattr("ct_jupyter.server.handlers.data.look_at_data", slow)
    _, job = await call("POST", "data", body_of(READ))
    await begun.wait()
    _, answer = await call("GET", "data", params={"job": job["job"]})
    assert (answer["state"], answer["what"], answer["done"], answer["total"]) == ("running", "big.csv", 5, 10)
    assert await call("DELETE", "data", params={"job": job["job"]}) == (200, {})
    while not app.jobs.idle:
        await asyncio.sleep(0.01)
    _, answer = await call("GET", "data", params={"job": job["job"]})
    assert (answer["state"], answer["result"]) == ("cancelled", None)


async def test_a_second_look_at_the_same_notebook_stops_the_first(app: Any) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(job: Job) -> None:
        while not job.cancelled():
            pass
        loop.call_soon_threadsafe(stopped.set)
        raise CancelledJob

    first = app.jobs.start("data a.ipynb", slow)
    second = app.jobs.start("data a.ipynb", lambda job: "found")
    await asyncio.wait_for(stopped.wait(), 5)
    while not app.jobs.idle:
        await asyncio.sleep(0.01)
    assert (first.state, second.state, second.result) == ("cancelled", "done", "found")


class TestSeveralUsers:
    @pytest.fixture
    def jp_server_config(self) -> Config:
        return SEVERAL_USERS

    @pytest.mark.parametrize(
        ("name", "work"),
        [
            ("data", "ct_jupyter.server.handlers.data.look_at_data"),
            ("names", "ct_jupyter.server.handlers.names.look_for_names"),
        ],
    )
    async def test_a_look_of_another_at_the_same_notebook_stops_nobodys(
        self, call: Call, app: Any, monkeypatch: pytest.MonkeyPatch, name: str, work: str
    ) -> None:
        go_on = threading.Event()

        def held(*arguments: Any) -> str:
            job = arguments[-1]
            while not go_on.wait(0.01):
                if job.cancelled():
                    raise CancelledJob
            return "found"

        monkeypatch.setattr(work, held)
        ann, ben = ({"headers": {"X-User": user}} for user in ("ann", "ben"))
        _, first = await call("POST", name, body_of(READ), **ann)
        _, second = await call("POST", name, body_of(READ), **ben)
        for method in ("GET", "DELETE"):
            assert (await call(method, name, params=first, **ben))[0] == 404
        go_on.set()
        while not app.jobs.idle:
            await asyncio.sleep(0.01)
        for user, job in ((ann, first), (ben, second)):
            _, answer = await call("GET", name, params=job, **user)
            assert (answer["state"], answer["result"]) == ("done", "found")


async def test_an_unforeseen_failure_quotes_nothing(
    call: Call, app: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("row of ann@mail-1.net")

    monkeypatch.setattr("ct_jupyter.server.handlers.data.look_at_data", fail)
    answer = await look(call, body_of(READ))
    assert (answer["state"], answer["result"]) == ("failed", None)
    assert "log says where" in answer["message"]
    assert "ValueError" in caplog.text
    assert "ann@" not in caplog.text + json.dumps(answer)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_a_job_that_is_none_is_said_to_be_none(call: Call, method: str) -> None:
    code, answer = await call(method, "data", params={"job": "x"})
    assert (code, answer["reason"]) == (404, "no-job")


def test_a_job_that_nobody_asks_after_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ct_jupyter.session.jobs.ABANDONED_S", 0.05)
    jobs = Jobs(log=None)

    def endless(job: Job) -> None:
        while not job.cancelled():
            pass
        raise CancelledJob

    job = jobs.start("a", endless)
    while not jobs.idle:
        pass
    assert job.state == "cancelled"
    jobs.close()


def test_results_that_nobody_fetches_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = Jobs(log=None)
    monkeypatch.setattr("ct_jupyter.session.jobs.KEPT_S", -1.0)
    old = jobs.start("a", lambda job: 1)
    while not jobs.idle:
        pass
    jobs.start("b", lambda job: 1)
    assert jobs.get(old.id) is None
    jobs.close()


class TestDataCell:
    async def test_the_cell_treats_what_the_other_reads(self, call: Call) -> None:
        source = f"{READ}\ndf.head()"
        body = {
            "cells": [{"id": "c1", "source": source}],
            "cell": 1,
            "start": source.index('"people.csv"'),
            "columns": {"email": "pii.email"},
            "action": "drop",
        }
        status, answer = await call("POST", "data-cell", body)
        assert status == 200
        assert "email" in answer["source"]
        assert source[answer["split_at"] :].strip() == "df.head()"
        compile(answer["source"], "cell", "exec")

    async def test_a_cell_that_changed_or_has_no_frame_is_refused(self, call: Call) -> None:
        body = {
            "cells": [{"id": "c1", "source": READ}, {"id": "c2", "source": 'open("b.csv")'}],
            "columns": {"email": "pii.email"},
            "action": "mask",
        }
        status, answer = await call("POST", "data-cell", body | {"cell": 1, "start": 3})
        assert (status, answer["reason"]) == (409, "changed")
        status, answer = await call("POST", "data-cell", body | {"cell": 2, "start": 5})
        assert (status, answer["reason"]) == (409, "no-frame")

    def _body(self, **more: Any) -> dict[str, Any]:
        return {
            "path": "a.ipynb",
            "cells": [{"id": "c1", "source": READ}],
            "cell": 1,
            "start": READ.index('"people.csv"'),
            "columns": {"email": "pii.email"},
            "action": "fake",
            "load": "dotenv",
        } | more

    async def test_the_key_is_made_once_and_loaded(self, call: Call, root: Path) -> None:
        status, first = await call("POST", "data-cell", self._body())
        assert status == 200
        key = first["key"]
        assert (key["name"], key["store"]["state"]) == ("PSEUDONYM_KEY", "created")
        assert len(key["value"]) >= 32
        assert key["value"] in (root / ".env").read_text()
        assert (root / ".env").stat().st_mode & 0o077 == 0
        assert "load_dotenv(" in first["source"]
        assert key["value"] not in first["source"]
        for has_key in (False, True):
            _, second = await call("POST", "data-cell", self._body(action="hash", has_key=has_key))
            assert second["key"] == {**key, "store": None, "receipt": None}
            assert "load_dotenv(" in second["source"]
        _, third = await call(
            "POST",
            "data-cell",
            self._body(cells=[{"id": "c0", "source": first["source"]}, {"id": "c1", "source": READ}], cell=2),
        )
        assert "load_dotenv(" not in third["source"]
        assert key["value"] not in str(key["receipt"])
        undo = {"path": "a.ipynb", "receipts": [key["receipt"]], "keep": []}
        status, undone = await call("POST", "undo", undo)
        assert (status, [one["state"] for one in undone["taken_back"]]) == (200, ["restored"])
        assert not (root / ".env").exists()

    async def test_a_repository_has_one_key(self, call: Call, root: Path) -> None:
        subprocess.run(["git", "init", "-q", root], check=True)
        (root / "sub").mkdir()
        (root / ".env").write_text("PSEUDONYM_KEY=" + "made-before-this-test\n")
        _, answer = await call("POST", "data-cell", self._body(path="sub/a.ipynb"))
        assert answer["key"]["value"] == "made-before-this-test"
        assert answer["key"]["store"] is None
        assert not (root / "sub" / ".env").exists()

    async def test_a_key_that_is_no_good_is_refused(self, call: Call, root: Path) -> None:
        (root / ".env").write_text("PSEUDONYM_KEY=short\n")
        status, answer = await call("POST", "data-cell", self._body())
        assert (status, answer["reason"]) == (409, "key-unusable")
        assert "short\n" not in answer["message"]

    async def test_nothing_is_written_where_no_key_is_needed_or_the_kernel_has_one(
        self, call: Call, root: Path
    ) -> None:
        for more in ({"action": "drop"}, {"action": "mask"}, {"has_key": True}, {"path": ""}):
            status, answer = await call("POST", "data-cell", self._body(**more))
            assert (status, answer["key"], answer["helper"]) == (200, None, None)
        status, _ = await call("POST", "data-cell", self._body(start=1))
        assert status == 409
        assert not list(root.iterdir())

    async def test_a_kernel_without_the_package_gets_a_file_beside_the_notebook(
        self, call: Call, root: Path
    ) -> None:
        _, answer = await call("POST", "data-cell", self._body(action="mask", has_package=False))
        assert answer["helper"] == {"path": "ct_pseudonyms.py", "state": "created"}
        assert "from ct_pseudonyms import treat" in answer["source"]
        compile((root / "ct_pseudonyms.py").read_text(), "ct_pseudonyms.py", "exec")
        _, answer = await call("POST", "data-cell", self._body(action="mask", has_package=False))
        assert answer["helper"]["state"] == "present"
        (root / "ct_pseudonyms.py").write_text("mine = 1\n")
        status, answer = await call("POST", "data-cell", self._body(action="mask", has_package=False))
        assert (status, answer["reason"]) == (409, "helper-unwritable")
        assert (root / "ct_pseudonyms.py").read_text() == "mine = 1\n"


class TestScrub:
    async def test_outputs_lose_what_the_columns_hold_and_nothing_else(self, call: Call) -> None:
        frame = "    email  n\n0   a@b-c.net  1\n1   d@e-f.net  2\n"
        shown = {"output_type": "stream", "name": "stdout", "text": frame}
        other = {"output_type": "stream", "name": "stdout", "text": "42\n"}
        content = {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": {},
            "cells": [
                {
                    "id": "c1",
                    "cell_type": "code",
                    "source": READ,
                    "metadata": {},
                    "execution_count": 1,
                    "outputs": [other, shown],
                },
                {"id": "c2", "cell_type": "markdown", "source": "a@b-c.net", "metadata": {}},
            ],
        }
        status, answer = await call("POST", "scrub", {"content": content, "columns": ["email"]})
        assert status == 200
        [cell] = answer["cells"]
        assert (cell["index"], "edits" in cell) == (0, False)
        [new] = cell["outputs"]
        assert (new["index"], answer["places"]) == (1, 2)
        assert "@" not in new["output"]["text"]
        assert new["output"]["text"].count("<REDACTED:EMAIL>") == 2
        _, answer = await call("POST", "scrub", {"content": content, "columns": ["n_of_nothing"]})
        assert answer == {"cells": [], "places": 0}

    async def test_what_is_no_notebook_is_refused(self, call: Call) -> None:
        body = {"content": {"cells": [{"cell_type": 3}]}, "columns": ["email"]}
        status, answer = await call("POST", "scrub", body)
        assert (status, answer["reason"]) == (400, "malformed")


class TestGitignore:
    async def test_a_file_is_kept_out_of_the_repository(self, call: Call, root: Path) -> None:
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        (root / "data").mkdir()
        (root / "data" / "people.csv").write_text(people(1))
        for state in ("added", "present"):
            _, answer = await call("POST", "gitignore", {"path": "data/people.csv"})
            assert answer == {"state": state, "tracked": False}
        assert (root / ".gitignore").read_text() == "people.csv\n"
        subprocess.run(["git", "add", "-f", "data/people.csv"], cwd=root, check=True)
        _, answer = await call("POST", "gitignore", {"path": "data/people.csv"})
        assert answer["tracked"] is True

    @pytest.mark.parametrize(
        ("path", "status"), [("../a.csv", 409), ("data/..", 409), ("[a].csv", 409), ("a\nb.csv", 400)]
    )
    async def test_what_is_no_file_here_is_refused(
        self, call: Call, root: Path, path: str, status: int
    ) -> None:
        code, _ = await call("POST", "gitignore", {"path": path})
        assert code == status
        assert not (root / ".gitignore").exists()


class InADatabase(ContentsManager):
    """Keeps its files elsewhere; `root_dir` has its default."""


@pytest.mark.parametrize("path", ["a.ipynb", "s3:bucket/a.ipynb"])
async def test_where_there_are_no_files_the_look_says_so_and_no_request_fails(
    call: Call, app: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    if ":" not in path:
        monkeypatch.setitem(app.serverapp.web_app.settings, "contents_manager", InADatabase())
    answer = await look(call, body_of(READ, path=path))
    assert answer["state"] == "failed"
    assert "not on its own disk" in answer["message"]
    assert ".env" not in answer["message"]
