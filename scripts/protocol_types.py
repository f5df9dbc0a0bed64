"""Write ``src/protocol/protocol.ts`` from ``ct_jupyter/protocol/``: both sides know the same messages."""

from __future__ import annotations

import ast
import datetime
import inspect
import itertools
import re
import sys
import types
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import generated  # first: it says where the package is
import msgspec

from ct_jupyter.detection.model import Severity
from ct_jupyter.findings.finding import Fix, PartKind
from ct_jupyter.notebook.platforms import PlatformId
from ct_jupyter.policy.baseline import Verdict
from ct_jupyter.protocol import requests, responses

PATH = "src/protocol/protocol.ts"

ALIASES: dict[str, Any] = {
    "PartKind": PartKind,
    "Verdict": Verdict,
    "CellType": requests.CellType,
    "DocumentKind": requests.DocumentKind,
    "PlatformId": PlatformId,
    "StoreChosen": requests.StoreChosen,
    "StoreKind": requests.StoreName,
    "EnvAt": requests.EnvAt,
    "SaveMode": requests.SaveMode,
    "ProjectScope": requests.ProjectScope,
    "ShareOutputs": requests.ShareOutputs,
    "ColumnAction": requests.ColumnAction,
    "JobKind": requests.JobKind,
    "JobState": responses.JobState,
}
"""Literals that have a name in TypeScript."""

NAMES: dict[type, str] = {Fix: "IFixProposal"}
"""Structs whose name there is not theirs with an ``I`` in front."""

CONSTANTS = {"API": "API_VERSION", "SAVE_SCHEMA": "SAVE_SCHEMA", "REFUSED": "REFUSED"}
"""Constants of the responses."""

_IMPORTS = {
    "@jupyterlab/nbformat": ("IAttachments", "INotebookContent", "IOutput"),
    "@lumino/coreutils": ("PartialJSONObject",),
    "./severity": ("Severity",),
}
_PLAIN: dict[Any, str] = {
    str: "string", int: "number", float: "number", bool: "boolean", type(None): "null", Any: "unknown",
    datetime.date: "string",
}  # fmt: skip
_ROLE = re.compile(r":\w+:`~?\.*(?:\w+\.)*([^`]+)`")


class Module:
    """The structs that were asked for, and all that they are made of."""

    def __init__(self) -> None:
        self.interfaces: dict[type, str] = {}

    def add(self, struct: type) -> str:
        """Write a struct, once; return its name in TypeScript."""
        name = NAMES.get(struct, f"I{struct.__name__}")
        if struct not in self.interfaces:
            taken = [other for other in self.interfaces if NAMES.get(other, f"I{other.__name__}") == name]
            if taken:
                raise ValueError(f"{name} would be made of two structs: {struct}, {taken[0]}")
            self.interfaces[struct] = ""  # of what holds itself
            self.interfaces[struct] = self._interface(struct, name)
        return name

    def _interface(self, struct: Any, name: str) -> str:
        base = struct.__bases__[0]
        inherited: dict[str, Any] = {}
        extends = ""
        if base is not msgspec.Struct:
            extends = f" extends {self.add(base)}"
            inherited = {field.name: field for field in msgspec.structs.fields(base)}
        config, docs = struct.__struct_config__, _docs_of(struct)
        lines = []
        if config.tag is not None and not extends:
            lines.append(f"  readonly {config.tag_field}: '{config.tag}';")
        is_request = struct.__module__ == requests.__name__
        for field in msgspec.structs.fields(struct):
            before = inherited.get(field.name)
            if before is not None and (before.type, before.required) == (field.type, field.required):
                continue
            written, optional = self.written(field.type)
            if (is_request or config.omit_defaults) and not field.required:
                optional = True
                if config.omit_defaults and not is_request:
                    written = " | ".join(part for part in written.split(" | ") if part != "null")
            if field.name in docs:
                lines.append(_comment(docs[field.name], "  "))
            access = "" if is_request else "readonly "
            lines.append(f"  {access}{field.encode_name}{'?' if optional else ''}: {written};")
        generic = "<T>" if any(re.search(r"\bT\b", line) for line in lines) else ""
        about = _comment(inspect.cleandoc(struct.__doc__ or ""), "")
        body = "\n".join(lines)
        if not body:
            return f"{about}\nexport type {name} = {extends.split()[-1] if extends else 'object'};\n"
        return f"{about}\nexport interface {name}{generic}{extends} {{\n{body}\n}}\n"

    def written(self, kind: Any) -> tuple[str, bool]:
        """Return a type in TypeScript, and whether what is of it may be absent."""
        origin, args = get_origin(kind), get_args(kind)
        if origin is Annotated:
            for meta in args[1:]:
                if isinstance(meta, msgspec.Meta) and meta.extra and "typescript" in meta.extra:
                    return str(meta.extra["typescript"]), False
            return self.written(args[0])
        if origin in (Union, types.UnionType):
            rest = [one for one in args if one is not msgspec.UnsetType]
            return " | ".join(dict.fromkeys(self.written(one)[0] for one in rest)), len(rest) < len(args)
        if origin is Literal:
            return _literal(kind), False
        if origin in (list, tuple, Sequence):
            inner = self.written(args[0])[0]
            return f"readonly {f'({inner})' if '|' in inner else inner}[]", False
        if origin in (dict, Mapping):
            key, value = (self.written(one)[0] for one in args)
            record = f"Record<{key}, {value}>"
            return f"Readonly<{record if key == 'string' else f'Partial<{record}>'}>", False
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.add(kind), False
        if kind is Severity:
            return "Severity", False
        if isinstance(kind, type) and issubclass(kind, Enum):
            return " | ".join(f"'{one.value}'" for one in kind), False
        return _PLAIN[kind], False


