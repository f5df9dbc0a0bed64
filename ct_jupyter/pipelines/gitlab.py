"""GitLab CI/CD. Variables: https://docs.gitlab.com/ci/variables/predefined_variables/."""

from __future__ import annotations

import time
from collections.abc import Mapping

from ..findings.finding import Finding
from .job import Event, Job, remote

_FETCH = 'set the variable GIT_DEPTH: "0" for the job, so that GitLab clones all of the history'
_EVERYTHING = ("schedule", "web", "api", "trigger", "pipeline", "chat")


class GitLabLog:
    """Sections that fold: https://docs.gitlab.com/ci/jobs/job_logs/#custom-collapsible-sections."""

    colour = True

    def section(self, name: str, title: str, lines: list[str]) -> list[str]:
        """Return the lines between the markers of a section, open to begin with."""
        now = int(time.time())
        begin = f"\x1b[0Ksection_start:{now}:{name}[collapsed=false]\r\x1b[0K{title}"
        return [begin, *lines, f"\x1b[0Ksection_end:{now}:{name}\r\x1b[0K"]

    def annotation(self, finding: Finding, counts: bool) -> list[str]:  # noqa: ARG002  # of the styles of a log
        """Return nothing: GitLab shows findings from the Code Quality report."""
        return []


def job(environment: Mapping[str, str]) -> Job | None:
    """Return the job, or None where this is not GitLab."""
    get = environment.get
    if not get("GITLAB_CI"):
        return None
    source = get("CI_PIPELINE_SOURCE", "")
    event: Event = "push"
    before, head = get("CI_COMMIT_BEFORE_SHA"), get("CI_COMMIT_SHA") or "HEAD"
    if source == "merge_request_event":
        event = "merge request"
        before = get("CI_MERGE_REQUEST_DIFF_BASE_SHA") or get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA")
        # In a pipeline for merged results the checked out commit also holds what others merged.
        head = get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or head
    elif get("CI_COMMIT_TAG") or source in _EVERYTHING:
        event = "everything"
    project = get("CI_PROJECT_URL")
    return Job(
        system="GitLab CI/CD",
        event=event,
        before=before,
        head=head,
        mainlines=remote(get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", ""))
        + remote(get("CI_DEFAULT_BRANCH", "")),
        fetch=_FETCH,
        blob_url=f"{project}/-/blob/{{commit}}/{{path}}#L{{line}}" if project else "",
        log=GitLabLog(),
    )
