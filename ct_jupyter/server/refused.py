"""The refusal of a save: an answer with a message and one line in the log, whatever stands in between.

A contents manager may take every exception for a fault of its own: jupytext's writes the traceback into the
log, and answers 500 in place of what was raised. At each automatic save that is a page of log.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from tornado import web


class SaveRefused(web.HTTPError):
    """A save that is refused; the message is for the user and quotes nothing.

    Jupyter Server logs the message with its answer, so tornado does not have to.
    """

    def __init__(self, message: str, *, is_text: bool = False) -> None:
        super().__init__(400, message, reason="Secrets in file" if is_text else "Secrets in notebook")

    def get_message(self) -> str:
        """Return nothing: what tornado would log."""
        return ""


class _NoTraceback(logging.Filter):
    """Keeps refusals out of the log that are told there as faults."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and _refusal_in(record.exc_info[1]))


_NO_TRACEBACK = _NoTraceback()


def answer_refusals(manager: Any) -> None:
    """Have the saves of a contents manager raise a refusal as it was raised by the hook."""
    manager.log.addFilter(_NO_TRACEBACK)
    save = manager.save

    if inspect.iscoroutinefunction(save):

        @wraps(save)
        async def saved(*args: Any, **more: Any) -> Any:
            with _as_raised():
                return await save(*args, **more)

    else:

        @wraps(save)
        def saved(*args: Any, **more: Any) -> Any:
            with _as_raised():
                result = save(*args, **more)
            return _awaited(result) if inspect.isawaitable(result) else result

    manager.save = saved


async def _awaited(result: Awaitable[Any]) -> Any:
    with _as_raised():
        return await result


@contextmanager
def _as_raised() -> Iterator[None]:
    try:
        yield
    except SaveRefused:
        raise
    except Exception as error:
        if (refusal := _refusal_in(error)) is not None:
            raise refusal from None
        raise


def _refusal_in(error: BaseException | None) -> SaveRefused | None:
    """Return the refusal that an exception is, or was made from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if isinstance(error, SaveRefused):
            return error
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None
