"""Outputs that show a secret whose value stands nowhere: from the name in the code to what the cell printed.

``key = os.environ["KEY"]`` holds no value, and the cell that says ``key`` shows it all the same. Names are
followed over the cells, as a kernel that runs them in order would. What a cell shows alone is the value
itself: it goes from wherever it stands. What is shown among other things is not told apart: that output may
show it.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..detection.secrets.copies import without_ansi
from ..detection.secrets.encodings import is_distinctive
from ..detection.secrets.leaks import announces_secret
from ..languages.cellcode import cell_magic, is_python_cell
from ..notebook import canonical_language, language_of
from ..rewrite.source import without_escapes
from ..text.lazy import lazy
from ..text.words import word_set

MAX_CHARACTERS = 200_000
"""Of a cell's source; a longer one is none that somebody typed."""
_MAX_DEPTH = 60

_SHELL_LINE = lazy(r"(?m)^[ \t]*(?:!|%(?:env|sx|system|set_env)\b)[^\n]*")
_OF_SHELL = lazy(
    r"\$\{?(?P<name>[A-Za-z_]\w*)\}?|\{(?P<python>[A-Za-z_]\w*)\}|%env[ \t]+(?P<asked>[A-Za-z_]\w*)[ \t]*$"
)
_WHOLE_ENVIRONMENT = lazy(
    r"(?m)^[ \t]*(?:%env[ \t]*$|!(?:/usr/bin/)?(?:env|printenv|set|export)[ \t]*(?:$|\|))|^%whos\b"
)
_PRINTS_ONE = lazy(
    r"(?:!echo[ \t]+\"?\$\{?\w+\}?\"?|!printenv[ \t]+\w+|!echo[ \t]+\"?\{\w+\}\"?|%env[ \t]+\w+)[ \t]*\Z"
)
_NO_VALUE = lazy(r"\s|<REDACTED:|^[*.\u2022]+$|^<.*>$")
_PRINTENV = lazy(r"!printenv[ \t]+(\w+)")
_SHELL_CELLS = frozenset({"bash", "sh", "script", "system", "sx", "!"})

_LOOKUPS = frozenset({"getenv", "get_password", "get_secret", "get_credential"})
_ASKS = frozenset({"getpass", "getpass.getpass"})
_SAYS = word_set("print pprint display write debug info warning warn error critical")
_KEEPS = word_set(
    """
    str repr dict list tuple set sorted format dumps DataFrame Series array asdict quote quote_plus
    b64encode b64decode upper lower strip lstrip rstrip split rsplit encode decode join replace items values
    copy to_dict to_string to_json head tail reversed zip enumerate map OrderedDict SimpleNamespace concat
    assign get_secret_value reveal title
    """
)
"""Calls that give what went into them: a client made of a key shows itself as something else."""
_ALL_NAMES = frozenset({"globals", "locals", "vars"})


class Printed(NamedTuple):
    """What outputs show of secrets whose values no source holds."""

    values: Mapping[str, str]
    """Variables by value, of the values that a cell shows alone."""
    cells: frozenset[int]
    """Indexes of cells whose outputs may show one."""

    def __repr__(self) -> str:
        return f"Printed({len(self.values)} values, cells={sorted(self.cells)})"


def printed_secrets(notebook: Mapping[str, Any]) -> Printed:
    """Return what the outputs of a notebook of Python show of secrets that its code looks up."""
    metadata = notebook.get("metadata")
    if canonical_language(language_of(metadata if isinstance(metadata, dict) else {})) != "python":
        return Printed({}, frozenset())
    follower = _Follower()
    values: dict[str, str] = {}
    cells: set[int] = set()
    for index, cell in enumerate(notebook.get("cells") or ()):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        stored = cell.get("source", "")
        source = stored if isinstance(stored, str) else "".join(map(str, stored))
        if len(source) > MAX_CHARACTERS:
            continue
        shown = follower.shown_by(source)
        outputs = [one for one in cell.get("outputs") or () if isinstance(one, dict)]
        if not shown.any or not outputs:
            continue
        cells.add(index)
        if shown.alone and len(outputs) == 1 and (value := _only_text(outputs[0])):
            values.setdefault(value, shown.alone)
    return Printed(values, frozenset(cells))


