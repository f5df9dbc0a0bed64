"""A baseline of detect-secrets: https://github.com/Yelp/detect-secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...detection.own.fitness import check_pattern
from .go_globs import to_globs
from .go_tree import UntranslatableError
from .taken import Said, Taken

_FILTERS = "detect_secrets.filters."
_OF_POLICY = ("allowlist.is_line_allowlisted",)


def is_detect_secrets(document: Any) -> bool:
    """Whether a document of JSON is a baseline of detect-secrets."""
    return isinstance(document, dict) and "results" in document and "plugins_used" in document


def from_detect_secrets(document: Mapping[str, Any], source: str) -> Taken:
    """Return what a baseline becomes.

    Parameters
    ----------
    source
        Its name, for reasons.
    """
    taken = Taken(source)
    for plugin in document.get("plugins_used") or ():
        _plugin(taken, plugin)
    for used in document.get("filters_used") or ():
        _filter(taken, used)
    exclude = document.get("exclude")
    if isinstance(exclude, dict):
        _patterns(taken, "files", exclude.get("files"))
        _patterns(taken, "line", exclude.get("lines"))
    for key in ("custom_plugin_paths", "word_list"):
        held = document.get(key)
        if held.get("file") if isinstance(held, dict) else held:
            taken.leave("setting", key, "is a file of its own, which is not read")
    results = document.get("results")
    for path, found in results.items() if isinstance(results, dict) else ():
        _results(taken, path, [one for one in found if isinstance(one, dict)])
    return taken


def _plugin(taken: Taken, plugin: Any) -> None:
    name = plugin.get("name", "") if isinstance(plugin, dict) else str(plugin)
    if isinstance(plugin, dict) and plugin.get("path"):
        taken.leave("plugin", name, "is a program, which is not run; write its pattern as a [[rule]]")
        return
    taken.said.append(Said("plugin", name, True, "our rules stand in its place"))
    if isinstance(plugin, dict) and plugin.get("keyword_exclude"):
        _patterns(taken, "value", plugin["keyword_exclude"])


def _filter(taken: Taken, used: Any) -> None:
    path = used.get("path", "") if isinstance(used, dict) else ""
    name = path.removeprefix(_FILTERS)
    patterns = used.get("pattern") if isinstance(used, dict) else None
    if name == "regex.should_exclude_file":
        _patterns(taken, "files", patterns)
    elif name == "regex.should_exclude_line":
        _patterns(taken, "line", patterns)
    elif name == "regex.should_exclude_secret":
        _patterns(taken, "value", patterns)
    elif name in _OF_POLICY:
        taken.said.append(Said("filter", name, True, "honour_pragmas stands in its place"))
    elif path.startswith(f"{_FILTERS}heuristic.") or path.startswith(f"{_FILTERS}common."):
        taken.said.append(Said("filter", name, True, "our own judgement of values stands in its place"))
    elif path.startswith(f"{_FILTERS}gibberish."):
        taken.said.append(Said("filter", name, True, "our own judgement of words stands in its place"))
    else:
        taken.leave("filter", name, "is a program or a list of its own, which is not read")


def _patterns(taken: Taken, of: str, patterns: Any) -> None:
    for pattern in _texts(patterns):
        name = f"{of} {pattern[:60]}"
        reason = f"excluded in {taken.source}"
        try:
            if of == "files":
                taken.add_ignore({"paths": list(to_globs(pattern)), "reason": reason}, name)
            else:
                check_pattern(pattern)
                taken.add_allow({"reason": reason, of: pattern}, name)
        except UntranslatableError as error:
            taken.leave("allow", name, f"the path {error}")
        except ValueError as error:
            taken.leave("allow", name, f"the pattern {error}")


def _results(taken: Taken, path: str, found: list[Mapping[str, Any]]) -> None:
    """Let through in one file what the baseline knows of it, by the same hashes."""
    for audited, reason in ((False, "no secret"), (None, "not audited"), (True, "a secret that is known")):
        hashes = sorted({one["hashed_secret"] for one in found if _is_so(one, audited)})
        if hashes:
            table = {"reason": f"{reason}, as {taken.source} says", "paths": [_glob_of(path)], "sha1": hashes}
            taken.add_allow(table, f"{path}: {len(hashes)} known, {reason}")


def _is_so(one: Mapping[str, Any], audited: bool | None) -> bool:
    return isinstance(one.get("hashed_secret"), str) and one.get("is_secret") is audited


def _glob_of(path: str) -> str:
    return "/" + path.replace("\\", "/").removeprefix("./").lstrip("/")


def _texts(value: Any) -> Iterable[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]
