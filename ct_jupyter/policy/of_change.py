"""The policy that a change is judged by: that of its base, so that no change can talk the gate out of it.

What the change itself does to the settings and to the baseline is told, and holds once it is merged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..detection.own.own_rules import OwnRule
from ..git import GitError, Repository, file_at
from .baseline import Baseline, load_baseline
from .config import DEFAULT, OWN_FILE, PROJECT_FILE, Config
from .notices import Notice
from .settings import AllowRule, ConfigError, IgnoreRule
from .sources import MOST_BYTES, Read, read_file

ADOPT = "CT_POLICY_FROM"
"""Variable that a pipeline sets to ``head`` to take the policy from the change."""
_MOST_SHOWN = 60
_HOW = (
    f"it holds once it is on the protected branch; a pipeline takes it from the change where the protected "
    f"variable {ADOPT} is head"
)


class Policy(NamedTuple):
    """What a run is judged by."""

    config: Config
    baseline: Baseline | None
    key: Baseline | None
    """The baseline whose key makes the fingerprints, which stay the same whether it counts or not."""
    notices: Sequence[Notice] = ()


def reader_at(repository: Repository, commit: str) -> Read:
    """Return what reads settings as ``commit`` has them, and files outside of the repository as they are."""

    def read(path: Path) -> bytes | None:
        try:
            place = path.resolve().parent.relative_to(repository.top.resolve()) / path.name
        except ValueError:
            return read_file(path)
        try:
            return file_at(repository, commit, place.as_posix(), MOST_BYTES)
        except GitError as error:
            raise ConfigError(str(error)) from None

    return read


def policy_at_head(config: Config) -> Policy:
    """Return the policy that stands in the work tree.

    Raises
    ------
    ConfigError
        The baseline is damaged.
    """
    baseline = load_baseline(config)
    return Policy(config, baseline, baseline)


def policy_of_change(load: Callable[[Read], Config], repository: Repository, base: str, head: str) -> Policy:
    """Return the policy at ``base``, and notices of what the change makes of it at ``head``.

    Parameters
    ----------
    load
        Returns the settings, read by what it is given.

    Raises
    ------
    ConfigError
        The policy of the base or that of the change cannot be used.
    """
    before, after = reader_at(repository, base), reader_at(repository, head)
    config, changed = load(before), load(after)
    baseline, changed_baseline = load_baseline(config, before), load_baseline(changed, after)
    return Policy(
        config,
        baseline,
        baseline or changed_baseline,
        [*_settings(config, changed), *_entries(baseline, changed_baseline, changed.baseline.name)],
    )


def _settings(config: Config, changed: Config) -> list[Notice]:
    notices = []
    for key, value in changed.values.items():
        sources = [one.sources[key] for one in (changed, config)]
        file = next((source for source in sources if source in (OWN_FILE, PROJECT_FILE)), None)
        if file is None or _meant(value) == _meant(config.values[key]):
            continue
        was = "its default" if config.sources[key] == DEFAULT else _shown(config.values[key])
        notices.append(
            Notice(file, f"this change sets {key} to {_shown(value)}, and {was} still holds: {_HOW}")
        )
    return notices


def _entries(baseline: Baseline | None, changed: Baseline | None, name: str) -> list[Notice]:
    old, new = (set(one.entries) if one else set() for one in (baseline, changed))
    notices = []
    for count, what in ((len(new - old), "adds"), (len(old - new), "takes out")):
        if count:
            entries = "1 entry" if count == 1 else f"{count} entries"
            notices.append(Notice(name, f"this change {what} {entries} of the baseline: {_HOW}"))
    return notices


def _meant(value: object) -> object:
    """Return a setting's value without where it stands: a rule that moved down by a line is the same."""
    if not isinstance(value, tuple):
        return value
    return tuple(one._replace(at=None) if isinstance(one, IgnoreRule | AllowRule) else one for one in value)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        shown = ", ".join(map(_name, value))
    elif isinstance(value, bool):
        shown = str(value).lower()
    else:
        shown = "" if value is None else str(value)
    shown = shown or "nothing"
    return shown if len(shown) <= _MOST_SHOWN else shown[: _MOST_SHOWN - 1] + "…"


def _name(one: object) -> str:
    return one.rule.id if isinstance(one, OwnRule) else str(getattr(one, "reason", one))
