"""What an expression may be: literals, texts put together, sources, and what keeps or takes away a taint."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from ..languages.python_scope import dotted_name
from ..text.lazy import lazy
from .flow import NUMBER, SAFE, UNKNOWN, CodeScope, Flow, Taint, any_taint, constant, joined, one_of
from .model import SourceRule, Step
from .table import table

_DEPTH = 40
_MOST_ITEMS = 256
_FIELD = lazy(r"\{(?P<name>\w*)(?P<rest>[^{}]*)\}")
_PERCENT = lazy(r"%(?:\((?P<key>\w+)\))?[#0\- +]*\d*(?:\.\d+)?(?P<type>[sdifrgxXeEuca%])")
_NUMBERS = lazy(r":[^{}]*[dfgeGEFnxXb%]\Z")
_ADDRESS = lazy(r"(?:https?|ftp)://")

_TO_NUMBER = frozenset(
    [
        "int",
        "float",
        "bool",
        "len",
        "round",
        "abs",
        "sum",
        "hash",
        "id",
        "ord",
        "range",
        "hex",
        "min_value",
        "time.time",
        "datetime.datetime.now",
        "datetime.now",
        "datetime.datetime.today",
        "datetime.today",
        "datetime.date.today",
        "date.today",
        "time.strftime",
        "os.getpid",
        "uuid.uuid4",
        "uuid.uuid1",
        "time.perf_counter",
        "numpy.random.randint",
        "random.randint",
        "numpy.arange",
    ]
)
_TO_SAFE = frozenset(
    [
        "shlex.quote",
        "pipes.quote",
        "quote",
        "ast.literal_eval",
        "hashlib.md5",
        "hashlib.sha256",
        "sqlalchemy.text",
        "secrets.token_hex",
        "werkzeug.utils.secure_filename",
        "secure_filename",
        "markupsafe.escape",
        "html.escape",
        "re.escape",
        "psycopg2.sql.Identifier",
        "psycopg2.sql.Literal",
        "psycopg2.sql.SQL",
        "sql.Identifier",
        "sql.Literal",
        "sql.SQL",
        "sql.Placeholder",
        "shlex.join",
    ]
)
_TO_PATH = frozenset(
    [
        "os.path.join",
        "os.path.abspath",
        "os.path.realpath",
        "os.path.expanduser",
        "os.path.dirname",
        "os.path.basename",
        "os.path.normpath",
        "pathlib.Path",
        "Path",
        "pathlib.PurePath",
        "os.path.expandvars",
        "posixpath.join",
    ]
)
_ENVIRONMENT = frozenset({"os.getenv", "os.environ.get", "os.environ", "environ.get", "getenv"})
"""Of whoever started the kernel, who may run anything there."""
_HERE = frozenset(
    [
        "os.getcwd",
        "pathlib.Path.cwd",
        "Path.cwd",
        "pathlib.Path.home",
        "Path.home",
        "tempfile.mkdtemp",
        "tempfile.gettempdir",
        "os.cpu_count",
        "multiprocessing.cpu_count",
        "torch.cuda.device_count",
    ]
)
"""Of the machine itself: nobody sets them from outside."""
_KEEPING = frozenset(
    [
        "str",
        "list",
        "tuple",
        "set",
        "dict",
        "sorted",
        "reversed",
        "iter",
        "next",
        "bytes",
        "repr",
        "json.loads",
        "json.load",
        "json.dumps",
        "io.BytesIO",
        "io.StringIO",
        "BytesIO",
        "StringIO",
        "base64.b64decode",
        "textwrap.dedent",
        "re.sub",
        "re.search",
        "re.match",
        "re.findall",
        "re.split",
        "re.compile",
        "urllib.parse.unquote",
        "open",
        "gzip.open",
        "gzip.decompress",
        "bz2.open",
        "zipfile.ZipFile",
        "tarfile.open",
        "enumerate",
        "zip",
        "map",
        "filter",
        "pandas.DataFrame",
        "pandas.Series",
        "pandas.concat",
        "numpy.array",
        "copy.deepcopy",
        "vars",
        "tqdm",
        "tqdm.tqdm",
        "tqdm.notebook.tqdm",
        "bytearray",
        "io.TextIOWrapper",
        "codecs.open",
    ]
)
_CLEAN_METHODS = frozenset(
    [
        "isdigit",
        "isnumeric",
        "isalpha",
        "isalnum",
        "count",
        "find",
        "index",
        "startswith",
        "endswith",
        "exists",
        "is_file",
        "shape",
        "size",
        "sum",
        "mean",
        "status_code",
        "raise_for_status",
        "hexdigest",
        "nunique",
        "ok",
        "elapsed",
        "usage",
        "info",
        "describe",
        "plot",
        "hist",
    ]
)
_TEXT_METHODS = frozenset(
    [
        "strip",
        "lstrip",
        "rstrip",
        "lower",
        "upper",
        "title",
        "capitalize",
        "replace",
        "removeprefix",
        "removesuffix",
        "expanduser",
        "resolve",
        "absolute",
        "as_posix",
        "with_suffix",
        "with_name",
        "encode",
        "decode",
        "casefold",
    ]
)
_MOVING = frozenset(
    [
        "items",
        "values",
        "keys",
        "iterrows",
        "itertuples",
        "tolist",
        "to_list",
        "to_dict",
        "unique",
        "head",
        "tail",
        "sample",
        "copy",
    ]
)


class Evaluator:
    """Evaluates the expressions of one cell.

    Parameters
    ----------
    step
        Gives the place of a node, with what is said of it.
    downloaded
        Files that a download was written to, by name.
    results
        What calls of the notebook's own functions return, by the call's id.
    """

    def __init__(
        self,
        step: Callable[[ast.AST, str], Step],
        downloaded: dict[str, Taint],
        results: dict[int, Flow | None],
    ) -> None:
        self.step = step
        self._downloaded = downloaded
        self._results = results

    def evaluate(self, node: ast.expr | None, scope: CodeScope) -> Flow | None:
        """Return what ``node`` may be; None where only a run can tell."""
        scope.budget.begin()
        return self._of(node, scope, 0)

    def _of(self, node: ast.expr | None, scope: CodeScope, depth: int) -> Flow | None:  # noqa: C901  # a branch for each kind of expression
        if node is None or depth > _DEPTH or not scope.budget.spend(1):
            return None
        depth += 1
        match node:
            case ast.Constant():
                value = node.value
                return constant(value) if isinstance(value, str) else Flow("constant", (str(value)[:80],))
            case ast.Name():
                return self._named(node.id, node, scope)
            case ast.Attribute():
                return self._attribute(node, scope, depth)
            case ast.JoinedStr():
                return joined(self._field(part, scope, depth) for part in node.values)
            case ast.BinOp():
                return self._operation(node, scope, depth)
            case ast.Call():
                return self._call(node, scope, depth)
            case ast.Subscript():
                return self._subscript(node, scope, depth)
            case ast.List() | ast.Tuple() | ast.Set():
                return _collection(
                    dict(enumerate(self._of(one, scope, depth) for one in node.elts[:_MOST_ITEMS]))
                )
            case ast.Dict():
                values = [self._of(one, scope, depth) for one in node.values[:_MOST_ITEMS]]
                keys = [
                    key.value
                    if isinstance(key, ast.Constant) and isinstance(key.value, str | int)
                    else f"\0{n}"
                    for n, key in enumerate(node.keys[:_MOST_ITEMS])
                ]
                return _collection(dict(zip(keys, values, strict=True)))
            case ast.IfExp():
                return one_of([self._of(node.body, scope, depth), self._of(node.orelse, scope, depth)])
            case ast.BoolOp():
                return one_of(self._of(one, scope, depth) for one in node.values)
            case ast.Compare() | ast.UnaryOp():
                return NUMBER
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                inner = scope.copy()
                for generator in node.generators:
                    self.bind_loop(generator.target, generator.iter, inner)
                element = self._of(node.elt, inner, depth)
                return _collection({0: element, "\0": element}) if element else None
            case ast.Await() | ast.Starred() | ast.NamedExpr() | ast.FormattedValue():
                return self._of(node.value, scope, depth)
            case _:
                return None

    def bind(self, target: ast.expr, value: Flow | None, scope: CodeScope) -> None:
        """Assign ``value`` to a name, an attribute, an item, or the names of a tuple."""
        pending = [(target, value)]
        while pending:
            target, value = pending.pop()
            if isinstance(target, ast.Tuple | ast.List):
                for index, one in enumerate(target.elts):
                    item = value.items.get(index, value.items.get("\0")) if value and value.items else None
                    pending.append((one, item or self._part(value)))
            elif isinstance(target, ast.Starred):
                pending.append((target.value, value))
            elif isinstance(target, ast.Subscript):
                name = dotted_name(target.value)
                held = scope.values.get(name) if name else None
                if name and value is not None and (held is None or not value.harmless):
                    scope.values[name] = Flow(taint=any_taint([value, held]))
            elif (name := dotted_name(target)) is not None:
                if value is not None and value.taint is not None:
                    taint = value.taint.then(self.step(target, f"assigned to {name}"))
                    value = Flow(value.kind, value.parts, taint, value.items, value.holds)
                scope.bind(name, value)

    def bind_loop(self, target: ast.expr, iterable: ast.expr, scope: CodeScope) -> None:
        """Bind the target of a ``for`` to any item of what it goes over."""
        if isinstance(iterable, ast.Call) and iterable.args:
            function = scope.canonical(iterable.func)
            if function in ("enumerate", "zip") and isinstance(target, ast.Tuple):
                if function == "enumerate" and len(target.elts) == 2:
                    self.bind(target.elts[0], NUMBER, scope)
                    return self.bind_loop(target.elts[1], iterable.args[0], scope)
                for one, argument in zip(target.elts, iterable.args, strict=False):
                    self.bind_loop(one, argument, scope)
                return None
        value = self.evaluate(iterable, scope)
        method = (
            iterable.func.attr
            if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Attribute)
            else ""
        )
        if value is not None and value.items is not None and method != "items":
            value = one_of(value.items.values())
        elif value is not None and value.kind == "text":
            value = Flow(taint=value.taint)
        return self.bind(target, value, scope)

    def downloaded(self, flow: Flow) -> Taint | None:
        """Return the download that was written to the file of this name."""
        return self._downloaded.get(flow.text) if flow.text else None

    def source(self, rule: SourceRule, node: ast.AST) -> Flow:
        """Return what comes from a source at ``node``."""
        return Flow(taint=Taint(rule.kind, rule.says, (self.step(node, rule.says),)))

    def _part(self, value: Flow | None) -> Flow | None:
        """Return a part of a value: of a constant one is a constant as well."""
        if value is None or (
            value.items is None and value.kind not in ("constant", "number") and not value.taint
        ):
            return None
        if value.harmless:
            return SAFE if value.kind != "constant" else Flow("constant")
        return Flow(taint=value.taint)

    def _named(self, name: str, node: ast.AST, scope: CodeScope) -> Flow | None:
        if name in scope.values:
            return scope.values.get(name)
        full = scope.modules.get(name)
        rule = table().names.get(full) if full else None
        return self.source(rule, node) if rule else None

    def _attribute(self, node: ast.Attribute, scope: CodeScope, depth: int) -> Flow | None:
        dotted = dotted_name(node)
        if dotted is not None and dotted in scope.values:
            return scope.values.get(dotted)
        if dotted is not None:
            full = scope.canonical(node) or (dotted if dotted.startswith("request.") else "")
            if rule := table().names.get(full):
                return self.source(rule, node)
            if full in _ENVIRONMENT:
                return Flow("constant")
        held = self._of(node.value, scope, depth)
        if held is not None and held.holds is not None and node.attr == "value":
            return self.source(held.holds, node)
        if held is not None and held.taint is not None and node.attr not in _CLEAN_METHODS:
            return Flow(taint=held.taint)
        if node.attr in table().attributes and (held is None or held.taint is None):
            return self.source(table().attributes[node.attr], node)
        if held is not None and held.kind == "constant" and node.attr in ("name", "stem", "parent", "suffix"):
            return Flow("constant")
        return None

    def _field(self, node: ast.expr, scope: CodeScope, depth: int) -> Flow | None:
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = node.format_spec
            text = spec.values[-1] if isinstance(spec, ast.JoinedStr) and spec.values else None
            if (
                isinstance(text, ast.Constant)
                and isinstance(text.value, str)
                and _NUMBERS.search(":" + text.value)
            ):
                return NUMBER
        return self._of(node, scope, depth)

    def _operation(self, node: ast.BinOp, scope: CodeScope, depth: int) -> Flow | None:
        if isinstance(node.op, ast.Add | ast.Div):
            # A long sum is nested to the left: as deep as it is long.
            operands, left = [node.right], node.left
            divided = isinstance(node.op, ast.Div)
            while isinstance(left, ast.BinOp) and isinstance(left.op, type(node.op)):
                operands.append(left.right)
                left = left.left
            operands.append(left)
            flows = [self._of(one, scope, depth) for one in reversed(operands)]
            if all(flow is not None and flow.kind == "number" for flow in flows):
                return NUMBER
            if any(flow is not None and flow.items is not None for flow in flows):
                return _collection(dict(enumerate(flows)))
            texts = any(flow is not None and flow.kind in ("constant", "text") for flow in flows)
            return (
                joined(_between(flows, "/") if divided else flows) if texts else Flow(taint=any_taint(flows))
            )
        left_flow = self._of(node.left, scope, depth)
        if isinstance(node.op, ast.Mod) and left_flow is not None and left_flow.kind in ("constant", "text"):
            return self._percent(left_flow, node.right, scope, depth)
        right_flow = self._of(node.right, scope, depth)
        if isinstance(node.op, ast.Mult) and left_flow is not None and left_flow.kind == "constant":
            return left_flow if left_flow.items else Flow("constant")
        if left_flow is not None and right_flow is not None and left_flow.harmless and right_flow.harmless:
            return NUMBER
        return Flow(taint=any_taint([left_flow, right_flow]))

    def _percent(self, template: Flow, given: ast.expr, scope: CodeScope, depth: int) -> Flow | None:
        values: dict[str | int, Flow | None] = {}
        if isinstance(given, ast.Tuple):
            values = {n: self._of(one, scope, depth) for n, one in enumerate(given.elts)}
        elif isinstance(given, ast.Dict):
            flow = self._of(given, scope, depth)
            values = dict(flow.items) if flow and flow.items else {}
        else:
            flow = self._of(given, scope, depth)
            values = dict(flow.items) if flow and flow.items else {0: flow}
        flows: list[Flow | None] = []
        number = 0
        for part in template.parts:
            if not isinstance(part, str):
                flows.append(part)
                continue
            at = 0
            for found in _PERCENT.finditer(part):
                flows.append(constant(part[at : found.start()]))
                at = found.end()
                if found["type"] == "%":
                    flows.append(constant("%"))
                elif found["type"] not in "sra":
                    flows.append(NUMBER)
                    number += 1
                else:
                    flows.append(values.get(found["key"] or number))
                    number += 1
            flows.append(constant(part[at:]))
        return joined(flows)

    def _subscript(self, node: ast.Subscript, scope: CodeScope, depth: int) -> Flow | None:
        held = self._of(node.value, scope, depth)
        if held is None:
            return None
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if held.items is not None:
            if isinstance(key, str | int) and key in held.items:
                return held.items[key]
            return one_of(held.items.values())
        return self._part(held)

    def _call(self, node: ast.Call, scope: CodeScope, depth: int) -> Flow | None:
        if id(node) in self._results:
            return self._results[id(node)]
        function = scope.canonical(node.func)
        last, receiver = called_name(node.func, function)
        found = self._from_source(node, function, last, receiver, scope, depth)
        if found is not None:
            return found
        if function is not None:
            known = self._function(node, function, scope, depth)
            if known is not None:
                return known
        if isinstance(node.func, ast.Attribute):
            return self._method(node, node.func, scope, depth)
        return None

    def _from_source(  # what a call is known by
        self, node: ast.Call, function: str | None, last: str, receiver: str, scope: CodeScope, depth: int
    ) -> Flow | None:
        rows = table()
        full = function or (dotted_name(node.func) if receiver == "request" else None)
        if found := rows.objects.find(last, full, receiver):
            return Flow("object", holds=found[1])
        found = rows.sources.find(last, full, receiver)
        if found is None:
            return None
        rule = found[1]
        if last in ("parse_args", "parse_known_args") and node.args:
            return None  # what a notebook writes itself
        if rule.address:
            first = self._of(node.args[0], scope, depth) if node.args else None
            if first is None or not _ADDRESS.match(first.text):
                return None
        return self.source(rule, node)

    def _function(self, node: ast.Call, function: str, scope: CodeScope, depth: int) -> Flow | None:
        if function in _TO_NUMBER:
            return NUMBER
        if function in _TO_SAFE:
            return SAFE
        if function in _HERE or function in _ENVIRONMENT:
            return Flow("constant")
        if function not in _TO_PATH and function not in _KEEPING:
            return None
        flows = [self._of(one, scope, depth) for one in node.args[:32]]
        if function in _TO_PATH:
            return joined(_between(flows, "/"))
        taint = any_taint(flows)
        if taint is None and flows and flows[0] is not None:
            taint = self.downloaded(flows[0])
        if function in ("str", "list", "tuple", "sorted", "set", "textwrap.dedent", "dict") and flows:
            return flows[0]
        if (
            flows
            and all(flow is not None and flow.kind == "constant" for flow in flows)
            and function == "repr"
        ):
            return flows[0]
        return Flow(taint=taint)

    def _method(self, node: ast.Call, func: ast.Attribute, scope: CodeScope, depth: int) -> Flow | None:
        name = func.attr
        held = self._of(func.value, scope, depth)
        if name == "format" and held is not None and held.kind in ("constant", "text"):
            return self._format(held, node, scope, depth)
        if name == "join" and held is not None and held.kind == "constant" and node.args:
            given = self._of(node.args[0], scope, depth)
            if given is None:
                return Flow("text", (UNKNOWN,))
            items = [item for key, item in given.items.items() if key != "\0"] if given.items else None
            return (
                joined(_between(items, held.text))
                if items is not None
                else Flow("text", (given,), given.taint)
            )
        if name in ("strftime", "isoformat", "timestamp", "hexdigest", "fileno", "isdigit"):
            return SAFE
        if held is None or name in _CLEAN_METHODS:
            return None
        if (
            held.kind == "constant"
            and held.items is None
            and name not in (*_TEXT_METHODS, "split", "joinpath")
        ):
            return Flow("constant")  # whatever is made of a literal, its author made
        if name == "replace" and held.kind in ("constant", "text"):
            arguments = [self._of(one, scope, depth) for one in node.args[1:2]]
            return joined([held, *arguments]) if not all(one and one.harmless for one in arguments) else held
        if name in ("joinpath",):
            return joined(_between([held, *(self._of(one, scope, depth) for one in node.args)], "/"))
        if name in _TEXT_METHODS or name in _MOVING:
            return held
        if name == "get" and held.items is not None:
            default = [self._of(one, scope, depth) for one in node.args[1:2]]
            return one_of([*held.items.values(), *default])
        if name in ("split", "splitlines", "rsplit"):
            return self._part(held)
        return Flow(taint=held.taint) if held.taint else None

    def _format(self, template: Flow, node: ast.Call, scope: CodeScope, depth: int) -> Flow:
        given = [self._of(one, scope, depth) for one in node.args]
        starred = any(isinstance(one, ast.Starred) for one in node.args)
        keywords = {one.arg: self._of(one.value, scope, depth) for one in node.keywords if one.arg}
        flows: list[Flow | None] = []
        number = 0
        for part in template.parts:
            if not isinstance(part, str):
                flows.append(part)
                continue
            at = 0
            for found in _FIELD.finditer(part):
                flows.append(constant(part[at : found.start()]))
                at = found.end()
                name = found["name"]
                if _NUMBERS.search(found["rest"]):
                    flows.append(NUMBER)
                elif name.isdigit() or not name:
                    index = int(name[:6]) if name else number
                    flows.append(given[index] if index < len(given) and not starred else None)
                else:
                    flows.append(keywords.get(name))
                number += not name
            flows.append(constant(part[at:]))
        return joined(flows)


def called_name(func: ast.expr, full: str | None) -> tuple[str, str]:
    """Return the last name of what is called, and the last name in front of it.

    Parameters
    ----------
    full
        Its full name, where imports tell it: an alias says nothing.
    """
    if isinstance(func, ast.Name):
        return (full or func.id).rpartition(".")[2], ""
    if not isinstance(func, ast.Attribute):
        return "", ""
    node = func.value
    while isinstance(node, ast.Call | ast.Subscript | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    receiver = (
        node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else "?"
    )
    return func.attr, receiver


def _between(flows: Iterable[Flow | None], text: str) -> list[Flow | None]:
    spread: list[Flow | None] = []
    for flow in flows:
        spread += [constant(text), flow] if spread else [flow]
    return spread


def _collection(items: dict[str | int, Flow | None]) -> Flow:
    known = {key: flow or UNKNOWN for key, flow in items.items()}
    same = all(flow.harmless for flow in known.values())
    return Flow("constant" if same else "unknown", taint=any_taint(known.values()), items=known)
