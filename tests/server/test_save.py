from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager, LargeFileManager
from tornado.httpclient import HTTPClientError
from tornado.web import HTTPError
from traitlets.config import Config

from ct_jupyter.detection.examples import sample_value
from ct_jupyter.protocol.responses import SAVE_SCHEMA
from ct_jupyter.server.hook import SaveHook, refusal_message
from ct_jupyter.server.save_event import MAX_LISTED
from tests.conftest import code, dumped, markdown, notebook, stream
from tests.server.conftest import Call

MANAGERS = ["filemanager.FileContentsManager", "filemanager.AsyncFileContentsManager",
            "largefilemanager.LargeFileManager", "largefilemanager.AsyncLargeFileManager"]  # fmt: skip

Save = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture(params=["largefilemanager.AsyncLargeFileManager"])
def manager(request: pytest.FixtureRequest) -> Any:
    own = not isinstance(request.param, str)
    return request.param if own else f"jupyter_server.services.contents.{request.param}"


@pytest.fixture
def jp_server_config(manager: Any) -> Config:
    return Config(
        {"ServerApp": {"jpserver_extensions": {"ct_jupyter": True}, "contents_manager_class": manager}}
    )


@pytest.fixture
def save(jp_fetch: Any) -> Save:
    """Save through the Contents API, as JupyterLab does."""

    async def put(path: str, **model: Any) -> tuple[int, dict[str, Any]]:
        body = {"type": "notebook", "format": "json"} | model
        try:
            response = await jp_fetch("api", "contents", path, method="PUT", body=json.dumps(body))
        except HTTPClientError as error:
            assert error.response is not None
            return error.code, json.loads(error.response.body)
        return response.code, json.loads(response.body)

    return put


class Events:
    """What was emitted."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []

    async def next(self) -> dict[str, Any]:
        """Wait for one event, at most 10 s."""
        for _ in range(1000):
            if self.seen:
                return self.seen.pop(0)
            await asyncio.sleep(0.01)
        raise AssertionError("no event came")


@pytest.fixture
def events(jp_serverapp: Any) -> Events:
    found = Events()

    async def listener(logger: Any, schema_id: str, data: dict[str, Any]) -> None:
        found.seen.append(data)

    jp_serverapp.event_logger.add_listener(schema_id=SAVE_SCHEMA, listener=listener)
    return found


async def quiet(app: Any) -> None:
    """Wait until nothing is being scanned, and a turn of the loop longer."""
    for _ in range(1000):
        if app.workers.idle:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


@pytest.mark.parametrize("manager", MANAGERS, indirect=True)
async def test_a_save_goes_through_and_an_event_says_what_was_found(
    save: Save, events: Events, root: Path, password: str
) -> None:
    content = notebook(markdown("# Load"), code(f'password = "{password}"', id="c2"))
    status, _ = await save("a.ipynb", content=content)
    assert status == 201
    event = await events.next()
    assert event["path"] == "a.ipynb"
    assert event["outcome"] == "scanned"
    assert event["counts"] == {"critical": 0, "high": 1, "medium": 0, "low": 0}
    [finding] = event["findings"]
    assert {name: value for name, value in finding.items() if name != "fingerprint"} == {
        "cell": 2,
        "cell_id": "c2",
        "weakness_id": "secret.generic.password",
        "severity": "high",
        "part": "source",
        "line": 1,
        "column": 13,
    }
    assert event["errors"] == 0
    assert password not in json.dumps(event)
    assert password in (root / "a.ipynb").read_text()


@pytest.mark.parametrize("manager", MANAGERS, indirect=True)
async def test_block_refuses_the_save_names_the_cells_and_leaves_the_file_as_it_was(
    call: Call, save: Save, events: Events, root: Path, password: str
) -> None:
    await save("a.ipynb", content=notebook(code("x = 1")))
    await events.next()
    before = (root / "a.ipynb").read_bytes()
    assert await call("PUT", "save-mode", {"mode": "block"}) == (200, {"mode": "block"})

    bad = notebook(code("x = 1"), code(f'password = "{password}"'), code("y", stream(f"pwd: '{password}'")))
    status, answer = await save("a.ipynb", content=bad)
    assert status == 400
    assert "cell 2: " in answer["message"]
    assert password not in answer["message"]
    assert (root / "a.ipynb").read_bytes() == before
    event = await events.next()
    assert event["outcome"] == "blocked"

    status, _ = await save("a.ipynb", content=notebook(code("x = 2")))
    assert status == 200
    assert (await events.next())["outcome"] == "scanned"
    assert (root / "a.ipynb").read_bytes() != before


class Distrustful(AsyncLargeFileManager):
    """Takes every exception of a save for a fault of its own, as jupytext's does."""

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        try:
            return await super().save(model, path)
        except Exception as error:
            self.log.error("Error while saving file: %s %s", path, error, exc_info=True)
            raise HTTPError(500, f"Unexpected error while saving file: {path} {error}") from error


