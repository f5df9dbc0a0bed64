"""What every handler shares: bodies in, JSON out, and errors that quote nothing."""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import APIHandler
from tornado import web

from ...protocol.responses import ErrorResponse
from ...rewrite.names import is_valid
from ...session.errors import describe
from ...session.work import BusyError, CancelledWork
from ...stores.refusal import Refusal

if TYPE_CHECKING:
    from ..app import App

AUTH_RESOURCE = "ct_jupyter"

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")

HandlerMethod = Callable[..., Awaitable[None]]


class RequestError(web.HTTPError):
    """A request that cannot be answered; ``reason_code`` is for the front end, the message for its user.

    ``where`` names what it is about: the ``fingerprint`` of a finding, the ``name`` of a variable.
    """

    def __init__(self, status: int, reason_code: str, message: str, where: dict[str, str] | None = None):
        super().__init__(status, reason=None)
        self.message = message
        self.reason_code = reason_code
        self.where = where or {}


class CtHandler(APIHandler):
    """A handler of the extension. Each method of a subclass carries its own decorators:
    ``@authorized`` keeps the first resource it sees, so a shared decorated method would latch it.
    """

    auth_resource = AUTH_RESOURCE

    def initialize(self) -> None:
        """Begin a request."""
        self.cancelled = threading.Event()

    @property
    def ct(self) -> App:
        """The extension app of this server."""
        app: App = self.settings["ct_jupyter"]
        return app

    def on_connection_close(self) -> None:
        """Stop the work that nobody waits for any more."""
        self.cancelled.set()
        super().on_connection_close()

    def check_body(self) -> bytes:
        """Return the body, once its size and type are those of a request to us."""
        body = self.request.body
        limit = self.ct.max_body_bytes
        if len(body) > limit:
            raise RequestError(
                413,
                "too-large",
                f"The request has {len(body)} bytes; the limit is {limit}. "
                "An administrator can raise CtJupyter.max_body_mb.",
            )
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        # Also a second lock beside XSRF: a form on another site cannot send this type.
        if kind != "application/json":
            raise RequestError(415, "content-type", "The body has to be sent as application/json.")
        return body

    async def check_may_write_files(self) -> None:
        """Refuse whom the Contents API would refuse: nobody writes a file through us who could not there."""
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "write", "contents")
        )
        if not allowed:
            raise RequestError(403, "forbidden", "You may not write files on this server.")

    async def check_may_read_files(self) -> None:
        """Refuse whom the Contents API would not let read a file."""
        allowed = await ensure_async(
            self.authorizer.is_authorized(self, self.current_user, "read", "contents")
        )
        if not allowed:
            raise RequestError(403, "forbidden", "You may not read files on this server.")

    def send(self, answer: msgspec.Struct) -> None:
        """Answer with JSON that no cache keeps."""
        self.set_header("Cache-Control", "no-store")
        self.finish(msgspec.json.encode(answer))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer errors as ``{"message", "reason"}``, and where one is about a field, which one."""
        exc_info = kwargs.get("exc_info")
        error = exc_info[1] if exc_info else None
        if isinstance(error, RequestError):
            self.set_header("Cache-Control", "no-store")
            refused = ErrorResponse(error.message, error.reason_code, **error.where)
            self.finish(msgspec.json.encode(refused))
            return
        super().write_error(status_code, **kwargs)


def decode(body: bytes, kind: type[T]) -> T:
    """Validate a body. msgspec's messages name places and types; what was sent is not quoted."""
    try:
        try:
            return msgspec.json.decode(body, type=kind)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            # A browser sends half an emoji as a lone surrogate, which is JSON but no text.
            return msgspec.json.decode(_without_surrogates(body), type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        # A validation message may name a literal that was sent (`Invalid enum value 'x'`).
        where = str(error).rpartition(" - at ")[2] if " - at " in str(error) else ""
        what = (
            "does not have the expected shape"
            if isinstance(error, msgspec.ValidationError)
            else "is not JSON"
        )
        place = f" at {where}" if where else ""
        raise RequestError(400, "malformed", f"The body {what}{place}.") from None


def guarded(method: HandlerMethod) -> HandlerMethod:
    """Turn whatever a method raises into an answer, and keep messages of unknown exceptions out of the log.

    An exception may quote what it choked on (``SyntaxError`` has the line), so of an unforeseen one only
    its type and place are logged.
    """

    @functools.wraps(method)
    async def guard(self: CtHandler, *args: Any, **kwargs: Any) -> None:
        try:
            await method(self, *args, **kwargs)
        except web.HTTPError:
            raise
        except Refusal as refusal:
            # What is no name may be anything, a value for one: it is not repeated.
            name = refusal.name if is_valid(refusal.name) else ""
            about = {"fingerprint": refusal.fingerprint, "name": name}
            where = {field: text for field, text in about.items() if text}
            raise RequestError(409, refusal.reason, refusal.message, where) from None
        except CancelledWork:
            self.log.debug("ct_jupyter: the client went away; its scan was stopped")
            raise RequestError(499, "cancelled", "The request was cancelled.") from None
        except BusyError:
            raise RequestError(503, "busy", "Too many scans are waiting. Try again in a moment.") from None
        except Exception as error:
            self.log.error("ct_jupyter: %s failed: %s", self.request.path, describe(error))
            raise RequestError(
                500, "internal", "Something went wrong in ct_jupyter; the server's log says where."
            ) from None

    return guard


def _without_surrogates(body: bytes) -> bytes:
    """Return the same JSON with each lone surrogate replaced by one character; offsets stay."""
    text = json.dumps(json.loads(body), ensure_ascii=False)
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text).encode()
