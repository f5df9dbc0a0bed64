"""GitHub Actions.

Variables: https://docs.github.com/en/actions/reference/workflows-and-actions/variables; the event's own
JSON says which commits a push or a pull request has.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..findings.finding import Finding
from .job import Event, Job, JobError, remote

_FETCH = "set `fetch-depth: 0` for actions/checkout, so that it fetches all of the history"


class GitHubLog:
    """Workflow commands: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands."""

    colour = True

    def section(self, name: str, title: str, lines: list[str]) -> list[str]:  # noqa: ARG002  # of the styles of a log
        """Return the lines in a group."""
        return [f"::group::{_data(title)}", *lines, "::endgroup::"]

    def annotation(self, finding: Finding, counts: bool) -> list[str]:
        """Return the command that shows the finding in the files of a pull request."""
        level = "error" if counts else "notice"
        properties = f"file={_property(finding.path)},line={finding.file_line or 1}"
        where = f"cell {finding.cell}, " if finding.cell else ""
        text = f"{where}line {finding.start.line}: {finding.title} ({finding.severity.value})"
        return [f"::{level} {properties},title={_property(finding.weakness_id)}::{_data(text)}"]


def job(environment: Mapping[str, str]) -> Job | None:
    """Return the job, or None where this is not GitHub Actions.

    Raises
    ------
    JobError
        The event cannot be read.
    """
    get = environment.get
    if get("GITHUB_ACTIONS") != "true":
        return None
    payload = _payload(get("GITHUB_EVENT_PATH"))
    event: Event = "everything"
    before: str | None = None
    head = get("GITHUB_SHA") or "HEAD"
    mainlines = remote(str(_at(payload, "repository", "default_branch") or ""))
    if (request := _at(payload, "pull_request")) is not None:
        event = "merge request"
        before, head = _at(request, "base", "sha"), _at(request, "head", "sha") or head
        mainlines = remote(str(_at(request, "base", "ref") or "")) + mainlines
    elif (group := _at(payload, "merge_group")) is not None:
        event, before, head = "merge request", _at(group, "base_sha"), _at(group, "head_sha") or head
    elif get("GITHUB_EVENT_NAME") == "push" and get("GITHUB_REF_TYPE") != "tag":
        event, before = "push", _at(payload, "before")
    repository, server = get("GITHUB_REPOSITORY"), get("GITHUB_SERVER_URL", "https://github.com")
    return Job(
        system="GitHub Actions",
        event=event,
        before=before,
        head=head,
        mainlines=mainlines,
        fetch=_FETCH,
        # Without `plain=1` a notebook is shown drawn, which has no lines.
        blob_url=f"{server}/{repository}/blob/{{commit}}/{{path}}?plain=1#L{{line}}" if repository else "",
        log=GitHubLog(),
    )


def write_outputs(environment: Mapping[str, str], outputs: Mapping[str, object]) -> None:
    """Append a step's outputs to the runner's file.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    place = environment.get("GITHUB_OUTPUT")
    if environment.get("GITHUB_ACTIONS") == "true" and place:
        with Path(place).open("a", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in outputs.items())


def _payload(place: str | None) -> dict[str, Any]:
    if not place:
        return {}
    try:
        value = msgspec.json.decode(Path(place).read_bytes())
    except (OSError, msgspec.DecodeError):
        raise JobError(f"GITHUB_EVENT_PATH: {place} cannot be read; name a range with --diff") from None
    return value if isinstance(value, dict) else {}


def _at(value: Any, *steps: str) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
