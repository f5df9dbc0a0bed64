"""The client, against a real HTTP server on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, NamedTuple

import pytest

from ct_jupyter.pipelines.instance import Instance, InstanceError, instance_of, send_report
from tests.pipelines.kit import Checkout, clean, leaky

Run = Callable[..., tuple[int, dict[str, Any]]]
TOKEN = "-".join(["made", "up", "for", "tests"])


class Taken(NamedTuple):
    path: str
    headers: dict[str, str]
    body: bytes


class Server(NamedTuple):
    url: str
    answers: list[tuple[int, dict[str, str]]]
    """What to answer, one after the other; then always 201."""
    taken: list[Taken]


@pytest.fixture
def server() -> Iterator[Server]:
    answers: list[tuple[int, dict[str, str]]] = []
    taken: list[Taken] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append(Taken(self.path, dict(self.headers), body))
            status, headers = answers.pop(0) if answers else (201, {})
            if status == 0:
                self.connection.close()
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    http = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield Server(f"http://127.0.0.1:{http.server_port}", answers, taken)
    http.shutdown()
    http.server_close()


def variables(**values: str) -> dict[str, str]:
    return {"CT_BASE_URL": "https://ct.example", "CT_TOKEN": TOKEN, "CT_ORGANIZATION": "org"} | values


def test_without_any_of_the_variables_there_is_no_instance() -> None:
    assert instance_of({}) is None
    assert instance_of({"CT_TOKEN": ""}) is None


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CT_TOKEN": TOKEN}, "CT_TOKEN is set, but not CT_BASE_URL, CT_ORGANIZATION"),
        (variables(CT_ORGANIZATION=" "), "but not CT_ORGANIZATION"),
        (variables(CT_BASE_URL="ct.example"), "has to be an address"),
        (variables(CT_BASE_URL="ftp://ct.example"), "has to be an address"),
        (variables(CT_BASE_URL="http://ct.example"), "begin with https"),
        (variables(CT_BASE_URL="https://ann:x@ct.example"), "must not hold a user"),
        (variables(CT_TOKEN=f"{TOKEN} b"), "CT_TOKEN holds a space"),
        (variables(CT_TOKEN=f"{TOKEN}\nX: y"), "CT_TOKEN holds a space"),
    ],
)
def test_the_variables_are_checked_together_and_the_token_is_never_shown(
    environment: dict[str, str], said: str
) -> None:
    with pytest.raises(InstanceError) as raised:
        instance_of(environment)
    assert said in str(raised.value)
    assert TOKEN not in str(raised.value)


def test_the_token_is_not_in_the_representation() -> None:
    assert TOKEN not in repr(instance_of(variables()))


def sent(server: Server, attempts: int = 4) -> list[float]:
    waits: list[float] = []
    send_report(Instance(server.url, TOKEN, "my org"), b"{}", attempts=attempts, sleep=waits.append)
    return waits


def test_the_report_is_posted_with_the_token_in_a_header_only(server: Server) -> None:
    assert sent(server) == []
    [taken] = server.taken
    assert taken.path == "/api/notebook-scans?organization=my%20org"
    assert taken.headers["Authorization"] == f"Bearer {TOKEN}"
    assert taken.body == b"{}"


def test_it_is_tried_again_where_the_instance_may_recover(server: Server) -> None:
    server.answers.extend([(503, {}), (0, {}), (429, {"Retry-After": "3"})])
    waits = sent(server)
    assert len(server.taken) == 4
    assert waits[2] == 3.0
    assert 0 < waits[0] <= waits[1] * 2 <= 8


@pytest.mark.parametrize("status", [400, 401, 403, 404, 302])
def test_an_answer_that_will_not_change_is_an_error_at_once(server: Server, status: int) -> None:
    server.answers.extend([(status, {"Location": "http://127.0.0.1:1/"})])
    with pytest.raises(InstanceError, match=str(status)) as raised:
        sent(server)
    assert len(server.taken) == 1
    assert TOKEN not in str(raised.value)


def test_it_gives_up_with_what_happened_last(server: Server) -> None:
    server.answers.extend([(500, {})] * 3)
    with pytest.raises(InstanceError, match="after 3 attempts: it answered 500"):
        sent(server, attempts=3)


def test_an_instance_that_is_not_there_is_an_error() -> None:
    with pytest.raises(InstanceError, match="cannot be reached"):
        send_report(Instance("http://127.0.0.1:9", TOKEN, "o"), b"{}", attempts=1)


def test_the_gate_works_the_same_with_an_instance(
    repo: Checkout,
    ci: Run,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables(CT_BASE_URL=server.url).items():
        monkeypatch.setenv(name, value)
    repo.commit(a=leaky(1))
    exit_code, report = ci("--all")
    assert exit_code == 1
    assert json.loads(server.taken[0].body)["findings"] == report["findings"]
    repo.commit(a=clean())
    assert ci("--all")[0] == 0
    server.answers.extend([(404, {})])
    assert ci("--all")[0] == 3
    monkeypatch.delenv("CT_ORGANIZATION")
    assert ci("--all") == (2, {})
    captured = capsys.readouterr()
    assert "did not take the report: it answered 404" in captured.err
    assert TOKEN not in captured.out + captured.err
