"""Jenkins: the git plugin's variables and those of a multibranch pipeline."""

from __future__ import annotations

from collections.abc import Mapping

from .job import Event, Job, PlainLog, remote

_FETCH = (
    "let the checkout fetch without depth (in checkout scmGit: no CloneOption with shallow, and the target "
    "branch among the refspecs)"
)


def job(environment: Mapping[str, str]) -> Job | None:
    """Return the job, or None where this is not Jenkins."""
    get = environment.get
    if not (get("JENKINS_URL") or get("JENKINS_HOME") or get("BUILD_TAG", "").startswith("jenkins-")):
        return None
    event: Event = "everything"
    before: str | None = None
    head = get("GIT_COMMIT") or "HEAD"
    mainlines = remote(get("CHANGE_TARGET", ""))
    notice = ""
    if get("CHANGE_ID"):
        event, before = "merge request", mainlines[0] if mainlines else None
        # The checked out commit of a change may be a merge that Jenkins made itself.
        head = "HEAD"
    elif not get("TAG_NAME"):
        # Of the last success: commits of a build that failed are looked at again.
        before = get("GIT_PREVIOUS_SUCCESSFUL_COMMIT") or get("GIT_PREVIOUS_COMMIT")
        event = "push" if before else "everything"
        notice = "" if before else "no earlier build of this branch, so everything at the head is scanned"
    return Job(
        system="Jenkins",
        event=event,
        before=before,
        head=head,
        mainlines=mainlines + remote("main") + remote("master"),
        fetch=_FETCH,
        notice=notice,
        blob_url=_blob_url(get("GIT_URL", "")),
        log=PlainLog(),
    )


def _blob_url(remote_url: str) -> str:
    """Return where the forge of a clone's address shows files; empty for one that we do not know."""
    scheme, separator, rest = remote_url.partition("://")
    if not separator:  # git@host:owner/name.git
        _, at, rest = remote_url.partition("@")
        rest = rest.replace(":", "/", 1) if at else ""
        scheme = "https"
    if not rest or scheme not in ("https", "http", "ssh"):
        return ""
    host, _, path = rest.partition("/")
    host = host.rpartition("@")[2]  # whatever stands before it may be a password
    if scheme == "ssh":
        host = host.partition(":")[0]
    web = f"{'https' if scheme == 'ssh' else scheme}://{host}/{path.rstrip('/').removesuffix('.git')}"
    if "github" in host:
        return f"{web}/blob/{{commit}}/{{path}}?plain=1#L{{line}}"
    if "gitlab" in host:
        return f"{web}/-/blob/{{commit}}/{{path}}#L{{line}}"
    return ""
