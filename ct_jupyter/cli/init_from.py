"""``ct-jupyter init --from``: another scanner's rules and exceptions, as a part of the policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ..files.atomic import reason_of, write_whole
from ..files.regular import read_regular
from ..policy.config import OWN_FILE, PROJECT_FILE, TABLE
from ..policy.foreign.take_over import ForeignError, take_over
from ..policy.foreign.taken import Said, Taken, to_toml
from ..policy.sources import MOST_BYTES
from ..reports.terminal import printable
from .exits import HOLDS, say, usage

FOLDER = ".ct-jupyter"


def take_over_into(top: Path, file: Path, *, force: bool = False) -> int:
    """Write the rules below ``top``, and say of each thing what became of it.

    Parameters
    ----------
    force
        Whether a file that was written before may be overwritten.
    """
    try:
        tool, taken = take_over(read_regular(file, MOST_BYTES), file)
    except OSError as error:
        return usage(f"{file}: cannot be read: {reason_of(error)}")
    except ForeignError as error:
        return usage(f"{file}: {error}")
    say(_words(taken))
    if not (taken.rules or taken.allows or taken.ignores):
        say(["Nothing of it needs to be written."])
        return HOLDS
    name = f"{FOLDER}/from-{tool}.toml"
    path = top / name
    if path.exists() and not force:
        return usage(f"{name} is there already; add --force to write it anew")
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, to_toml(taken).encode())
        written = _name_it(top, name)
    except OSError as error:
        return usage(f"{error.filename}: cannot be written: {reason_of(error)}")
    say([f"Wrote {name}." if written is None else f"Wrote {name} and {written}."])
    if written is None:
        say([f'Add to your settings: rule_files = ["{name}"] and honour_pragmas = true'])
    say(["Look it through, try it with `ct-jupyter config --check` and `ct-jupyter scan`, and commit it."])
    return HOLDS


def _name_it(top: Path, name: str) -> str | None:
    """Name the file of rules in a policy, where there is none yet; else a person does."""
    own, project = top / OWN_FILE, top / PROJECT_FILE
    has_table = project.is_file() and f"[tool.{TABLE}" in project.read_text("utf-8", "replace")
    if own.exists() or has_table:
        return None
    write_whole(own, f'rule_files = ["{name}"]\nhonour_pragmas = true\n'.encode())
    return OWN_FILE


def _words(taken: Taken) -> Iterator[str]:
    for one in taken.said:
        if one.taken:
            yield f"taken over: {one.what} {_shown(one)}{f' ({one.why})' if one.why else ''}"
        else:
            yield f"not taken over: {one.what} {_shown(one)}: {one.why}"
    counted = Counter((one.what, one.taken) for one in taken.said)
    kinds = list(dict.fromkeys(one.what for one in taken.said))
    totals = Counter(one.what for one in taken.said)
    shares = [f"{counted[kind, True]} of {totals[kind]} {kind}s" for kind in kinds]
    yield f"Taken over from {taken.source}: {', '.join(shares) or 'nothing'}."


def _shown(one: Said) -> str:
    return printable(one.name)