def module() -> str:
    """Return the TypeScript module."""
    made = Module()
    for room in (requests, responses):
        for struct in _structs(room):
            made.add(struct)
    parts = [text for text in made.interfaces.values() if text]
    aliases = [f"export type {name} = {_spelled(alias)};\n" for name, alias in ALIASES.items()]
    docs = _module_docs(responses)
    constants = [
        f"{_comment(docs[name], '')}\nexport const {shown} = {_value(getattr(responses, name))};\n"
        for shown, name in CONSTANTS.items()
    ]
    body = "\n".join([*constants, *aliases, *parts])
    imports = [
        f"import type {{ {', '.join(used)} }} from '{source}';\n"
        for source, names in _IMPORTS.items()
        if (used := [name for name in names if re.search(rf"\b{name}\b", body)])
    ]
    head = (
        "// Made by scripts/protocol_types.py from ct_jupyter/protocol/; edit that.\n\n"
        "/**\n * What travels between the front end and the server extension.\n *\n"
        " * All offsets are code points from 0 in the decoded text; see `offsets.ts`.\n */\n"
    )
    return f"{head}{''.join(imports)}\n{body}"


def _structs(room: types.ModuleType) -> Iterator[type]:
    for value in vars(room).values():
        is_struct = isinstance(value, type) and issubclass(value, msgspec.Struct)
        if is_struct and value.__module__ == room.__name__:
            yield value


def _literal(kind: Any) -> str:
    for name, alias in ALIASES.items():
        if set(get_args(alias)) == set(get_args(kind)):
            return name
    return _spelled(kind)


def _spelled(kind: Any) -> str:
    return " | ".join(_value(one) for one in get_args(kind))


def _value(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def _comment(text: str, indent: str) -> str:
    """Return a docstring as a comment, of one line where it fits."""
    plain = _ROLE.sub(r"`\1`", text).replace("``", "`")
    plain = re.sub(r"\bNone\b", "null", plain)
    lines = [line.rstrip() for line in plain.strip().split("\n")]
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */"
    return "\n".join([f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"])


def _docs_of(struct: type) -> dict[str, str]:
    """Return the docstrings of a struct's own fields."""
    tree = ast.parse(inspect.getsource(struct))
    [defined] = tree.body
    assert isinstance(defined, ast.ClassDef)
    return dict(_docs_in(defined.body))


def _module_docs(room: types.ModuleType) -> dict[str, str]:
    return dict(_docs_in(ast.parse(inspect.getsource(room)).body))


def _docs_in(body: Sequence[ast.stmt]) -> Iterator[tuple[str, str]]:
    for statement, after in itertools.pairwise(body):
        target: ast.expr | None = None
        if isinstance(statement, ast.AnnAssign):
            target = statement.target
        elif isinstance(statement, ast.Assign):
            target = statement.targets[0]
        if isinstance(target, ast.Name) and isinstance(after, ast.Expr):
            text = after.value.value if isinstance(after.value, ast.Constant) else None
            if isinstance(text, str):
                yield target.id, inspect.cleandoc(text)


def main() -> int:
    """Write the module; with ``--check`` only say whether it is up to date."""
    return generated.keep({PATH: module()}, "protocol_types.py")


if __name__ == "__main__":
    sys.exit(main())
