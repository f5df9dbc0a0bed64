"""The kinds of findings that a policy may name, and which one was meant by a name that is none of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import cache

from ..findings.catalogue import kinds_by_id

_OWN = ("secret.custom",)
"""What an organisation's own rules begin with: we cannot know their names."""

_CUTOFF = 0.6


def unknown_kind(glob: str, own: Iterable[str] = ()) -> str | None:
    """Return which kind is meant, as ``; did you mean 'pii.email'?``, where ``glob`` names none; else None.

    Parameters
    ----------
    glob
        On the weakness id, as a policy has it; capitals do not matter.
    own
        Ids of the rules that the policy itself adds.
    """
    wanted = glob.strip().lower().replace(".*", "*")
    if wanted.startswith(_OWN) or any(fnmatchcase(known, wanted) for known in (*kinds_by_id(), *own)):
        return None
    near = _near(wanted)
    return (
        f"; did you mean {near!r}?"
        if near
        else "; docs/providers.md, docs/personal-data.md and docs/weaknesses.md list them"
    )


def check_kinds(globs: Iterable[str], own: Iterable[str] = ()) -> None:
    """Refuse globs that name no kind of finding.

    Raises
    ------
    ValueError
        Names the first such glob, and the kind that was probably meant.
    """
    for glob in globs:
        if (meant := unknown_kind(glob, own)) is not None:
            raise ValueError(f"names {glob.strip()!r}, which is no kind of finding{meant}")


def named(weakness_id: str, globs: Iterable[str]) -> bool:
    """Whether one of the globs, in lower case, names ``weakness_id``."""
    return any(fnmatchcase(weakness_id.lower(), glob) for glob in globs)


def _near(wanted: str) -> str | None:
    known = list(kinds_by_id())
    bare = wanted.strip("*.")
    # A family without its star, or an id without what it begins with: `secret.aws`, `email`.
    if f"{bare}.*" in families():
        return f"{bare}.*"
    whole = [one for one in families() if one.endswith(f".{bare}.*")]
    if whole:
        return min(whole, key=len)
    ends = [one for one in known if one.endswith(f".{bare}")]
    if ends:
        return min(ends, key=len)
    pool = [*known, *families()] if "*" in wanted else known
    found = difflib.get_close_matches(wanted.replace("*", ".*"), pool, n=1, cutoff=_CUTOFF)
    if found and found[0].split(".")[0] == wanted.split(".")[0]:
        return found[0]
    by_end = {one.partition(".")[2]: one for one in known}
    last = difflib.get_close_matches(bare, by_end, n=1, cutoff=_CUTOFF)
    return by_end[last[0]] if last else (found[0] if found else None)


@cache
def families() -> tuple[str, ...]:
    """Return the globs that name several kinds at once: ``pii.*``, ``secret.aws.*``."""
    found: dict[str, None] = {}
    for one in kinds_by_id():
        steps = one.split(".")
        for end in range(1, len(steps)):
            found.setdefault(".".join(steps[:end]) + ".*")
    return tuple(found)
