"""``FAILED_ARGS``: a JSON object, or a YAML list of maps with one key each, as the pipelines give it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .settings import VOCABULARY, ConfigError, read_all

NAME = "FAILED_ARGS"


def failed_args(text: str | None) -> dict[str, Any] | None:
    """Return the checked arguments; None where the variable is unset or blank.

    Raises
    ------
    ConfigError
        The text is neither form, names a key twice or an unknown one, or a value has the wrong type.
    """
    if text is None or not text.strip():
        return None
    return read_all(_one_map(_parsed(text)), VOCABULARY, NAME)


def _one_map(value: Any) -> Mapping[Any, Any]:
    if isinstance(value, dict):
        return value
    if not isinstance(value, list) or not all(isinstance(item, dict) and len(item) == 1 for item in value):
        raise ConfigError(
            f"{NAME}: has to be a JSON object, or a YAML list of maps with one key each "
            "(`- max_number_of_high: 0`)"
        )
    pairs = [pair for item in value for pair in item.items()]
    return _without_doubles(pairs)


def _without_doubles(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    merged: dict[Any, Any] = {}
    for key, value in pairs:
        if key in merged:
            raise ConfigError(f"{NAME}: {key!r} is given twice")
        merged[key] = value
    return merged


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        json_error = error
    except RecursionError:
        raise ConfigError(f"{NAME}: is nested too deeply") from None
    if text.lstrip()[0] == "{":
        raise ConfigError(
            f"{NAME}: is not valid JSON: {json_error.msg} "
            f"in line {json_error.lineno}, column {json_error.colno}"
        )
    return _parsed_yaml(text)


def _no_constant(name: str) -> Any:
    raise ConfigError(f"{NAME}: {name} is no number that a limit can be")


def _parsed_yaml(text: str) -> Any:
    import yaml  # 15 ms: only for those who write YAML

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
        """Refuses a key that is given twice, where the last one would win unseen."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ARG002  # PyYAML's own signature
            pairs = [(self.construct_object(key, deep=True), key) for key, _ in node.value]
            if not all(isinstance(key, str) for key, _ in pairs):
                raise ConfigError(f"{NAME}: every key has to be text")
            _without_doubles(pairs)
            mapping: dict[Any, Any] = super().construct_mapping(node, deep=True)
            return mapping

    try:
        return yaml.load(text, Loader)  # noqa: S506 - a SafeLoader
    except ConfigError:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        hint = (
            "; put a value that begins with * into quotes"
            if "alias" in f"{error.context} {error.problem}"
            else ""
        )
        raise ConfigError(f"{NAME}: is neither JSON nor YAML: {error.problem}{where}{hint}") from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise ConfigError(f"{NAME}: is neither JSON nor YAML") from None
