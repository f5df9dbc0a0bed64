"""Real parties on the loopback: they let in who has the secret, and nobody else."""

from __future__ import annotations

import base64
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@contextmanager
def http_party(secrets: dict[str, str]) -> Iterator[str]:
    """Yield host and port of a server that checks headers, queries and bodies."""

    def basic(value: str) -> str:
        return "Basic " + base64.b64encode(f"ann:{value}".encode()).decode()

    wanted = {
        "/bearer": f"Bearer {secrets['key']}",
        "/token": f"token {secrets['token']}",
        "/basic": basic(secrets["password"]),
        "/odd": basic(secrets["odd"]),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if url.path == "/query":
                self.answer(parse_qs(url.query).get("api_key") == [secrets["key"]])
            else:
                self.answer(self.headers.get("Authorization") == wanted.get(url.path, object()))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.answer(json.loads(body) == {"api_key": secrets["key"]})

        def answer(self, granted: bool) -> None:
            text = b"granted" if granted else b"refused"
            self.send_response(200 if granted else 403)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def postgres_programs() -> Path | None:
    """Return the folder of PostgreSQL's server programs, where Debian or another system has them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    program = shutil.which("initdb")
    return Path(program).resolve().parent if program else None


@contextmanager
def postgres_party(folder: Path, password: str) -> Iterator[int]:
    """Yield the port of a PostgreSQL server whose user ``ann`` has the password."""
    programs = postgres_programs()
    assert programs is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, secret = folder / "data", folder / "password"
    folder.mkdir(mode=0o755)
    secret.write_text(password)
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        user = pwd.getpwnam("postgres")
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        for path in (folder, secret):
            os.chown(path, user.pw_uid, user.pw_gid)
        for parent in folder.parents:  # pytest's folders are for their owner only
            if parent.stat().st_uid == 0 and parent != Path("/"):
                parent.chmod(parent.stat().st_mode | 0o011)
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    setup = [programs / "initdb", "-D", data, "-U", "ann", "-A", "scram-sha-256", "--pwfile", secret, "-N"]
    subprocess.run(setup, check=True, **quiet, **identity)
    options = [
        "-c",
        "fsync=off",
        "-c",
        f"unix_socket_directories={folder}",
        "-c",
        "listen_addresses=127.0.0.1",
    ]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-p", str(port), *options], **quiet, **identity
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown: kernels may still be connected
        server.wait(20)


@contextmanager
def s3_party() -> Iterator[tuple[str, str, str]]:
    """Yield address, key id and secret of an S3 server that checks signatures and has a bucket."""
    import boto3
    import requests
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        anybody = {"endpoint_url": address, "region_name": "us-east-1"}
        anybody |= {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
        boto3.client("s3", **anybody).create_bucket(Bucket="reports")
        iam = boto3.client("iam", **anybody)
        iam.create_user(UserName="ann")
        everything = {
            "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
            "Version": "2012-10-17",
        }
        iam.put_user_policy(UserName="ann", PolicyName="all", PolicyDocument=json.dumps(everything))
        key = iam.create_access_key(UserName="ann")["AccessKey"]
        requests.post(f"{address}/moto-api/reset-auth", data=b"0", timeout=10).raise_for_status()
        yield address, key["AccessKeyId"], key["SecretAccessKey"]
    finally:
        server.stop()
