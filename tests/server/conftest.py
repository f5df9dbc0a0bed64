from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth import IdentityProvider, User
from pytest_jupyter.jupyter_core import jp_asyncio_loop
from pytest_jupyter.jupyter_server import jp_server_cleanup
from tornado.httpclient import HTTPClientError, HTTPResponse
from traitlets.config import Config

# The plugin's own: the root conftest keeps them away from tests that start no server.
__all__ = ["jp_asyncio_loop", "jp_server_cleanup"]

Answer = tuple[int, dict[str, Any]]
Call = Callable[..., Awaitable[Answer]]


class ByHeader(IdentityProvider):
    """Each user is who a header says."""

    def get_user(self, handler: Any) -> User | None:
        name = handler.request.headers.get("X-User")
        return User(name, name) if name else None


SEVERAL_USERS = Config(
    {
        "ServerApp": {
            "jpserver_extensions": {"ct_jupyter": True},
            "disable_check_xsrf": True,
            "identity_provider_class": ByHeader,
        }
    }
)
"""Of a server on which each request says who it is from: ``headers={"X-User": "ann"}``."""


@pytest.fixture
def jp_server_config() -> Config:
    return Config(
        {
            "ServerApp": {
                "jpserver_extensions": {"ct_jupyter": True},
                "allow_unauthenticated_access": False,
            }
        }
    )


@pytest.fixture
def app(jp_serverapp: Any) -> Any:
    """The extension app in the running server."""
    return jp_serverapp.web_app.settings["ct_jupyter"]


@pytest.fixture
def call(jp_fetch: Any) -> Call:
    """Send a request to one of our handlers; return the status and the decoded answer."""

    async def send(method: str, name: str, body: Any = None, **options: Any) -> Answer:
        raw = body if isinstance(body, (bytes, str, type(None))) else json.dumps(body)
        headers = {"Content-Type": "application/json", **options.pop("headers", {})}
        try:
            response: HTTPResponse = await jp_fetch(
                "ct_jupyter", name, method=method, body=raw, headers=headers, **options
            )
        except HTTPClientError as error:
            assert error.response is not None
            return error.code, json.loads(error.response.body)
        return response.code, json.loads(response.body)

    return send


@pytest.fixture
def root(jp_root_dir: Path) -> Path:
    return jp_root_dir
