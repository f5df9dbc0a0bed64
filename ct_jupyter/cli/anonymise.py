"""``ct-jupyter anonymise``: a copy of a data file without what its columns say of people."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, get_args

from ..anonymise.columns import ColumnKind, UnscannedError, kinds_of_columns
from ..anonymise.data_cell import KEY_ENV, Action, change_for
from ..anonymise.pseudonym_key import key_in_files
from ..anonymise.pseudonyms import MIN_KEY_LENGTH, Change
from ..datasets.apart import scan_apart
from ..datasets.source import UnreadableDataError
from ..detection.model import Confidence
from ..detection.personal.personal_kinds import PERSON, PREFIX, is_personal
from ..files.atomic import ChangedMeanwhileError, locked, reason_of
from ..git.work_tree import ignore, look, work_tree_top
from ..policy.config import load_config
from ..policy.kinds import named
from ..policy.paths import path_matches
from ..policy.settings import ConfigError
from ..redact.column_outputs import scrub_file
from ..redact.document import NotEditableError
from ..reports.terminal import plural, printable
from ..rewrite.names import is_valid
from .exits import HOLDS, INCOMPLETE, complain, say, usage

ACTIONS: tuple[Action, ...] = get_args(Action)
_DONE = {
    "drop": "left out",
    "mask": "masked with asterisks",
    "hash": "replaced by keyed hashes",
    "fake": "replaced by fakes of the same form",
}


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "anonymise",
        help="make a copy of a data file without personal data",
        description="Write a copy of a CSV, Parquet, Feather, JSON, JSON Lines or SQLite file, or of a "
        "workbook as CSV, in which the columns that hold personal data are replaced. With the same key, a "
        "value gets the same fake in every file, so tables can still be joined. The file itself is not "
        "changed.",
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="the data file to copy")
    parser.add_argument("--output", type=Path, required=True, metavar="NEW", help="the copy to write")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="NAME=ACTION",
        help=f"what to do with a column: {', '.join(ACTIONS)}, or fake:KIND to say what it holds, as in "
        "contact=fake:email; can be given more than once (default: fakes for all columns with personal data)",
    )
    parser.add_argument(
        "--key-env",
        default=KEY_ENV,
        metavar="NAME",
        help="environment variable that holds the key for hashes and fakes (default: %(default)s)",
    )
    parser.add_argument("--force", action="store_true", help="overwrite NEW if it exists")
    parser.add_argument(
        "--gitignore", action="store_true", help="add DATA to .gitignore, so that it is not committed"
    )
    parser.add_argument(
        "--scrub",
        action="append",
        default=[],
        type=Path,
        metavar="NOTEBOOK",
        help="also remove these columns from the outputs of a notebook; can be given more than once",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the copy and return the exit code."""
    data, output = options.data, options.output
    if not data.is_file():
        return usage(f"{data}: is no file; name the data file to copy")
    if problem := _cannot_take(data, output, options.force):
        return usage(problem)
    try:
        asked = dict(map(_parsed, options.column))
    except ValueError as error:
        return usage(str(error))
    key = b""
    if not asked or any(action in ("hash", "fake") for action, _ in asked.values()):
        if not is_valid(options.key_env):
            return usage(f"--key-env {options.key_env!r} cannot be the name of an environment variable")
        found_key = os.environ.get(options.key_env) or key_in_files(
            options.key_env, [Path.cwd(), data.parent]
        )
        key = (found_key or "").encode("utf-8", "surrogateescape")
        if len(key) < MIN_KEY_LENGTH:
            return usage(_key_words(options.key_env, bool(key)))
    try:
        found = kinds_of_columns(data)
    except UnscannedError as error:
        return _failed(data, str(error))
    actions = _actions(asked, found)
    if not actions:
        say([f"{data}: no column with personal data was found, so no copy was made."])
        return HOLDS
    try:
        counts = _write(data, output, actions, key)
    except UnreadableDataError as error:
        return _failed(data, str(error))
    except OSError as error:
        why = reason_of(error)
        return usage(f"{output}: was not written: {why}")
    say(_words(output, actions, counts, found))
    say(_ignore_words(output, actions))
    say(_git_words(data, options.gitignore))
    return max((_scrub(notebook, actions) for notebook in options.scrub), default=HOLDS)


def _scrub(notebook: Path, columns: Iterable[str]) -> int:
    """Take columns out of a notebook's outputs; the names of nested ones are those of their last part."""
    names = {part for name in columns for part in (name, name.rpartition(".")[2])}
    try:
        places = scrub_file(notebook, names)
    except OSError as error:
        return _failed(notebook, f"was not changed: {error.strerror or error}")
    except NotEditableError as error:
        return _failed(notebook, str(error))
    say([f"{notebook}: {plural(places, 'place')} in outputs redacted."])
    return HOLDS


def _actions(
    asked: Mapping[str, tuple[Action, str | None]], found: Mapping[str, ColumnKind]
) -> dict[str, tuple[Action, str]]:
    """Return action and kind by column: what was asked for, else fakes for what was found."""
    if not asked:
        return {name: ("fake", kind.weakness_id) for name, kind in found.items()}
    actions: dict[str, tuple[Action, str]] = {}
    for name, (action, kind) in asked.items():
        known = found.get(name)
        # Of what nobody knows the kind, words and numbers are both replaced.
        actions[name] = action, kind or (known.weakness_id if known else PERSON)
    return actions