class DistrustfulInTurn(LargeFileManager):
    """The same, for a save that waits for the disk."""

    def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        try:
            return super().save(model, path)
        except Exception as error:
            self.log.error("Error while saving file: %s %s", path, error, exc_info=True)
            raise HTTPError(500, f"Unexpected error while saving file: {path} {error}") from error


@pytest.mark.parametrize("manager", [*MANAGERS, Distrustful, DistrustfulInTurn], indirect=True)
async def test_a_refusal_is_one_line_in_the_log_and_an_answer_with_its_message(
    call: Call, save: Save, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    await call("PUT", "save-mode", {"mode": "block"})
    caplog.clear()
    status, answer = await save("a.ipynb", content=notebook(code(f'password = "{password}"')))
    assert (status, answer["reason"]) == (400, "Secrets in notebook")
    assert answer["message"].startswith("Not saved, because the notebook holds secrets (cell 1: Password)")
    told = [record for record in caplog.records if record.levelno > logging.INFO]
    assert [record.levelname for record in told] == ["WARNING"] * len(told)
    assert all(record.exc_info is None for record in told)
    assert sum("Not saved" in record.getMessage() for record in told) == 1
    assert "Traceback" not in caplog.text
    assert password not in caplog.text


@pytest.mark.parametrize("manager", [Distrustful], indirect=True)
async def test_a_fault_of_a_save_stays_a_fault(
    save: Save, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(AsyncLargeFileManager, "save", fail)
    status, _ = await save("a.ipynb", content=notebook(code("x = 1")))
    assert status == 500
    assert "Traceback" in caplog.text


async def test_off_is_silent(call: Call, app: Any, save: Save, events: Events, password: str) -> None:
    await call("PUT", "save-mode", {"mode": "off"})
    status, _ = await save("a.ipynb", content=notebook(code(f'password = "{password}"')))
    await quiet(app)
    assert (status, events.seen) == (201, [])


async def test_what_is_suppressed_neither_blocks_nor_shows_in_the_event(
    call: Call, save: Save, events: Events, password: str
) -> None:
    await call("PUT", "save-mode", {"mode": "block"})
    source = f'password = "{password}"'
    tag = {"tags": ["ct: ignore[secret.generic.*] a lesson"]}
    content = notebook(
        code(f"{source}  # ct: ignore[secret.generic.password] a lesson"), code(source, metadata=tag)
    )
    status, _ = await save("a.ipynb", content=content)
    event = await events.next()
    assert (status, event["outcome"], event["findings"]) == (201, "scanned", [])
    assert sum(event["counts"].values()) == 0


@pytest.mark.parametrize("encoding", ["text", "base64"])
async def test_a_notebook_saved_from_the_text_editor_is_scanned(
    save: Save, events: Events, password: str, encoding: str
) -> None:
    data = dumped(notebook(code(f'password = "{password}"')))
    content = data.decode() if encoding == "text" else base64.b64encode(data).decode()
    await save("a.ipynb", type="file", format=encoding, content=content)
    event = await events.next()
    assert (event["outcome"], event["counts"]["high"]) == ("scanned", 1)


async def test_a_notebook_that_is_not_one_is_saved_and_reported_incomplete(
    call: Call, save: Save, events: Events, root: Path
) -> None:
    await call("PUT", "save-mode", {"mode": "block"})
    status, _ = await save("a.ipynb", type="file", format="text", content='{"cells": [')
    event = await events.next()
    assert (status, event["outcome"], event["errors"]) == (201, "incomplete", 1)
    assert (root / "a.ipynb").read_text() == '{"cells": ['


async def test_a_piece_of_an_upload_is_reported_incomplete(save: Save, events: Events) -> None:
    await save("a.ipynb", type="file", format="text", content='{"cells"', chunk=1)
    event = await events.next()
    assert (event["outcome"], event["errors"]) == ("incomplete", 1)


async def test_other_files_are_left_alone(app: Any, save: Save, events: Events, password: str) -> None:
    await save("a.txt", type="file", format="text", content=f'password = "{password}"')
    await quiet(app)
    assert events.seen == []


@pytest.mark.parametrize(
    ("name", "content"), [("a.py", 'x = 1\npassword = "{}"'), ("a.yml", "password: {}\n")]
)
async def test_text_files_are_refused_as_notebooks_are(
    call: Call, save: Save, root: Path, password: str, name: str, content: str
) -> None:
    file = {"type": "file", "format": "text"}
    await call("PUT", "save-mode", {"mode": "block"})
    status, answer = await save(name, **file, content=content.format(password))
    assert (status, answer["reason"]) == (400, "Secrets in file")
    line = content[: content.index("{}")].count("\n") + 1
    assert f"the file holds secrets (line {line}: " in answer["message"]
    assert password not in answer["message"]
    assert not (root / name).exists()
    assert (await save(name, **file, content="x = 1\n"))[0] == 201
    # Where values belong they may be saved.
    assert (await save("prod.env", **file, content=f"PASSWORD={password}\n"))[0] == 201


async def test_a_save_that_is_wanted_in_spite_of_all_goes_through_once(
    call: Call, save: Save, password: str
) -> None:
    content = notebook(code(f'password = "{password}"'))
    await call("PUT", "save-mode", {"mode": "block"})
    assert (await save("a.ipynb", content=content))[0] == 400
    assert (await call("POST", "save-mode", {"path": "a.ipynb"}))[0] == 200
    assert (await save("b.ipynb", content=content))[0] == 400
    assert (await save("a.ipynb", content=content))[0] == 201
    assert (await save("a.ipynb", content=content))[0] == 400


async def test_what_an_administrator_refuses_nobody_saves_in_spite(
    call: Call, app: Any, save: Save, password: str
) -> None:
    app.save_mode, app.lock_save_mode = "block", True
    status, answer = await call("POST", "save-mode", {"path": "a.ipynb"})
    assert (status, answer["reason"]) == (409, "locked")
    assert (await save("a.ipynb", content=notebook(code(f'password = "{password}"'))))[0] == 400


async def test_a_broken_cell_is_counted_and_the_others_are_scanned(
    app: Any, events: Events, password: str
) -> None:
    cells: list[Any] = [7, {"cell_type": "code", "source": 3}, code(f'password = "{password}"')]
    app.hook.run(
        model={"type": "notebook", "content": {"cells": cells}}, path="a.ipynb", contents_manager=None
    )
    event = await events.next()
    assert (event["outcome"], event["errors"], event["counts"]["high"]) == ("incomplete", 2, 1)


@pytest.mark.parametrize("mode", ["warn", "block"])
async def test_a_failure_of_ours_never_loses_a_save(
    call: Call, app: Any, save: Save, events: Events, root: Path, password: str,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, mode: str,
) -> None:  # fmt: skip
    await call("PUT", "save-mode", {"mode": mode})

    def fail(*_: Any) -> None:
        raise KeyError(password)

    monkeypatch.setattr("ct_jupyter.server.hook.take_snapshot", fail)
    status, _ = await save("a.ipynb", content=notebook(code(f'password = "{password}"')))
    event = await events.next()
    assert (status, event["outcome"]) == (201, "incomplete")
    assert (root / "a.ipynb").exists()
    assert "KeyError" in caplog.text
    assert password not in caplog.text


async def test_of_many_quick_saves_the_last_one_is_scanned(app: Any, events: Events, password: str) -> None:
    for number in range(40):
        source = f'password = "{password}"' if number == 39 else "x = 1"
        model = {"type": "notebook", "content": notebook(code(source))}
        app.hook.run(model=model, path="a.ipynb", contents_manager=None)
    await quiet(app)
    assert events.seen[-1]["counts"]["high"] == 1
    assert app.hook.waiting == 0


async def test_a_change_to_the_model_after_the_hook_does_not_change_what_is_scanned(
    app: Any, events: Events, password: str
) -> None:
    content = notebook(code(f'password = "{password}"', stream("x")))
    app.hook.run(model={"type": "notebook", "content": content}, path="a.ipynb", contents_manager=None)
    content["cells"][0]["outputs"].clear()
    content["cells"].clear()
    assert (await events.next())["counts"]["high"] == 1


async def test_the_event_lists_the_worst_first_and_counts_the_rest(
    app: Any, events: Events, password: str
) -> None:
    cells = [code(f'password = "{password}{number}"') for number in range(MAX_LISTED + 5)]
    app.hook.run(
        model={"type": "notebook", "content": notebook(*cells)}, path="a.ipynb", contents_manager=None
    )
    event = await events.next()
    assert len(event["findings"]) == MAX_LISTED
    assert event["counts"]["high"] == MAX_LISTED + 5


class TestMode:
    async def test_a_collaboration_extension_takes_block_away(
        self, call: Call, app: Any, save: Save, events: Events, password: str
    ) -> None:
        await call("PUT", "save-mode", {"mode": "block"})
        extensions = app.serverapp.extension_manager.extensions
        extensions["jupyter_server_ydoc"] = type("Package", (), {"enabled": True, "extension_points": {}})()
        try:
            _, status = await call("GET", "status")
            assert status["collaboration"] is True
            assert status["save_modes"] == ["off", "warn"]
            assert status["save_mode"] == "warn"
            code_, answer = await call("PUT", "save-mode", {"mode": "block"})
            assert (code_, answer["reason"]) == (409, "collaboration")
            saved, _ = await save("a.ipynb", content=notebook(code(f'password = "{password}"')))
            assert (saved, (await events.next())["outcome"]) == (201, "scanned")
        finally:
            del extensions["jupyter_server_ydoc"]

    async def test_a_save_does_not_tell_of_kinds_that_the_user_switched_off_unless_it_is_locked(
        self, call: Call, app: Any, save: Save, events: Events
    ) -> None:
        content = notebook(code(f'iban = "{sample_value("pii.iban", 3)}"'))
        await call("PUT", "save-mode", {"mode": "block", "personal_off": ["pii.iban"]})
        assert (await save("a.ipynb", content=content))[0] == 201
        assert (await events.next())["findings"] == []
        app.lock_save_mode = True
        status, answer = await save("a.ipynb", content=content)
        assert status == 400
        assert "the notebook holds personal data (cell 1: " in answer["message"]

    async def test_a_locked_mode_stays(self, call: Call, app: Any) -> None:
        app.lock_save_mode = True
        code_, answer = await call("PUT", "save-mode", {"mode": "off"})
        assert (code_, answer["reason"]) == (409, "locked")
        assert await call("PUT", "save-mode", {"mode": "warn"}) == (200, {"mode": "warn"})

    async def test_an_unknown_mode_is_refused(self, call: Call) -> None:
        code_, answer = await call("PUT", "save-mode", {"mode": "maybe"})
        assert (code_, answer["reason"]) == (400, "malformed")

    async def test_a_contents_manager_that_came_later_is_hooked_as_well(
        self, app: Any, jp_serverapp: Any, save: Save, events: Events, password: str
    ) -> None:
        # As jupytext does, which is loaded after us.
        late = jp_serverapp.contents_manager_class(parent=jp_serverapp, log=jp_serverapp.log)
        jp_serverapp.contents_manager = jp_serverapp.web_app.settings["contents_manager"] = late
        app.ensure_hook()
        app.ensure_hook()
        await save("a.ipynb", content=notebook(code(f'password = "{password}"')))
        assert (await events.next())["counts"]["high"] == 1
        await quiet(app)
        assert events.seen == []

    async def test_a_contents_manager_without_hooks_leaves_no_block_and_says_so(
        self, call: Call, app: Any
    ) -> None:
        app.save_hook_registered = False
        _, status = await call("GET", "status")
        assert (status["save_hook"], status["save_modes"]) == (False, ["off", "warn"])


class TestConfigured:
    @pytest.fixture
    def jp_server_config(self) -> Config:
        return Config(
            {
                "ServerApp": {"jpserver_extensions": {"ct_jupyter": True}},
                "CtJupyter": {"save_mode": "block", "lock_save_mode": True, "max_body_mb": 3},
            }
        )

    async def test_an_administrator_sets_mode_lock_and_limit(self, call: Call) -> None:
        _, status = await call("GET", "status")
        assert status["save_mode"] == "block"
        assert status["save_mode_locked"] is True
        assert status["max_body_bytes"] == 3 * 1024 * 1024


def test_the_hook_has_a_name_because_jupyter_server_logs_it() -> None:
    assert SaveHook.run.__name__ == "run"


def test_a_long_refusal_names_some_cells_and_counts_the_others(password: str) -> None:
    from ct_jupyter.check.parts import check_parts
    from ct_jupyter.notebook import read_notebook

    cells = [code(f'password = "{password}"') for _ in range(8)]
    findings = check_parts(read_notebook(dumped(notebook(*cells))).parts, "a.ipynb")
    message = refusal_message(findings)
    assert "cell 5" in message
    assert "cell 6" not in message
    assert "3 more" in message
    assert HTTPError(400, message).log_message == message  # no percent sign for tornado to double
