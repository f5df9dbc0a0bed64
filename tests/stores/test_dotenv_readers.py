"""What Docker and Node make of our lines, over a seeded library of hostile values."""

from __future__ import annotations

import json
import os
import random
import shutil
import socketserver
import string
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from ct_jupyter.stores.dotenv import form_of, with_variable

ODD = "'\"#$`\\ =\té;{}!~"
"""Characters that one reader or another takes for more than themselves."""


class _Daemon(BaseHTTPRequestHandler):
    """As much of Docker's as its command line asks before it creates a container."""

    protocol_version = "HTTP/1.1"
    told: list[list[str]]

    def _answer(self, body: object, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Api-Version", "1.41")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def do_HEAD(self) -> None:
        self._answer("OK")

    def do_GET(self) -> None:
        self._answer({"ApiVersion": "1.41", "Version": "1", "Os": "linux", "Arch": "amd64"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        if "/containers/create" in self.path:
            self.told.append(body["Env"])
        self._answer({"Id": "a" * 64, "Warnings": []}, 201)

    def address_string(self) -> str:
        return ""

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def daemon() -> Iterator[tuple[str, list[list[str]]]]:
    told: list[list[str]] = []
    with tempfile.TemporaryDirectory() as folder:  # a socket's path may not be long
        path = f"{folder}/d.sock"
        handler = type("_ThisDaemon", (_Daemon,), {"told": told})
        with socketserver.ThreadingUnixStreamServer(path, handler) as server:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"unix://{path}", told
            server.shutdown()


def values() -> list[str]:
    made = random.Random(4)
    plain = string.ascii_letters + string.digits + "_./:@%+=,^-"
    bare = ["".join(made.choices(plain, k=made.randint(1, 40))) for _ in range(40)]
    known = ["';{touch,P};#", " both ends ", "two\nlines", "a\n#b\n", "a=b=", "#", "žluť"]
    return known + bare + ["".join(made.choices(plain[:8] + ODD, k=made.randint(1, 12))) for _ in range(60)]


@pytest.mark.skipif(shutil.which("docker") is None, reason="the command line of Docker is not installed")
@pytest.mark.skipif(sys.platform == "win32", reason="there are no sockets in the file system")
def test_docker_reads_what_stands_bare_and_any_other_value_with_its_quotes(
    tmp_path: Path, daemon: tuple[str, list[list[str]]]
) -> None:
    host, told = daemon
    content, lines, written = b"", [], {}
    for number, value in enumerate(values()):
        form = form_of(value)
        if form is None or "\n" in value:
            continue
        content = with_variable(content, f"V{number}", value)
        lines = content.decode().split("\n")[:-1]
        written[f"V{number}"] = (value, form, lines[-1].partition("=")[2])
    (tmp_path / ".env").write_bytes(content)
    environment = {**os.environ, "DOCKER_HOST": host, "HOME": str(tmp_path), "DOCKER_CONFIG": str(tmp_path)}
    subprocess.run(
        ["docker", "create", "--env-file", str(tmp_path / ".env"), "image"],
        env=environment,
        check=True,
        capture_output=True,
        timeout=60,
    )
    read = dict(one.partition("=")[::2] for one in told[0])
    assert len(read) == len(written) > 60
    assert {form for _, form, _ in written.values()} >= {"bare", "single", "double"}
    for name, (value, form, line) in written.items():
        assert read[name] == (value if form == "bare" else line), name
        assert (read[name] == value) == (form == "bare")


def test_node_reads_the_same_but_for_escapes_in_double_quotes(tmp_path: Path) -> None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if node is None:
        pytest.skip("Node is not installed")
    content, written = b"", {}
    for number, value in enumerate(values()):
        form = form_of(value)
        if form in (None, "python") or (form == "double" and ("\\" in value or '"' in value)):
            continue
        content = with_variable(content, f"V{number}", value)
        written[f"V{number}"] = value
    (tmp_path / ".env").write_bytes(content)
    script = "process.loadEnvFile('.env'); process.stdout.write(JSON.stringify(process.env))"
    shown = subprocess.run([node, "-e", script], cwd=tmp_path, capture_output=True, check=True)
    read = json.loads(shown.stdout)
    assert len(written) > 60
    assert {name: read.get(name) for name in written} == written
