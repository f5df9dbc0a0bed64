"""Python cells, statement by statement: what they bind, and what they read and write."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

import msgspec

from ..languages.python_pieces import Places, pieces
from ..text.lazy import lazy
from .calls import Call, Named, calls_reading
from .frames import JOINING, Frame, behind, keeps_frame
from .model import WHEN_RUN, Fields, Reference, named
from .scope import Scope, Value
from .sql import is_data_name
from .texts import joined_path
from .values import bind_loop, bind_target, called, evaluate

_CHANGES_FOLDER = lazy(r"(?m)^[ \t]*%?cd[ \t]+(?P<quote>[\"']?)(?P<folder>[^\r\n\"']+?)(?P=quote)[ \t]*$")
_MOST_CALLS = 3
_Function = (ast.FunctionDef, ast.AsyncFunctionDef)


class _Where(msgspec.Struct, frozen=True):
    """Where references are shown: at their own argument, or at that of the call that led to them."""

    cell: int
    places: Places
    source: str
    instead: tuple[int, int] | None = None
    variable: str | None = None
    calls: int = 0
    reachable: bool = True
    """Whether a cell below finds what is assigned here: not inside a function, nor in the turn of a loop."""


class PythonReader:
    """Reads the Python cells of one notebook, in their order."""

    def __init__(self) -> None:
        self._found: list[Reference] = []
        self._scope = Scope()
        self._defined: dict[int, tuple[_Where, list[Reference]]] = {}
        """By function: where it stands, and what it reads without being called."""
        self._gone: set[int] = set()
        """Ids of what functions read without being called, where a call said it better."""

    @property
    def found(self) -> list[Reference]:
        """What the cells read and write."""
        return [one for one in self._found if id(one) not in self._gone]

    def read(self, cell: int, source: str) -> None:
        """Go on with a cell; what it reads and writes is in ``found``."""
        self._scope.budget.add(source)
        for change in _CHANGES_FOLDER.finditer(source) if "cd " in source else ():
            self._change_folder(Value((change["folder"],)), self._scope)
        for piece in pieces(source):
            try:
                self._statements(piece.tree.body, self._scope, _Where(cell, piece.places, source))
            except RecursionError:  # nested beyond what anybody writes
                continue

    def _statements(self, body: Iterable[ast.stmt], scope: Scope, where: _Where) -> None:
        for statement in body:
            self._statement(statement, scope, where)

    def _statement(self, node: ast.stmt, scope: Scope, where: _Where) -> None:  # noqa: C901  # a branch for each kind of statement
        match node:
            case ast.Import() | ast.ImportFrom():
                scope.add_import(node)
            case ast.Assign():
                for target in node.targets:
                    self._assigned(target, node.value, scope, where)
            case ast.AnnAssign():
                self._assigned(node.target, node.value, scope, where)
            case ast.AugAssign():
                self._expression(node.value, scope, where)
                operation = ast.BinOp(left=node.target, op=node.op, right=node.value)
                bind_target(node.target, evaluate(operation, scope), scope)
            case ast.For() | ast.AsyncFor():
                self._expression(node.iter, scope, where)
                bind_loop(node.target, node.iter, scope)
                self._statements(node.body, scope, msgspec.structs.replace(where, reachable=False))
                self._statements(node.orelse, scope, where)
            case ast.If():
                self._expression(node.test, scope, where)
                bodies = [node.body]
                while len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):  # elif
                    node = node.orelse[0]
                    self._expression(node.test, scope, where)
                    bodies.append(node.body)
                self._branches([*bodies, node.orelse], scope, where)
            case ast.Try():
                self._branches(
                    [[*node.body, *node.orelse], *(one.body for one in node.handlers)], scope, where
                )
                self._statements(node.finalbody, scope, where)
            case ast.Match():
                self._branches([case.body for case in node.cases], scope, where)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    name = item.optional_vars.id if isinstance(item.optional_vars, ast.Name) else None
                    self._expression(item.context_expr, scope, where, name)
                    if item.optional_vars is not None:
                        bind_target(item.optional_vars, evaluate(item.context_expr, scope), scope)
                self._statements(node.body, scope, where)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, scope, where)
            case ast.ClassDef():
                self._class(node, scope, where)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self._expression(child, scope, where)
                    elif isinstance(child, ast.stmt):
                        self._statement(child, scope, where)

    def _branches(self, bodies: Iterable[Sequence[ast.stmt]], scope: Scope, where: _Where) -> None:
        branches = []
        for body in bodies:
            branch = scope.copy()
            self._statements(body, branch, where)
            branches.append(branch)
        scope.merge(branches)

    def _assigned(self, target: ast.expr, value: ast.expr | None, scope: Scope, where: _Where) -> None:
        if value is None:
            return
        if (
            isinstance(target, ast.Tuple)
            and isinstance(value, ast.Tuple)
            and len(target.elts) == len(value.elts)
        ):
            for one, its in zip(target.elts, value.elts, strict=True):
                self._assigned(one, its, scope, where)
            return
        name = target.id if isinstance(target, ast.Name) else None
        self._expression(value, scope, where, name)
        bind_target(target, evaluate(value, scope), scope)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope, where: _Where) -> None:
        scope.bind(node.name, None)
        scope.functions[node.name] = node
        before = len(self._found)
        inside = msgspec.structs.replace(where, reachable=False)
        self._statements(node.body, called(node, None, scope), inside)
        if where.instead is None:
            self._defined[id(node)] = inside, self._found[before:]

    def _class(self, node: ast.ClassDef, scope: Scope, where: _Where) -> None:
        inner = scope.copy()
        for statement in node.body:
            if isinstance(statement, _Function):
                method = called(statement, None, inner)
                self._statements(statement.body, method, msgspec.structs.replace(where, reachable=False))
                # What `__init__` sets, the other methods read.
                for name, value in method.values.changed():
                    if name.startswith("self."):
                        inner.values[name] = value
            else:
                own = Scope(inner)
                self._statement(statement, own, where)
                for name, value in own.values.changed():
                    scope.values[f"{node.name}.{name}"] = value
                    inner.values[name] = inner.values[f"self.{name}"] = value
                for name, module in own.modules.changed():
                    inner.modules[name] = module

    def _expression(  # noqa: C901  # a branch for each kind of expression
        self,
        node: ast.AST,
        scope: Scope,
        where: _Where,
        variable: str | None = None,
        steps: tuple[str, ...] = (),
    ) -> None:
        """Look for readers in an expression.

        Parameters
        ----------
        variable
            What the value of ``node`` ends up in, as a frame, behind the methods ``steps``.
        """
        match node:
            case ast.Call():
                self._call(node, scope, where, variable, steps)
            case ast.Attribute() | ast.Subscript():
                keeps = variable is not None and keeps_frame(node)
                method = (node.attr,) if isinstance(node, ast.Attribute) else ()
                self._expression(
                    node.value, scope, where, variable if keeps else None, (*method, *steps) if keeps else ()
                )
                if isinstance(node, ast.Subscript):
                    self._expression(node.slice, scope, where)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                inner = scope.copy()
                for generator in node.generators:
                    self._expression(generator.iter, inner, where)
                    bind_loop(generator.target, generator.iter, inner)
                    for test in generator.ifs:
                        self._expression(test, inner, where)
                results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
                for result in results:
                    self._expression(result, inner, where, None, steps)
            case ast.Lambda():
                self._expression(node.body, called(node, None, scope), where)
            case ast.NamedExpr():
                self._expression(node.value, scope, where, node.target.id)
                bind_target(node.target, evaluate(node.value, scope), scope)
            case ast.Await():
                self._expression(node.value, scope, where, variable, steps)
            case ast.IfExp():
                self._expression(node.test, scope, where)
                self._expression(node.body, scope, where, variable, steps)
                self._expression(node.orelse, scope, where, variable, steps)
            case _:
                for child in ast.iter_child_nodes(node):
                    self._expression(child, scope, where)

    def _call(
        self,
        node: ast.Call,
        scope: Scope,
        where: _Where,
        variable: str | None,
        steps: tuple[str, ...],
    ) -> None:
        function = scope.canonical(node.func)
        if function in ("os.chdir", "chdir") and node.args:
            self._change_folder(evaluate(node.args[0], scope), scope)
        for call in calls_reading(node, function, scope):
            for one in call.named:
                self._add(call, one, scope, where, variable, steps)
        own = scope.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
        if own is not None:
            self._follow(own, node, scope, where, variable)
        self._expression(node.func, scope, where, variable, steps)
        for argument in [*node.args, *(one.value for one in node.keywords)]:
            if function in JOINING:
                self._joined(argument, scope, where, variable, (function or "", *steps))
            else:
                self._expression(argument, scope, where)

    def _joined(
        self, node: ast.expr, scope: Scope, where: _Where, variable: str | None, steps: tuple[str, ...]
    ) -> None:
        """Look into what ``concat`` is given: the frames of a list or a loop end up in its result."""
        match node:
            case ast.List() | ast.Tuple():
                for one in node.elts:
                    self._joined(one, scope, where, variable, steps)
            case ast.ListComp() | ast.GeneratorExp():
                inner = scope.copy()
                for generator in node.generators:
                    self._expression(generator.iter, inner, where)
                    bind_loop(generator.target, generator.iter, inner)
                self._expression(node.elt, inner, where, variable, steps)
            case _:
                self._expression(node, scope, where, variable, steps)

    def _follow(
        self,
        function: ast.FunctionDef | ast.AsyncFunctionDef,
        node: ast.Call,
        scope: Scope,
        where: _Where,
        variable: str | None,
    ) -> None:
        """Read the notebook's own function with what it is called with; shown at the call."""
        defined = self._defined.get(id(function))
        if defined is None or where.calls >= _MOST_CALLS or not scope.budget.spend(1):
            return
        arguments = [*node.args, *(one.value for one in node.keywords)]
        known = [one for one in arguments if (value := evaluate(one, scope)) and value.texts]
        there, plain = defined
        if not known or not plain:
            return
        returns = isinstance(function.body[-1], ast.Return) and isinstance(
            function.body[-1].value, (ast.Name, ast.Call)
        )
        inside = msgspec.structs.replace(
            there,
            cell=where.cell,
            instead=where.instead or where.places.span(known[0]),
            variable=variable if returns else None,
            reachable=where.reachable,
            calls=where.calls + 1,
        )
        before = len(self._found)
        self._statements(function.body, called(function, node, scope), inside)
        known_already = {(one.reader, _what(one)) for one in plain}
        new = [
            one
            for one in self._found[before:]
            if one.unresolved is None and (one.reader, _what(one)) not in known_already
        ]
        self._found[before:] = new
        if new:  # that it cannot be told where it stands says nothing any more
            told = {one.reader for one in new}
            self._gone |= {id(one) for one in plain if one.unresolved and one.reader in told}

    def _add(
        self,
        call: Call,
        one: Named,
        scope: Scope,
        where: _Where,
        variable: str | None,
        steps: tuple[str, ...],
    ) -> None:
        reader = call.reader
        if reader.library == "python" or reader.writes:  # a file object is no frame
            variable = None
        if call.variable is not None:
            variable = call.variable
        elif where.instead is not None:
            variable = where.variable
        if not where.reachable:
            variable = None
        frame: Frame | None = call.frame
        for step in reversed(steps) if not reader.writes else ():
            frame = behind(step.rpartition(".")[2], frame) if "." not in step else _joins_to(step)
        start, end = where.instead or self._span(one, where)
        for fields in _fields(one, scope, reader.library == "python"):
            self._found.append(
                Reference(
                    cell=where.cell,
                    start=start,
                    end=end,
                    reader=reader.name,
                    library=reader.library,
                    writes=reader.writes,
                    variable=variable,
                    frame=frame if variable and not reader.writes else None,
                    unread=reader.unread,
                    **fields,
                )
            )

    @staticmethod
    def _span(one: Named, where: _Where) -> tuple[int, int]:
        start, end = where.places.span(one.node)
        if one.inside:  # a file inside a text of SQL
            at = where.source.find(one.inside, start, end)
            if at >= 0:
                return at, at + len(one.inside)
        return start, end

    def _change_folder(self, target: Value | None, scope: Scope) -> None:
        shell = target is not None and any(set(text) & set("${}") for text in target.texts)
        if target is None or shell or len(target.texts) != 1 or scope.folder is None:
            scope.folder = None
        else:
            scope.folder = joined_path([scope.folder or ".", target.texts[0].strip()])


def _fields(one: Named, scope: Scope, only_data: bool) -> list[Fields]:
    value = one.value
    if value is None or not (value.texts or value.items is not None or value.kind != "text"):
        return [] if only_data else [{"unresolved": WHEN_RUN}]
    found: list[Fields] = []
    for text in value.texts:
        if only_data and not is_data_name(text):
            continue
        fields = named(text)
        if fields and scope.folder and "path" in fields:
            fields = {"path": joined_path([scope.folder, fields["path"]])}
        elif fields and scope.folder and "glob" in fields:
            fields = {"glob": joined_path([scope.folder, fields["glob"]])}
        if fields and fields not in found:
            found.append(fields)
    return found


def _joins_to(function: str) -> Frame:
    return "polars" if function.startswith("polars") else "pandas"


def _what(reference: Reference) -> str | None:
    return reference.path or reference.glob or reference.url
