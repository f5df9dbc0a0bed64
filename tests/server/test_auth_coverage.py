"""Every route of ours, walked: none answers somebody who is not logged in, or may not."""

from __future__ import annotations

from typing import Any

import pytest
from jupyter_server.auth import Authorizer
from tornado.httpclient import HTTPClientError
from tornado.web import RequestHandler
from traitlets.config import Config

from ct_jupyter.server.handlers import HANDLERS
from ct_jupyter.server.handlers.base import AUTH_RESOURCE, CtHandler
from tests.server.conftest import Call

METHODS = ("get", "post", "put", "patch", "delete", "head")


class DenyAll(Authorizer):
    """Nobody may do anything, and what was asked is written down."""

    asked: list[tuple[str, str]] = []  # noqa: RUF012  # shared on purpose: the server makes the instance

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        self.asked.append((action, resource))
        return False


def routes_of(web_app: Any) -> list[tuple[str, type[CtHandler]]]:
    """Return the routes that the running server sends to us."""
    found = []
    for rule in web_app.wildcard_router.rules + web_app.default_router.rules:
        targets = getattr(rule.target, "rules", [rule])
        for one in targets:
            handler = one.target
            if isinstance(handler, type) and handler.__module__.startswith("ct_jupyter."):
                found.append((one.matcher.regex.pattern.rstrip("$"), handler))
    return found


def implemented(handler: type[RequestHandler]) -> list[str]:
    return [name for name in METHODS if getattr(handler, name) is not RequestHandler._unimplemented_method]


def test_the_server_has_every_handler_that_is_listed(jp_serverapp: Any) -> None:
    mounted = routes_of(jp_serverapp.web_app)
    assert sorted(handler.__name__ for _, handler in mounted) == sorted(
        handler.__name__ for _, handler in HANDLERS
    )


class TestAnonymous:
    @pytest.fixture
    def jp_server_config(self) -> Config:
        # Without the check for forged requests, which would answer 403 before anybody asks who it is.
        server = {"jpserver_extensions": {"ct_jupyter": True}, "disable_check_xsrf": True}
        return Config({"ServerApp": {**server, "allow_unauthenticated_access": False}})

    @pytest.mark.parametrize("route", [route for route, _ in HANDLERS])
    async def test_an_anonymous_request_gets_403_whatever_the_method(
        self, jp_serverapp: Any, http_server_client: Any, jp_base_url: str, route: str
    ) -> None:
        for method in METHODS:
            with pytest.raises(HTTPClientError) as caught:
                await http_server_client.fetch(
                    jp_base_url + route,
                    method=method.upper(),
                    body=b"{}" if method in ("post", "put", "patch") else None,
                    headers={"Content-Type": "application/json"},
                )
            assert caught.value.code == 403, f"{method} {route}"

    async def test_a_handler_alone_refuses_too(
        self, jp_serverapp: Any, http_server_client: Any, jp_base_url: str
    ) -> None:
        # `allow_unauthenticated_access` guards whole servers; an administrator may have it on.
        jp_serverapp.web_app.settings["allow_unauthenticated_access"] = True
        for route, handler in HANDLERS:
            for method in implemented(handler):
                with pytest.raises(HTTPClientError) as caught:
                    await http_server_client.fetch(
                        jp_base_url + route,
                        method=method.upper(),
                        body=b"{}" if method in ("post", "put") else None,
                        headers={"Content-Type": "application/json"},
                    )
                assert caught.value.code == 403, f"{method} {route}"


class TestDenied:
    @pytest.fixture
    def jp_server_config(self) -> Config:
        return Config(
            {
                "ServerApp": {
                    "jpserver_extensions": {"ct_jupyter": True},
                    "authorizer_class": DenyAll,
                    "allow_unauthenticated_access": False,
                }
            }
        )

    async def test_a_forbidden_user_gets_403_from_every_method(self, call: Call) -> None:
        for route, handler in HANDLERS:
            for method in implemented(handler):
                DenyAll.asked.clear()
                code, answer = await call(
                    method.upper(),
                    route.removeprefix("ct_jupyter/"),
                    None if method in ("get", "delete") else {},
                )
                assert code == 403, f"{method} {route}"
                assert answer["message"]
                assert DenyAll.asked == [("read" if method == "get" else "write", AUTH_RESOURCE)]


def test_no_decorated_method_is_inherited() -> None:
    # `@authorized` keeps the first resource it sees, for all classes that share the method.
    for _, handler in HANDLERS:
        for method in implemented(handler):
            assert method in vars(handler), f"{handler.__name__}.{method}"
    assert len(HANDLERS) >= 6
