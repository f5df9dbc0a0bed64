"""Azure Pipelines. Variables: https://learn.microsoft.com/azure/devops/pipelines/build/variables."""

from __future__ import annotations

from collections.abc import Mapping

from ..findings.finding import Finding
from .job import Event, Job, JobError, remote

_FETCH = "set `fetchDepth: 0` on the checkout step, so that it fetches all of the history"
_MAINLINES = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")
_PUSHES = ("IndividualCI", "BatchedCI")


class AzureLog:
    """Logging commands: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands."""

    colour = True

    def section(self, name: str, title: str, lines: list[str]) -> list[str]:  # noqa: ARG002  # of the styles of a log
        """Return the lines in a group."""
        return [f"##[group]{title}", *lines, "##[endgroup]"]

    def annotation(self, finding: Finding, counts: bool) -> list[str]:
        """Return the command that lists the finding with the run's issues."""
        place = (
            f"sourcepath={_property(finding.path)};linenumber={finding.file_line or 1};"
            f"columnnumber={finding.start.column};code={_property(finding.weakness_id)}"
        )
        where = f"{finding.path}, cell {finding.cell}" if finding.cell else finding.path
        level = "error" if counts else "warning"
        text = f"{where}, line {finding.start.line}: {finding.title} ({finding.severity.value})"
        return [f"##vso[task.logissue type={level};{place};]{_data(text)}"]


def job(environment: Mapping[str, str]) -> Job | None:
    """Return the job, or None where this is not Azure Pipelines.

    A push does not say from where it came: on a branch it is compared with the main one, and on the main
    branch everything is scanned.
    """
    get = environment.get
    if get("TF_BUILD", "").lower() != "true":
        return None
    reason, branch = get("BUILD_REASON", ""), get("BUILD_SOURCEBRANCH", "")
    event: Event = "everything"
    before, notice = None, ""
    head = get("BUILD_SOURCEVERSION") or "HEAD"
    mainlines: tuple[str, ...] = _MAINLINES
    if reason == "PullRequest":
        event = "merge request"
        target = get("SYSTEM_PULLREQUEST_TARGETBRANCH")
        if not target:
            raise JobError("SYSTEM_PULLREQUEST_TARGETBRANCH is not set; name a range with --diff")
        mainlines = remote(target)
        before = mainlines[0]
        head = get("SYSTEM_PULLREQUEST_SOURCECOMMITID") or head
    elif reason in _PUSHES and branch.startswith("refs/heads/") and branch not in _MAIN_BRANCHES:
        event = "push"
    elif reason in _PUSHES:
        notice = "Azure does not say where a push began, so everything at the head is scanned"
    uri = get("BUILD_REPOSITORY_URI", "").rstrip("/")
    provider = get("BUILD_REPOSITORY_PROVIDER", "")
    blob_url = ""
    if uri and provider == "GitHub":
        blob_url = f"{uri.removesuffix('.git')}/blob/{{commit}}/{{path}}?plain=1#L{{line}}"
    elif uri and provider == "TfsGit":
        blob_url = (
            f"{_without_user(uri)}?path=/{{path}}&version=GC{{commit}}&line={{line}}&lineEnd={{line}}"
            "&lineStartColumn=1&lineEndColumn=1"
        )
    return Job(
        system="Azure Pipelines",
        event=event,
        before=before,
        head=head,
        mainlines=mainlines,
        fetch=_FETCH,
        notice=notice,
        blob_url=blob_url,
        log=AzureLog(),
    )


_MAIN_BRANCHES = ("refs/heads/main", "refs/heads/master")


def _without_user(uri: str) -> str:
    scheme, separator, rest = uri.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}"


def _data(text: str) -> str:
    text = text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace("##vso[", "# #vso[")  # the name of a file is no command


def _property(text: str) -> str:
    return _data(text).replace(";", "%3B").replace("]", "%5D")
