"""The cells of one notebook, statement by statement: what they bind, and where they open a door."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

import msgspec

from ..detection.model import Severity
from ..languages.cellcode import is_python_cell
from ..languages.python_pieces import Places, pieces, without_ipython
from ..languages.python_scope import dotted_name
from .evaluate import Evaluator, called_name
from .flow import NUMBER, CodeScope, Flow, Taint, any_taint, constant, joined
from .ipython_lines import Line, body_of, fields_in, lines_in
from .judge import Judged, flagged, judged
from .model import CodeMatch, SourceRule, Step
from .shell_text import shell_matches
from .sql_position import values_in
from .table import table, weaknesses

_MOST_CALLS = 3
_MOST_MATCHES = 2_000
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_BUILT_IN = frozenset({"str", "int", "len", "input", "float", "min", "max", "sum", "sorted", "round", "abs"})
_SHELLS = ("python.injection.command", "notebook.injection.command")


class _Where(msgspec.Struct, frozen=True):
    """Where what is read stands."""

    cell: int | None
    places: Places
    source: str
    lines: dict[int, Line]
    calls: int = 0
    """How many calls of the notebook's own functions led here."""
    returned: list[Flow | None] | None = None
    """Gets what the function in hand returns."""


class CodeReader:
    """Reads the cells of one notebook, in their order."""

    def __init__(self) -> None:
        self._scope = CodeScope()
        self._matches: dict[tuple[int | None, int, str], CodeMatch] = {}
        self._defined: dict[int, _Where] = {}
        self._downloaded: dict[str, Taint] = {}
        self._results: dict[int, Flow | None] = {}

    @property
    def found(self) -> list[CodeMatch]:
        """Where the cells open a door, in their order."""
        return sorted(self._matches.values(), key=lambda one: (one.cell or 0, one.start, one.end))

    def read(self, cell: int | None, source: str, language: str) -> None:
        """Go on with a cell; what it does is in ``found``."""
        self._scope.budget.add(source)
        if not is_python_cell(source) or language != "python":
            self._body(cell, source, language)
            return
        lines = lines_in(source) if "!" in source or "%" in source else {}
        plain = without_ipython(source, "0") if lines or "%" in source or "?" in source else source
        for piece in pieces(plain):
            where = _Where(cell, piece.places, source, lines)
            self._results.clear()
            try:
                self._statements(piece.tree.body, self._scope, where)
            except RecursionError:  # nested beyond what anybody writes
                continue

    # Cells and lines of other languages

    def _body(self, cell: int | None, source: str, language: str) -> None:
        body = body_of(source)
        if body is None and language in ("shell", "bash"):
            body = Line("body", 0, len(source))
        if body is None:
            return
        where = _Where(cell, Places(source, 0), source, {})
        if body.kind == "body":
            self._shell(source[body.start :], body.start, where)
        elif source.lstrip().startswith("%"):
            self._line(body, self._scope, where)

    def _line(self, line: Line, scope: CodeScope, where: _Where) -> None:
        text = where.source[line.start : line.end]
        if line.kind != "sql":
            self._shell(text, line.start, where)
        if line.kind == "install":
            return
        evaluator = self._evaluator(where, line.start)
        flows: list[Flow | None] = []
        at = 0
        first = None
        for field in fields_in(text):
            if not _all_known(field.expression, scope):
                continue
            flow = evaluator.evaluate(field.expression, scope) or Flow()
            flows += [constant(text[at : field.start]), flow]
            at = field.end
            if first is None and not flow.harmless:
                first = field
        if first is None:
            return
        whole = joined([*flows, constant(text[at:])])
        name = "notebook.injection.sql" if line.kind == "sql" else "notebook.injection.command"
        taint = any_taint(flows)
        # A name at the notebook's own level is what its author wrote, unless it comes from what is read.
        if taint is None and (line.kind != "sql" or not values_in(whole)):
            return
        weakness = weaknesses()[name]
        is_high = taint is not None and taint.kind not in ("data", "download")
        severity = weakness.severity if is_high else weakness.built or weakness.severity
        start, end = line.start + first.start, line.start + first.end
        self._add(where, (start, end), name, severity, "%sql" if line.kind == "sql" else "!", text, taint)

    def _shell(self, text: str, origin: int, where: _Where) -> None:
        for name, start, end in shell_matches(text):
            severity = weaknesses()[name].severity
            self._add(where, (origin + start, origin + end), name, severity, "shell", text[start:end], None)

    # Statements

    def _statements(self, body: Iterable[ast.stmt], scope: CodeScope, where: _Where) -> None:
        for statement in body:
            self._statement(statement, scope, where)

    def _statement(self, node: ast.stmt, scope: CodeScope, where: _Where) -> None:  # noqa: C901  # a branch for each kind of statement
        match node:
            case ast.Import() | ast.ImportFrom():
                scope.add_import(node)
            case ast.Expr(value=ast.Constant(value=0)) if line := where.lines.get(where.places.span(node)[0]):
                self._line(line, scope, where)
            case ast.Assign():
                self._assign(node.targets, node.value, scope, where)
            case ast.AnnAssign(value=ast.expr()):
                assert node.value is not None
                self._assign([node.target], node.value, scope, where)
            case ast.AugAssign():
                self._expression(node.value, scope, where)
                operation = ast.copy_location(ast.BinOp(left=node.target, op=node.op, right=node.value), node)
                evaluator = self._evaluator(where)
                evaluator.bind(node.target, evaluator.evaluate(operation, scope), scope)
            case ast.For() | ast.AsyncFor():
                self._expression(node.iter, scope, where)
                self._evaluator(where).bind_loop(node.target, node.iter, scope)
                self._statements([*node.body, *node.orelse], scope, where)
            case ast.If():
                self._if(node, scope, where)
            case ast.Try():
                bodies = [[*node.body, *node.orelse], *(one.body for one in node.handlers)]
                self._branches(bodies, scope, where)
                self._statements(node.finalbody, scope, where)
            case ast.Match():
                self._expression(node.subject, scope, where)
                self._branches([one.body for one in node.cases], scope, where)
            case ast.With() | ast.AsyncWith():
                evaluator = self._evaluator(where)
                for item in node.items:
                    self._expression(item.context_expr, scope, where)
                    if item.optional_vars is not None:
                        value = evaluator.evaluate(item.context_expr, scope)
                        evaluator.bind(item.optional_vars, value, scope)
                self._statements(node.body, scope, where)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, scope, where)
            case ast.ClassDef():
                for decorator in node.decorator_list:
                    self._expression(decorator, scope, where)
                self._statements(node.body, scope.copy(), where)
            case ast.Return(value=ast.expr()):
                assert node.value is not None
                self._expression(node.value, scope, where)
                if where.returned is not None:
                    where.returned.append(self._evaluator(where).evaluate(node.value, scope))
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self._expression(child, scope, where)
                    elif isinstance(child, ast.stmt):
                        self._statement(child, scope, where)

    def _if(self, node: ast.If, scope: CodeScope, where: _Where) -> None:
        self._expression(node.test, scope, where)
        bodies = [node.body]
        while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):  # elif
            node = node.orelse[0]
            self._expression(node.test, scope, where)
            bodies.append(node.body)
        self._branches([*bodies, node.orelse], scope, where)

    def _branches(self, bodies: Iterable[Sequence[ast.stmt]], scope: CodeScope, where: _Where) -> None:
        branches = []
        for body in bodies:
            branch = scope.copy()
            self._statements(body, branch, where)
            branches.append(branch)
        scope.merge(branches)

    def _assign(self, targets: Sequence[ast.expr], value: ast.expr, scope: CodeScope, where: _Where) -> None:
        self._expression(value, scope, where)
        evaluator = self._evaluator(where)
        for target in targets:
            self._switched_off(target, value, scope, where)
            if (
                isinstance(target, ast.Tuple)
                and isinstance(value, ast.Tuple)
                and len(target.elts) == len(value.elts)
            ):
                for one, its in zip(target.elts, value.elts, strict=True):
                    evaluator.bind(one, evaluator.evaluate(its, scope), scope)
            else:
                evaluator.bind(target, evaluator.evaluate(value, scope), scope)

    def _switched_off(self, target: ast.expr, value: ast.expr, scope: CodeScope, where: _Where) -> None:
        """Tell of an attribute that is assigned what makes it unsafe."""
        if not isinstance(target, ast.Attribute):
            return
        full = scope.canonical(target) or dotted_name(target) or ""
        found = table().targets.get(full) or table().targets.get(f"*.{target.attr}")
        if found is None:
            return
        wanted, sink = found
        given = str(value.value) if isinstance(value, ast.Constant) else scope.canonical(value) or ""
        if given != wanted and not (given and wanted.endswith(f".{given}")):
            return
        self._judged(Judged(sink.weakness, weaknesses()[sink.weakness].severity, target), target.attr, where)

    # Functions

    def _function(self, node: _Function, scope: CodeScope, where: _Where) -> None:
        for one in [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self._expression(one, scope, where)
        scope.bind(node.name, None)
        scope.functions[node.name] = node
        self._defined[id(node)] = where
        inner = scope.copy()
        rule = _given_by(node, scope)
        evaluator = self._evaluator(where)
        for parameter in _parameters(node):
            value = NUMBER if _is_number(parameter.annotation) else None
            if rule is not None and parameter.arg not in ("self", "cls") and value is None:
                value = evaluator.source(rule, parameter)
            inner.bind(parameter.arg, value)
        self._statements(node.body, inner, msgspec.structs.replace(where, returned=None))

    def _follow(self, function: _Function, node: ast.Call, scope: CodeScope, where: _Where) -> None:
        """Read the notebook's own function with what it is called with."""
        defined = self._defined.get(id(function))
        size = (function.end_lineno or 0) - function.lineno + 1
        if defined is None or where.calls >= _MOST_CALLS or not scope.budget.spend(4 * size):
            return
        evaluator = self._evaluator(where)
        names = [one.arg for one in _parameters(function)]
        given: dict[str, Flow | None] = {}
        for name, argument in zip(names, node.args, strict=False):
            given[name] = evaluator.evaluate(argument, scope)
        for keyword in node.keywords:
            if keyword.arg in names:
                given[keyword.arg or ""] = evaluator.evaluate(keyword.value, scope)
        defaults = function.args.defaults
        for one, default in zip(
            reversed([*function.args.posonlyargs, *function.args.args]), reversed(defaults), strict=False
        ):
            given.setdefault(one.arg, evaluator.evaluate(default, scope))
        inner = scope.copy()
        for one in _parameters(function):
            value = NUMBER if _is_number(one.annotation) else given.get(one.arg)
            if value is not None and value.taint is not None:
                taint = value.taint.then(evaluator.step(node, f"given to {function.name}()"))
                value = msgspec.structs.replace(value, taint=taint)
            inner.bind(one.arg, value)
        returned: list[Flow | None] = []
        inside = msgspec.structs.replace(defined, calls=where.calls + 1, returned=returned)
        self._statements(function.body, inner, inside)
        if returned:
            self._results[id(node)] = inner.union(returned)

    # Expressions

    def _expression(self, node: ast.expr, scope: CodeScope, where: _Where) -> None:
        """Look for calls in an expression, from the inside outwards."""
        nodes = list(ast.walk(node))
        bound = [one for one in nodes if isinstance(one, ast.comprehension | ast.Lambda | ast.NamedExpr)]
        if any(not isinstance(one, ast.NamedExpr) for one in bound):
            scope = scope.copy()
        evaluator = self._evaluator(where)
        for binding in bound:
            if isinstance(binding, ast.comprehension):
                evaluator.bind_loop(binding.target, binding.iter, scope)
            elif isinstance(binding, ast.NamedExpr):
                evaluator.bind(binding.target, evaluator.evaluate(binding.value, scope), scope)
            else:
                for parameter in binding.args.args:
                    scope.bind(parameter.arg, None)
        for call in reversed(nodes):
            if isinstance(call, ast.Call):
                self._call(call, scope, where, evaluator)

    def _call(self, node: ast.Call, scope: CodeScope, where: _Where, evaluator: Evaluator) -> None:
        self._results.pop(id(node), None)
        full = scope.canonical(node.func)
        last, receiver = called_name(node.func, full)
        for keyword in node.keywords:
            if keyword.arg in table().flags:
                found = flagged(table().flags[keyword.arg], keyword, node, scope)
                self._judged(found, full or last, where)
        sink = table().sinks.find(last, full, receiver)
        if sink is not None:
            self._judged(judged(sink[1], node, receiver, evaluator, scope), sink[0], where)
            if sink[1].weakness in _SHELLS and node.args:
                self._shell_argument(node.args[0], scope, where, evaluator)
        self._applied(node, last, scope, where, evaluator)
        if (written := table().written.find(last, full, receiver)) and len(node.args) > 1:
            name = evaluator.evaluate(node.args[1], scope)
            if name is not None and name.text:
                says = written[1].says
                self._downloaded[name.text] = Taint("download", says, (evaluator.step(node, says),))
        own = scope.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if own is not None:
            self._follow(own, node, scope, where)

    def _applied(
        self, node: ast.Call, last: str, scope: CodeScope, where: _Where, evaluator: Evaluator
    ) -> None:
        """Tell of ``frame["column"].apply(eval)``, which calls it with whatever the table holds."""
        if last not in ("apply", "map", "applymap", "transform") or not node.args:
            return
        function = node.args[0]
        if not isinstance(function, ast.Name) or scope.canonical(function) not in ("eval", "exec"):
            return
        held = node.func.value if isinstance(node.func, ast.Attribute) else node.args[-1]
        flow = evaluator.evaluate(held, scope)
        taint = flow.taint if flow is not None and flow.taint and flow.taint.kind != "data" else None
        weakness = weaknesses()["python.injection.code"]
        severity = weakness.severity if taint else weakness.built or weakness.severity
        self._judged(Judged(weakness.id, severity, function, taint), "eval", where)

    def _shell_argument(
        self, argument: ast.expr, scope: CodeScope, where: _Where, evaluator: Evaluator
    ) -> None:
        flow = evaluator.evaluate(argument, scope)
        for name, _, _ in shell_matches(flow.text) if flow is not None else ():
            severity = weaknesses()[name].severity
            self._judged(Judged(name, severity, argument), "shell", where)

    # What was found

    def _evaluator(self, where: _Where, at: int | None = None) -> Evaluator:
        def step(node: ast.AST, what: str) -> Step:
            start = where.places.span(node)[0] if at is None else at  # type: ignore[arg-type]  # arguments have places as well
            return Step(where.cell, start, what)

        return Evaluator(step, self._downloaded, self._results)

    def _judged(self, found: Judged | None, function: str, where: _Where) -> None:
        if found is None:
            return
        span = where.places.span(found.node)  # type: ignore[arg-type]  # keywords have places as well
        key = " ".join(where.source[slice(*span)].split())
        self._add(where, span, found.weakness, found.severity, function, f"{function} {key}", found.taint)

    def _add(  # noqa: PLR0913  # what a match is made of
        self,
        where: _Where,
        span: tuple[int, int],
        weakness: str,
        severity: Severity,
        function: str,
        key: str,
        taint: Taint | None,
    ) -> None:
        place = (where.cell, span[0], weakness)
        before = self._matches.get(place)
        if (before is not None and before.severity.rank <= severity.rank) or len(
            self._matches
        ) >= _MOST_MATCHES:
            return
        steps = (*taint.steps, Step(where.cell, span[0], f"reaches {function}")) if taint else ()
        self._matches[place] = CodeMatch(
            where.cell, *span, weaknesses()[weakness], severity, function, key, taint is not None, steps
        )


def _parameters(node: _Function) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def _given_by(node: _Function, scope: CodeScope) -> SourceRule | None:
    """Return who calls a function by its decorator: a request, or a model that uses it as a tool."""
    for decorator in node.decorator_list:
        func = decorator.func if isinstance(decorator, ast.Call) else decorator
        full = scope.canonical(func)
        last, receiver = called_name(func, full)
        found = table().decorators.find(last, full, receiver)
        if found is not None:
            return found[1]
    return None


def _is_number(annotation: ast.expr | None) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id in ("int", "float", "bool")


def _all_known(node: ast.expr, scope: CodeScope) -> bool:
    """Whether all names are there: IPython leaves a line as it is otherwise."""
    names = [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]
    return bool(names) and all(
        name in scope.values or name in scope.modules or name in scope.functions or name in _BUILT_IN
        for name in names
    )
