"""The life of a scan: whose it is, how it is followed, stopped and found again, and what ends it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config

from ct_jupyter.detection.model import Confidence, Severity
from ct_jupyter.findings.finding import Finding, Position
from ct_jupyter.protocol.responses import ProjectFile
from ct_jupyter.session.project import process, scans
from ct_jupyter.session.project.messages import Failure, Message, Progress, Task
from ct_jupyter.session.project.process import WorkerProcess
from ct_jupyter.session.project.scans import ProjectScan, ProjectScans
from tests.conftest import code
from tests.server.conftest import SEVERAL_USERS, Call
from tests.server.project.kit import answers, by_path, scan, with_token, write

TASK = Task(root="/", server_root="/", paths=["/"], hidden=False)


class Scripted:
    """Stands for the process: it tells what the test gives it, and ends when the test says so."""

    def __init__(self, *messages: Message, held: bool = False) -> None:
        self.tasks: list[Task] = []
        self.ended = threading.Event()
        self._messages = messages
        if not held:
            self.ended.set()

    def __call__(self, task: Task) -> Any:
        self.tasks.append(task)
        return self

    def messages(self) -> Iterator[Message]:
        yield from self._messages
        self.ended.wait(20)

    def stop(self) -> None:
        self.ended.set()

    def close(self) -> None:
        pass


def file(path: str) -> ProjectFile:
    return ProjectFile(path=path, kind="notebook", findings=[])


async def until(holds: Any) -> None:
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come about")


async def test_results_come_while_it_runs_and_each_is_sent_once(call: Call, app: Any) -> None:
    begin = Scripted(Progress(1, 3, "b.ipynb"), file("a.ipynb"), held=True)
    app.projects = ProjectScans(app.log, begin)
    _, begun = await call("POST", "project", {"path": ""})
    job = begun["job"]
    await until(lambda: app.projects.of("").knows("a.ipynb"))
    _, first = await call("GET", "project", params={"job": job, "since": "0"})
    assert (first["state"], first["done"], first["total"], first["what"]) == ("running", 1, 3, "b.ipynb")
    assert [one["path"] for one in first["files"]] == ["a.ipynb"]
    _, second = await call("GET", "project", params={"job": job, "since": str(first["cursor"])})
    assert second["files"] == []
    # As a page does that was loaded anew.
    assert (await call("GET", "project"))[1]["job"] == job
    _, again = await call("GET", "project", params={"job": job, "since": "0"})
    assert [one["path"] for one in again["files"]] == ["a.ipynb"]
    begin.ended.set()
    assert (await answers(call, job))["state"] == "done"


async def test_cancelled_it_keeps_what_was_found(call: Call, app: Any) -> None:
    begin = Scripted(file("a.ipynb"), held=True)
    app.projects = ProjectScans(app.log, begin)
    _, begun = await call("POST", "project", {"path": ""})
    await until(lambda: app.projects.of("").knows("a.ipynb"))
    assert (await call("DELETE", "project", params={"job": begun["job"]}))[0] == 200
    answer = await answers(call, begun["job"])
    assert (answer["state"], list(by_path(answer))) == ("cancelled", ["a.ipynb"])


async def test_what_nobody_foresaw_fails_it_with_a_message_and_is_logged_by_place(
    call: Call, app: Any, caplog: pytest.LogCaptureFixture
) -> None:
    app.projects = ProjectScans(app.log, Scripted(Failure("Something went wrong.", "KeyError at run:1")))
    answer = await scan(call)
    assert (answer["state"], answer["message"]) == ("failed", "Something went wrong.")
    await until(lambda: "KeyError at run:1" in caplog.text)


async def test_a_new_scan_stops_the_one_before(call: Call, app: Any) -> None:
    begin = Scripted(held=True)
    app.projects = ProjectScans(app.log, begin)
    _, first = await call("POST", "project", {"path": ""})
    await until(lambda: begin.tasks)
    _, second = await call("POST", "project", {"path": ""})
    assert first["job"] != second["job"]
    assert begin.ended.is_set()
    assert (await call("GET", "project", params={"job": first["job"]}))[0] == 404


async def test_a_saved_file_is_scanned_again_and_a_deleted_one_goes(call: Call, root: Path) -> None:
    with_token(root / "a.ipynb", 1)
    with_token(root / "b.ipynb", 2)
    answer = await scan(call)
    assert set(by_path(answer)) == {"a.ipynb", "b.ipynb"}
    write(root / "a.ipynb", code("x = 1"))
    (root / "b.ipynb").unlink()
    with_token(root / "new.ipynb", 3)
    paths = ["a.ipynb", "b.ipynb", "new.ipynb", "../x.ipynb", "notes.txt", ".ipynb_checkpoints/a.ipynb"]
    status, taken = await call("PUT", "project", {"job": answer["job"], "paths": paths})
    assert (status, taken["paths"]) == (200, paths[:3])
    files: dict[str, Any] = {}
    for _ in range(1000):
        files |= by_path(await answers(call, answer["job"], answer["cursor"]))
        if len(files) == 3:
            break
        await asyncio.sleep(0.02)
    assert files["a.ipynb"]["findings"] == files["b.ipynb"]["findings"] == []
    assert len(files["new.ipynb"]["findings"]) == 2
    assert not any(file["errors"] for file in files.values())


async def test_what_is_saved_during_a_scan_is_scanned_again_after_it(app: Any, root: Path) -> None:
    begin = Scripted(held=True)
    projects = ProjectScans(app.log, begin)
    scan = projects.start("ann", "", "folder", TASK)
    await until(lambda: begin.tasks)
    projects.again(scan, ["/a.ipynb"])
    begin.ended.set()
    await until(lambda: not scan.running and len(begin.tasks) == 2)
    assert (begin.tasks[1].paths, begin.tasks[1].again, scan.state) == (["/a.ipynb"], True, "done")


def test_findings_beyond_what_is_kept_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MAX_FINDINGS", 1)
    place = Position(line=1, column=1, offset=0)
    found = Finding(
        path="a.ipynb",
        weakness_id="secret.github.token",
        title="GitHub token",
        severity=Severity.CRITICAL,
        confidence=Confidence.HIGH,
        part="source",
        start=place,
        end=place,
        preview="",
        fingerprint="",
    )
    one = ProjectFile(path="a.ipynb", kind="notebook", findings=[found])
    scan = ProjectScan("", "folder", TASK)
    scan.follow(Scripted(one, one))
    first, second = scan.answer(0).files
    assert (len(first.findings), first.more) == (1, {})
    assert (second.findings, sum(second.more.values())) == ([], 1)


def test_an_answer_holds_a_part_of_many_results_and_says_that_there_are_more() -> None:
    scan = ProjectScan("", "folder", TASK)
    scan.follow(Scripted(*(file(f"{n}.ipynb") for n in range(1200))))
    seen, cursor, more = [], 0, True
    while more:
        answer = scan.answer(cursor)
        seen += [one.path for one in answer.files]
        cursor, more = answer.cursor, answer.more
        assert len(answer.files) <= 500
    assert seen == [f"{n}.ipynb" for n in range(1200)]


def test_no_more_than_two_scans_run_at_a_time(caplog: pytest.LogCaptureFixture) -> None:
    begin = [Scripted(held=True) for _ in range(3)]
    given = iter(begin)
    projects = ProjectScans(None, lambda task: next(given)(task))
    started = [projects.start(name, "", "folder", TASK) for name in ("ann", "ben", "cat")]
    deadline = time.monotonic() + 20
    while sum(scan.state == "running" for scan in started) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert sum(scan.state == "waiting" for scan in started) == 1
    projects.close()
    for each in begin:
        each.ended.set()


class TestSeveralUsers:
    @pytest.fixture
    def jp_server_config(self) -> Config:
        return SEVERAL_USERS

    async def test_nobody_sees_or_stops_the_scan_of_another(self, call: Call, app: Any) -> None:
        begin = Scripted(file("a.ipynb"), held=True)
        app.projects = ProjectScans(app.log, begin)
        ann, ben = {"headers": {"X-User": "ann"}}, {"headers": {"X-User": "ben"}}
        _, begun = await call("POST", "project", {"path": ""}, **ann)
        job = begun["job"]
        await until(lambda: begin.tasks)
        assert (await call("GET", "project", params={"job": job}, **ben))[0] == 404
        assert (await call("DELETE", "project", params={"job": job}, **ben))[0] == 404
        again = {"job": job, "paths": ["a.ipynb"]}
        assert (await call("PUT", "project", again, **ben))[0] == 404
        assert (await call("GET", "project", **ben))[1]["job"] is None
        assert not begin.ended.is_set()
        _, other = await call("POST", "project", {"path": ""}, **ben)
        assert other["job"] != job
        assert (await call("GET", "project", **ann))[1]["job"] == job
        assert (await call("GET", "project", params={"job": job}, **ann))[1]["state"] == "running"
        assert (await call("DELETE", "project", params={"job": job}, **ann))[0] == 200


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
class TestProcess:
    @pytest.fixture
    def held(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A process that starts another, tells both ids, and would go on for ever."""
        program = (
            "import subprocess, sys, threading, os\n"
            "from ct_jupyter.session.project import worker\n"
            "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], stdout=2)\n"
            "sys.stdin.buffer.readline()\n"
            "threading.Thread(target=worker._end_with_the_server).start()\n"
            "told = (os.getpid(), child.pid)\n"
            'print(\'{"type":"progress","done":%d,"total":%d,"what":""}\' % told, flush=True)\n'
            "child.wait()\n"
        )
        monkeypatch.setattr(process, "_PROGRAM", program)

    def test_a_stopped_process_takes_along_those_that_it_started(self, held: None) -> None:
        worker = WorkerProcess(TASK)
        started = next(worker.messages())
        assert isinstance(started, Progress)
        worker.stop()
        worker.close()
        gone(started.done)
        gone(started.total)

    def test_it_ends_when_the_server_is_gone(self, held: None) -> None:
        worker = WorkerProcess(TASK)
        started = next(worker.messages())
        assert isinstance(started, Progress)
        assert worker._process.stdin is not None
        worker._process.stdin.close()  # as the system does for a server that was killed
        worker.close()
        gone(started.done)
        gone(started.total)

    async def test_the_server_stops_it(self, held: None, app: Any, call: Call) -> None:
        await call("POST", "project", {"path": ""})
        await until(lambda: app.projects.of("").progress.total)
        started = app.projects.of("").progress
        await app.stop_extension()
        await until(lambda: not app.projects.of("").running)
        assert app.projects.of("").state == "cancelled"
        gone(started.done)
        gone(started.total)

    async def test_killed_by_the_system_it_says_so(self, held: None, app: Any, call: Call) -> None:
        _, begun = await call("POST", "project", {"path": ""})
        await until(lambda: app.projects.of("").progress.total)
        os.kill(app.projects.of("").progress.done, signal.SIGKILL)
        answer = await answers(call, begun["job"])
        assert (answer["state"], "ended by the system" in answer["message"]) == ("failed", True)


def gone(pid: int) -> None:
    """Wait until a process is gone, or only waits to be counted."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.01)
    raise AssertionError(f"{pid} still runs")
