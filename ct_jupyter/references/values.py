"""Which text or path an expression is: constants, joins, f-strings, ``Path``, ``os.path``, ``glob``."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Callable

from ..languages.python_scope import dotted_name
from ..text.lazy import lazy
from .known_calls import is_known, result_of, result_of_method
from .model import UNKNOWN
from .scope import MOST_ALTERNATIVES, Scope, Value, union
from .texts import collection, each, first, fits, joined_path, parent, put_together

_DEPTH = 24
_A_STEP = 64
"""Characters that are put together in the time of a step."""
_MAKING = (ast.BinOp, ast.Call, ast.JoinedStr)
_PERCENT = lazy(r"%(?:\((?P<key>\w+)\))?[#0\- +]*\d*(?:\.\d+)?[sdifrgxX]")


def evaluate(node: ast.expr | None, scope: Scope, depth: int = 0) -> Value | None:
    """Return what ``node`` may be; None where only a run can tell."""
    if depth == 0:
        scope.budget.begin()
    if node is None or depth > _DEPTH or not scope.budget.spend(1):
        return None
    method = _BY_TYPE.get(type(node))
    if method is None:
        return None
    value = method(node, scope, depth + 1)
    if value is not None and type(node) in _MAKING:
        scope.budget.spend(sum(map(len, value.texts)) // _A_STEP)
    return value


def bind_target(target: ast.expr, value: Value | None, scope: Scope) -> None:
    """Assign ``value`` to a name, an attribute, or the names of a tuple."""
    if isinstance(target, (ast.Tuple, ast.List)):
        for index, one in enumerate(target.elts):
            bind_target(one, value.items.get(index) if value and value.items else None, scope)
    elif isinstance(target, ast.Starred):
        bind_target(target.value, value, scope)
    elif isinstance(target, ast.Subscript):
        name, key = dotted_name(target.value), _constant(target.slice)
        held = scope.values.get(name) if name else None
        if name and key is not None and value and held and held.items is not None:
            scope.values[name] = collection({**held.items, key: value})
    elif (name := dotted_name(target)) is not None:
        scope.bind(name, value)


def bind_loop(target: ast.expr, iterable: ast.expr, scope: Scope, depth: int = 0) -> None:
    """Bind the target of a ``for`` to any item of what it goes over."""
    call = iterable if isinstance(iterable, ast.Call) else None
    function = scope.canonical(call.func) if call else None
    if call and function == "enumerate" and isinstance(target, ast.Tuple) and len(target.elts) == 2:
        bind_target(target.elts[0], None, scope)
        return bind_loop(target.elts[1], call.args[0], scope, depth) if call.args else None
    if call and function == "zip" and isinstance(target, ast.Tuple):
        for one, argument in zip(target.elts, call.args, strict=False):
            bind_loop(one, argument, scope, depth)
        return None
    if call and function == "os.walk" and isinstance(target, ast.Tuple) and len(target.elts) == 3:
        top = evaluate(call.args[0], scope, depth) if call.args else None
        bind_target(target.elts[0], each(top, lambda text: joined_path([text, "**"])), scope)
        bind_target(target.elts[1], None, scope)
        return bind_target(target.elts[2], Value(("*",)), scope)
    if call and isinstance(call.func, ast.Attribute) and call.func.attr == "items":
        held = evaluate(call.func.value, scope, depth)
        if isinstance(target, ast.Tuple) and len(target.elts) == 2 and held and held.items is not None:
            bind_target(target.elts[0], Value(tuple(map(str, held.items))), scope)
            return bind_target(target.elts[1], union(held.items.values()), scope)
    value = evaluate(iterable, scope, depth)
    if value and value.items is not None:
        if isinstance(target, ast.Tuple):
            for index, one in enumerate(target.elts):
                inner = [item.items.get(index) for item in value.items.values() if item.items]
                bind_target(one, union(inner), scope)
            return None
        value = union(value.items.values())
    return bind_target(target, value, scope)


def _constant(node: ast.expr) -> str | int | None:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _constant(node.operand)
        return -inner if isinstance(inner, int) else None
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, (str, int)) else None


def _literal(node: ast.Constant, scope: Scope, depth: int) -> Value | None:  # noqa: ARG001  # as all that evaluate
    if isinstance(node.value, str):
        return Value((node.value,))
    return Value((str(node.value),), kind="number") if type(node.value) is int else None


def _f_string(node: ast.JoinedStr, scope: Scope, depth: int) -> Value | None:
    parts = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            plain = part.format_spec is None and part.conversion in (-1, 115)
            parts.append(evaluate(part.value, scope, depth) if plain else None)
        else:
            parts.append(evaluate(part, scope, depth))
    return put_together(parts, "".join)


def _name(node: ast.Name, scope: Scope, depth: int) -> Value | None:  # noqa: ARG001  # as all that evaluate
    if node.id == "__file__":
        return Value(("notebook.ipynb",))  # what people write in scripts: its folder is the notebook's
    return scope.values.get(node.id)


def _attribute(node: ast.Attribute, scope: Scope, depth: int) -> Value | None:
    dotted = dotted_name(node)
    if dotted and dotted in scope.values:
        return scope.values.get(dotted)
    held = evaluate(node.value, scope, depth)
    if node.attr == "parent":
        return each(held, parent)
    if node.attr == "name":
        return each(held, posixpath.basename)
    if node.attr == "stem":
        return each(held, lambda text: posixpath.splitext(posixpath.basename(text))[0])
    return None


def _operation(node: ast.BinOp, scope: Scope, depth: int) -> Value | None:
    if isinstance(node.op, ast.Mod):
        return _percent(node, scope, depth)
    if not isinstance(node.op, (ast.Add, ast.Div)):
        return None
    left, right = evaluate(node.left, scope, depth), evaluate(node.right, scope, depth)
    if isinstance(node.op, ast.Div):
        return put_together([left, right], joined_path)
    if any(one is not None and one.kind == "number" for one in (left, right)):
        return None
    if left and right and left.items is not None and right.items is not None:
        return union([left, right])
    return put_together([left, right], "".join)


def _percent(node: ast.BinOp, scope: Scope, depth: int) -> Value | None:
    template = evaluate(node.left, scope, depth)
    arguments = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    values = [evaluate(argument, scope, depth) for argument in arguments]

    longest = max((len(first(one)) for one in values), default=0)

    def fill(text: str) -> str:
        if not fits(len(text) + text.count("%") * longest):
            return UNKNOWN
        given = iter(values)
        return _PERCENT.sub(lambda found: "" if found[0] == "%%" else first(next(given, None)), text)

    return each(template, fill)


def _sequence(node: ast.List | ast.Tuple | ast.Set, scope: Scope, depth: int) -> Value | None:
    values = [evaluate(item, scope, depth) for item in node.elts[:MOST_ALTERNATIVES]]
    return collection({index: value for index, value in enumerate(values) if value})


def _dict(node: ast.Dict, scope: Scope, depth: int) -> Value | None:
    items: dict[str | int, Value] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        value, name = evaluate(item, scope, depth), _constant(key) if key else None
        if value and name is not None:
            items[name] = value
    return collection(items)


def _subscript(node: ast.Subscript, scope: Scope, depth: int) -> Value | None:
    key = _constant(node.slice)
    if isinstance(node.value, ast.Attribute) and node.value.attr == "parents" and isinstance(key, int):
        held = evaluate(node.value.value, scope, depth)
        for _ in range(min(max(key, 0), 20) + 1):
            held = each(held, parent)
        return held
    held = evaluate(node.value, scope, depth)
    if held is None:
        return None
    if held.items is None:  # an item of `glob.glob(…)` is one of its files
        return held if any("*" in text for text in held.texts) else None
    if isinstance(key, int) and key < 0:
        key += len(held.items)
    return held.items.get(key) if key is not None else union(held.items.values())


def _either(node: ast.IfExp, scope: Scope, depth: int) -> Value | None:
    return union([evaluate(node.body, scope, depth), evaluate(node.orelse, scope, depth)])


def _or(node: ast.BoolOp, scope: Scope, depth: int) -> Value | None:
    return union(evaluate(value, scope, depth) for value in node.values)


def _comprehension(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp, scope: Scope, depth: int
) -> Value | None:
    inner = scope.copy()
    for generator in node.generators:
        bind_loop(generator.target, generator.iter, inner, depth)
    return evaluate(node.elt, inner, depth)


def _call(node: ast.Call, scope: Scope, depth: int) -> Value | None:
    own = scope.functions.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if own is not None:
        return _own_function(own, node, scope, depth)
    function = scope.canonical(node.func)
    known = function is not None and is_known(function)
    if not known and not isinstance(node.func, ast.Attribute):
        return None
    arguments = [evaluate(one, scope, depth) for one in node.args]
    keywords = {one.arg: evaluate(one.value, scope, depth) for one in node.keywords if one.arg}
    if function is not None and known:
        return result_of(function, arguments, keywords)
    assert isinstance(node.func, ast.Attribute)
    held = evaluate(node.func.value, scope, depth)
    return result_of_method(node.func.attr, held, arguments, keywords)


def _own_function(
    function: ast.FunctionDef | ast.AsyncFunctionDef, node: ast.Call, scope: Scope, depth: int
) -> Value | None:
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None or depth > _DEPTH // 2:
        return None
    inner = called(function, node, scope, depth)
    for statement in function.body[:-1]:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            bind_target(statement.targets[0], evaluate(statement.value, inner, depth + 4), inner)
    return evaluate(last.value, inner, depth + 4)


def called(
    function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
    node: ast.Call | None,
    scope: Scope,
    depth: int = 0,
) -> Scope:
    """Return the scope inside a function; without a call its parameters are their defaults."""
    inner = scope.copy()
    spec = function.args
    parameters = [*spec.posonlyargs, *spec.args]
    defaults = [None] * (len(parameters) - len(spec.defaults)) + list(spec.defaults)
    for parameter, default in [
        *zip(parameters, defaults, strict=True),
        *zip(spec.kwonlyargs, spec.kw_defaults, strict=True),
    ]:
        inner.bind(parameter.arg, evaluate(default, scope, depth))
    for extra in (spec.vararg, spec.kwarg):
        if extra:
            inner.bind(extra.arg, None)
    if node is not None:
        for parameter, argument in zip(parameters, node.args, strict=False):
            inner.bind(parameter.arg, evaluate(argument, scope, depth))
        for one in node.keywords:
            if one.arg:
                inner.bind(one.arg, evaluate(one.value, scope, depth))
    return inner


_BY_TYPE: dict[type[ast.expr], Callable[..., Value | None]] = {
    ast.Constant: _literal,
    ast.JoinedStr: _f_string,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.BinOp: _operation,
    ast.List: _sequence,
    ast.Tuple: _sequence,
    ast.Set: _sequence,
    ast.Dict: _dict,
    ast.Subscript: _subscript,
    ast.IfExp: _either,
    ast.BoolOp: _or,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.Call: _call,
    ast.NamedExpr: lambda node, scope, depth: evaluate(node.value, scope, depth),
    ast.Await: lambda node, scope, depth: evaluate(node.value, scope, depth),
    ast.Starred: lambda node, scope, depth: evaluate(node.value, scope, depth),
}