def _parsed(text: str) -> tuple[str, tuple[Action, str | None]]:
    name, equals, said = text.rpartition("=")
    action, colon, kind = said.partition(":")
    if not equals or not name or action not in ACTIONS or (colon and action != "fake"):
        raise ValueError(
            f"--column {text!r}: write NAME=ACTION, where ACTION is one of {', '.join(ACTIONS)}, or fake:KIND"
        )
    if colon:
        from ..policy.kinds import unknown_kind

        kind = kind if is_personal(kind) else f"{PREFIX}{kind}"
        meant = unknown_kind(kind)
        if meant is not None and unknown_kind(f"{kind}.*") is not None:
            raise ValueError(f"--column {text!r}: {kind!r} is no kind of personal data{meant}")
    return name, (next(one for one in ACTIONS if one == action), kind or None)


def _cannot_take(data: Path, output: Path, force: bool) -> str | None:
    if output.is_dir() or (output.exists() and not output.is_file()):
        return f"{output}: is no file; choose another --output"
    if output.exists() and output.samefile(data):
        return f"{output}: is the file itself, which is never changed; choose another --output"
    if output.exists() and not force:
        return f"{output}: exists; choose another --output or add --force"
    if not output.parent.is_dir():
        return f"{output}: the folder {output.parent} does not exist; create it first"
    return None


def _write(data: Path, output: Path, actions: Mapping[str, tuple[Action, str]], key: bytes) -> Any:
    from ..anonymise.files import anonymise  # brings Polars along

    changes = {}
    for name, (action, kind) in actions.items():
        change = change_for(kind, action)
        changes[name] = None if change is None else partial(_keyed, change, key)
    temporary = output.with_name(f".{output.name}.{secrets.token_hex(6)}")
    try:
        temporary.touch(mode=0o600)
        counts = anonymise(data, temporary, changes, shown=output)
        temporary.chmod(stat.S_IMODE(output.stat().st_mode if output.exists() else data.stat().st_mode))
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(output)
    finally:
        for left in (temporary, temporary.with_name(f"{temporary.name}-journal")):
            left.unlink(missing_ok=True)
    return counts


def _keyed(change: Change, key: bytes, value: Any) -> Any:
    return change(value, key)


def _words(
    output: Path, actions: Mapping[str, tuple[Action, str]], counts: Any, found: Mapping[str, ColumnKind]
) -> Iterator[str]:
    yield f"{output}: {counts.rows:,} rows."
    for name, (action, kind) in actions.items():
        what = f" ({found[name].title})" if name in found else f" ({kind})" if action == "fake" else ""
        number = "" if action == "drop" else f", {counts.values[name]:,} values"
        yield f"  {printable(name)}{what}: {_DONE[action]}{number}"
    left = [name for name in found if name not in actions]
    if left:
        yield f"Personal data that stays, as it was not asked for: {', '.join(map(printable, left))}"


def _ignore_words(output: Path, actions: Mapping[str, tuple[Action, str]]) -> Iterator[str]:
    """Yield how scans leave those fakes of the copy out that they would find, unless they do already."""
    place = output.absolute()
    try:
        config = load_config(place.parent, {})
    except ConfigError:
        return  # a scan says what is wrong with it
    made = {name: kind for name, (action, kind) in actions.items() if action == "fake"}
    # Most fakes are out of ranges that belong to nobody, which a scan knows.
    columns = scan_apart(place).columns if made else []
    found = {column.name for column in columns if column.confidence is not Confidence.LOW}
    fakes = sorted({kind for name, kind in made.items() if name in found})
    shown = place.relative_to(config.root.absolute()).as_posix() if _is_below(place, config.root) else None
    known = any(
        path_matches(shown or "", rule.paths) and all(named(kind, rule.weakness) for kind in fakes)
        for rule in config.ignore
    )
    if not fakes or shown is None or known:
        return
    pyproject = any("pyproject" in source for source in config.sources.values())
    yield "Some fakes look real, and a scan finds them. To have it leave this file out, add to " + (
        "pyproject.toml:" if pyproject else ".ct-jupyter.toml:"
    )
    yield "  [[tool.ct-jupyter.ignore]]" if pyproject else "  [[ignore]]"
    yield f"  paths = [{json.dumps(shown, ensure_ascii=False)}]"
    yield f'  weakness = "{", ".join(fakes)}"'
    yield '  reason = "fakes, made by ct-jupyter anonymise"'


def _is_below(place: Path, root: Path) -> bool:
    return place.is_relative_to(root.absolute())


def _git_words(data: Path, wanted: bool) -> Iterator[str]:
    """Yield what git would do with the file itself, and what was done about it."""
    place = data.absolute()
    top = work_tree_top(place.parent)
    if top is None:
        return
    view = look(place.parent, place.name)
    if view.tracked:
        yield f"git tracks {data}: take it out with `git rm --cached`, and think of the history."
    elif not view.ignored and not wanted:
        yield f"git does not ignore {data}: add --gitignore to have it do so."
    elif not view.ignored:
        try:
            with locked(place.parent):
                ignore(place.parent, place.name, top, view)
        except (OSError, ChangedMeanwhileError):
            yield f"{data} could not be added to .gitignore. Add it yourself."
        else:
            yield f"git ignores {data} from now on."


def _key_words(name: str, given: bool) -> str:
    what = f"is shorter than {MIN_KEY_LENGTH} characters" if given else "is not set, and no .env file has it"
    return (
        f"the environment variable {name} {what}. It holds the key of hashes and fakes: keep it secret, and "
        "use the same for all files that have to join. To make one: "
        f"export {name}=$({Path(sys.executable).name} -c 'import secrets; print(secrets.token_urlsafe(32))')"
    )


def _failed(data: Path, message: str) -> int:
    complain([f"ct-jupyter: error: {data}: {message}"])
    return INCOMPLETE
