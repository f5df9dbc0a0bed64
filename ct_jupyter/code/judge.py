"""Whether a call opens a door, by the table's word for how to tell."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from ..detection.model import Severity
from ..languages.python_scope import dotted_name
from ..text.lazy import lazy
from .evaluate import Evaluator
from .flow import CodeScope, Flow, Taint
from .model import Sink
from .sql_position import is_sql, values_in
from .table import weaknesses

_COMMIT = lazy(r"[0-9a-f]{40}\Z")
_ADDRESS = lazy(r"https?://([^/:]*)")
_OFFICIAL_HUBS = ("pytorch/", "facebookresearch/", "facebookincubator/", "fairinternal/")
"""Owners that torch.hub itself trusts, torch/hub.py, ``_TRUSTED_REPO_OWNERS``."""
_DATABASE = re.compile(
    r"(?:\w+_)?(?:cur|cursor|con|conn|connection|db|database|engine|session|c|sql|sqlite|tx)\d*",
    re.IGNORECASE,
)


class Judged(NamedTuple):
    """What is to be said of a call."""

    weakness: str
    severity: Severity
    node: ast.expr | ast.keyword
    """What is underlined."""
    taint: Taint | None = None


def judged(  # noqa: C901  # a branch for each way to judge
    sink: Sink, node: ast.Call, receiver: str, evaluator: Evaluator, scope: CodeScope
) -> Judged | None:
    """Return what is to be said of a call of a sink; None where it is harmless."""
    if not _conditions(sink, node):
        return None
    weakness = weaknesses()[sink.weakness]
    argument = _argument(sink, node)
    if sink.judge == "call":
        return Judged(sink.weakness, sink.severity or weakness.severity, node.func)
    if sink.judge == "hub":
        return _hub(sink, node, evaluator, scope)
    if sink.judge == "receiver" and isinstance(node.func, ast.Attribute):
        argument = node.func.value
    if argument is None:
        return None
    flow = evaluator.evaluate(argument, scope) or Flow()
    taint = flow.taint
    if taint is not None and sink.origins and taint.kind not in sink.origins:
        taint = None
    if taint is not None and taint.kind == "data":
        taint = None
    if taint is not None and not sink.origins and taint.kind == "download" and sink.judge in ("text", "sql"):
        taint = None  # an answer of a server, as such
    if taint is not None and sink.judge == "sql" and taint.kind == "frame":
        taint = None
    match sink.judge:
        case "bytes":
            taint = taint or _address(flow, evaluator, argument)
            if taint is not None and taint.kind in ("operator", "model"):
                taint = None  # who runs the notebook names a file
            if taint is not None and any(host in flow.text for host in sink.hosts):
                return None
            severity = weakness.severity if taint else weakness.built
            return (
                Judged(sink.weakness, severity, node.func, taint)
                if severity and flow.kind != "object"
                else None
            )
        case "text":
            if taint is not None:
                return Judged(sink.weakness, weakness.severity, argument, taint)
            if flow.kind == "text" and _is_built(flow):
                return Judged(sink.weakness, weakness.built or weakness.severity, argument)
            return None
        case "sql":
            if not is_sql(flow) and not (taint and flow.kind == "unknown" and _DATABASE.fullmatch(receiver)):
                return None
            if taint is not None:
                return Judged(sink.weakness, weakness.severity, argument, taint)
            values = values_in(flow)
            return Judged(sink.weakness, weakness.built or weakness.severity, argument) if values else None
        case "code":
            return _code(sink, flow, taint, argument, scope)
        case _:
            return Judged(sink.weakness, weakness.severity, argument, taint) if taint is not None else None


def flagged(sink: Sink, keyword: ast.keyword, node: ast.Call, scope: CodeScope) -> Judged | None:
    """Return what is to be said of an argument that is a switch."""
    name = keyword.arg or ""
    if _last(keyword.value) != sink.flags[name]:
        return None
    for one in node.keywords:
        pin = one.value.value if isinstance(one.value, ast.Constant) else None
        if one.arg in sink.pinned and isinstance(pin, str) and _COMMIT.match(pin):
            return None
    if name == "verify":
        function = scope.canonical(node.func) or ""
        last = node.func.attr if isinstance(node.func, ast.Attribute) else function
        if not re.match(r"(?:requests|httpx|hvac|aiohttp|boto3)\b", function) and last not in _HTTP:
            return None
    return Judged(sink.weakness, sink.severity or weaknesses()[sink.weakness].severity, keyword)


_HTTP = frozenset(
    [
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "head",
        "options",
        "request",
        "stream",
        "send",
        "Client",
        "AsyncClient",
        "client",
        "resource",
        "download",
    ]
)


def _conditions(sink: Sink, node: ast.Call) -> bool:
    given = {one.arg: one.value for one in node.keywords if one.arg}
    if any(name not in given or _last(given[name]) != value for name, value in sink.only.items()):
        return False
    for name, safe in sink.unless.items():
        value = given.get(name)
        if value is None and sink.position is not None and len(node.args) > sink.position:
            value = node.args[sink.position]
        if value is not None and (_last(value) in safe.strip("!").split("|")) != safe.startswith("!"):
            return False
    return not any(name in given for name in sink.without)


def _argument(sink: Sink, node: ast.Call) -> ast.expr | None:
    if node.args:
        return None if isinstance(node.args[0], ast.Starred) else node.args[0]
    return next((one.value for one in node.keywords if one.arg in sink.keywords), None)


def _code(sink: Sink, flow: Flow, taint: Taint | None, argument: ast.expr, scope: CodeScope) -> Judged | None:
    if flow.harmless:
        return None
    if taint is None and _is_own_code(argument, scope):
        return None
    name = "llm.injection.code" if taint is not None and taint.kind == "model" else sink.weakness
    weakness = weaknesses()[name]
    severity = weakness.severity if taint is not None else weakness.built
    return Judged(name, severity or weakness.severity, argument, taint)


def _is_own_code(node: ast.expr, scope: CodeScope) -> bool:
    """Tell whether code is that of a file beside the notebook, or was compiled from what is judged there."""
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Call) and scope.canonical(node.func) in (
            "open",
            "compile",
            "io.open",
            "pathlib.Path",
            "Path",
        ):
            return True
        inner = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Call) and isinstance(inner, ast.Name):
            return False
        node = inner
    return False


def _hub(sink: Sink, node: ast.Call, evaluator: Evaluator, scope: CodeScope) -> Judged | None:
    if any(one.arg == "source" and _last(one.value) == "local" for one in node.keywords):
        return None
    argument = (
        node.args[0]
        if node.args
        else next((one.value for one in node.keywords if one.arg == "repo_or_dir"), None)
    )
    flow = evaluator.evaluate(argument, scope) if argument is not None else None
    repository, _, revision = (flow.text if flow else "").partition(":")
    if (
        argument is None
        or "/" not in repository
        or repository.startswith((*_OFFICIAL_HUBS, ".", "/"))
        or _COMMIT.match(revision)
    ):
        return None
    return Judged(sink.weakness, weaknesses()[sink.weakness].severity, argument)


def _address(flow: Flow, evaluator: Evaluator, argument: ast.expr) -> Taint | None:
    if _ADDRESS.match(flow.text):
        return Taint("download", "an address", (evaluator.step(argument, "an address"),))
    return evaluator.downloaded(flow)


def _is_built(flow: Flow) -> bool:
    return any(not isinstance(part, str) and not part.harmless for part in flow.parts)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return (dotted_name(node) or "").rpartition(".")[2]