def _only_text(output: Mapping[str, Any]) -> str:
    """Return the one word that an output shows, without the quotes of a string."""
    data = output.get("data")
    text = output.get("text") if output.get("output_type") == "stream" else None
    if text is None and isinstance(data, dict):
        text = data.get("text/plain")
    text = without_ansi(text if isinstance(text, str) else "".join(map(str, text or ()))).strip()
    if len(text) >= 2 and text[0] in "'\"" and text[-1] == text[0]:
        text = text[1:-1]
    told = is_distinctive(text) and not _NO_VALUE.search(text)
    return text if told else ""


class _Shown(NamedTuple):
    any: bool
    """Whether the cell may show a secret."""
    alone: str = ""
    """The variable that it shows and nothing else."""


class _Follower:
    """The names that hold a secret after the cells so far, each with the variable it comes from."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._functions: dict[str, str] = {}

    def shown_by(self, source: str) -> _Shown:
        magic = cell_magic(source)
        if magic and magic[0].lower() in _SHELL_CELLS:
            return _Shown(any(map(self._of_shell, _OF_SHELL.finditer(source))) or "printenv" in source)
        if magic and not is_python_cell(source):
            return _Shown(any=False)
        lines = _SHELL_LINE.findall(source)
        by_shell = [found for line in lines if (found := self._by_line(line))]
        whole = bool(_WHOLE_ENVIRONMENT.search(source)) and (bool(self._names) or "env" in source)
        code = without_escapes(source)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a warning would quote the line
            try:
                tree = ast.parse(code)
            except (SyntaxError, ValueError, MemoryError, RecursionError):
                # Half typed: a name that is followed and stands there may be shown.
                mentioned = set(re.findall(r"[A-Za-z_]\w*", code))
                return _Shown(bool(by_shell) or whole or bool(mentioned & set(self._names)))
        try:
            by_code = list(self._by_code(tree, ends_quietly=source.rstrip().endswith(";")))
        except RecursionError:
            return _Shown(any=bool(self._names))
        by_any = [*by_shell, *by_code]
        alone = by_any[0] if len(by_any) == 1 and self._says_one_thing(source, tree) else ""
        return _Shown(bool(by_any) or whole, alone)

    def _says_one_thing(self, source: str, tree: ast.Module) -> bool:
        """Tell whether nothing else of the cell prints anything."""
        lines = [line.strip() for line in _SHELL_LINE.findall(source)]
        if lines:
            return (
                len(lines) == 1 and bool(_PRINTS_ONE.match(lines[0])) and all(map(_is_quiet, tree.body[:-1]))
            )
        return all(map(_is_quiet, tree.body[:-1])) and bool(tree.body) and self._is_bare(tree.body[-1])

    def _is_bare(self, statement: ast.stmt) -> bool:
        if not isinstance(statement, ast.Expr):
            return False
        value = statement.value
        if (
            isinstance(value, ast.Call)
            and _name_of(value.func) in ("print", "display")
            and len(value.args) == 1
        ):
            value = value.args[0]
        return isinstance(value, ast.Name) or bool(self._lookup(value))

    def _by_line(self, line: str) -> str:
        if found := _PRINTENV.search(line):
            return found[1] if announces_secret(found[1]) else ""
        return next(filter(None, map(self._of_shell, _OF_SHELL.finditer(line))), "")

    def _of_shell(self, found: re.Match[str]) -> str:
        if found["python"]:
            return self._names.get(found["python"], "")
        name = found["name"] or found["asked"]
        return self._names.get(name, "") or (name if announces_secret(name) else "")

    def _by_code(self, tree: ast.Module, *, ends_quietly: bool) -> Iterator[str]:
        for number, statement in enumerate(tree.body):
            self._follow(statement)
            is_last = number == len(tree.body) - 1 and not ends_quietly
            if is_last and isinstance(statement, ast.Expr) and not _says(statement.value):
                if found := self._held(statement.value):
                    yield found
                elif isinstance(statement.value, ast.Call) and self._takes(statement.value):
                    yield self._takes(statement.value)
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and _says(node):
                    yield from filter(None, (self._held(one) for one in node.args))
                elif isinstance(node, ast.Raise) and node.exc is not None:
                    yield from filter(None, (self._held(one) for one in getattr(node.exc, "args", ())))

    def _follow(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                held = self._held(node.value)
                for target in targets:
                    self._set(target, held, keeps=isinstance(node, ast.AugAssign))
            elif isinstance(node, (ast.For, ast.comprehension)):
                self._set(node.target, self._held(node.iter), keeps=True)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                returned = (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value)
                if held := next(filter(None, map(self._held, returned)), ""):
                    self._functions[node.name] = held

    def _set(self, target: ast.expr, held: str, *, keeps: bool) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            for one in target.elts:
                self._set(one, held, keeps=keeps)
        elif isinstance(target, ast.Name):
            if held:
                self._names[target.id] = held
            elif not keeps:
                self._names.pop(target.id, None)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and held:
            self._names[target.value.id] = held  # the whole shows it from now on

    def _takes(self, call: ast.Call) -> str:
        """Return the secret that an object is made of, which it may show: a class by its name."""
        name = _name_of(call.func).rpartition(".")[2]
        if not name[:1].isupper():
            return ""
        return next(filter(None, map(self._held, _arguments(call))), "")

    def _lookup(self, node: ast.expr) -> str:
        """Return the variable of a secret that an expression looks up."""
        if isinstance(node, ast.Subscript) and _name_of(node.value).endswith("environ"):
            return _secret_name(node.slice)
        if not isinstance(node, ast.Call):
            return ""
        name = _name_of(node.func)
        last = name.rpartition(".")[2]
        if name in _ASKS:
            return "SECRET"
        if (
            last == "get" and name.rpartition(".")[0].endswith(("environ", "userdata", "secrets"))
        ) or last in _LOOKUPS:
            found = [
                _secret_name(one, certain=not name.endswith(("environ.get", "getenv"))) for one in node.args
            ]
            return next(filter(None, reversed(found)), "")
        return ""

    def _held(self, node: ast.expr | None, depth: int = 0) -> str:
        """Return the variable of a secret that the value of an expression shows; empty for none."""
        if node is None or depth > _MAX_DEPTH:
            return ""
        if found := self._lookup(node):
            return found
        if isinstance(node, ast.Name):
            return self._names.get(node.id, "")
        if isinstance(node, ast.Call):
            name = _name_of(node.func)
            if name in self._functions:
                return self._functions[name]
            if name in _ALL_NAMES and not node.args:
                return next(iter(self._names.values()), "")
        return next(filter(None, (self._held(one, depth + 1) for one in _shown_parts(node))), "")


def _shown_parts(node: ast.expr) -> Iterable[ast.expr]:
    """Return the parts of an expression that its value shows."""
    if isinstance(node, ast.Call):
        last = node.func.attr if isinstance(node.func, ast.Attribute) else _name_of(node.func)
        base = [node.func.value] if isinstance(node.func, ast.Attribute) else []
        return [*base, *_arguments(node)] if last in _KEEPS else []
    if isinstance(node, ast.Subscript):
        return [] if _is_short(node.slice) else [node.value]
    if isinstance(node, ast.IfExp):
        return [node.body, node.orelse]
    found: list[ast.expr] = []
    for field in _SHOWN_FIELDS.get(type(node), ()):
        value = getattr(node, field)
        found += value if isinstance(value, list) else [value]
    return found


_SHOWN_FIELDS: Mapping[type[ast.expr], tuple[str, ...]] = {
    ast.JoinedStr: ("values",),
    ast.FormattedValue: ("value",),
    ast.BinOp: ("left", "right"),
    ast.BoolOp: ("values",),
    ast.Dict: ("values",),
    ast.List: ("elts",),
    ast.Tuple: ("elts",),
    ast.Set: ("elts",),
    ast.Starred: ("value",),
    ast.Await: ("value",),
    ast.NamedExpr: ("value",),
    ast.ListComp: ("elt",),
    ast.SetComp: ("elt",),
    ast.GeneratorExp: ("elt",),
    ast.DictComp: ("value",),
}


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _name_of(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts))


def _secret_name(node: ast.expr, *, certain: bool = False) -> str:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return ""
    return node.value if certain or announces_secret(node.value) else ""


def _says(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _name_of(node.func).rpartition(".")[2] in _SAYS


def _is_quiet(statement: ast.stmt) -> bool:
    """Tell whether a statement prints nothing, as imports and assignments do not."""
    return not any(isinstance(node, ast.Call) and _says(node) for node in ast.walk(statement))


def _is_short(node: ast.expr) -> bool:
    """Tell whether a slice or an index takes a few characters only."""
    match node:
        case ast.Slice(lower=None, upper=ast.Constant(value=int(upper))):
            return 0 <= upper <= 4
        case ast.Slice(lower=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(lower))), upper=None):
            return lower <= 4
    return False
