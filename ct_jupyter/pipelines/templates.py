"""The templates that `ct-jupyter init` writes; kept in the repository as well, for `include`."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from ..files.atomic import write_whole
from ..version import __version__


class Template(NamedTuple):
    """One file of a system's set."""

    source: str
    """Below ``templates/``."""
    target: str
    """Where it goes, below the repository's top."""
    ours: bool
    """Whether the file is ours alone; else it is the team's, and what is in it stays."""
    hint: str = ""
    """What to do by hand where the team's file is there already."""


SYSTEMS = {
    "gitlab": (
        Template("gitlab/codethreat.gitlab-ci.yml", ".gitlab/codethreat.gitlab-ci.yml", ours=True),
        Template(
            "gitlab/.gitlab-ci.yml",
            ".gitlab-ci.yml",
            ours=False,
            hint="add to its include: - local: .gitlab/codethreat.gitlab-ci.yml",
        ),
    ),
    "github": (
        Template("github/action.yml", ".github/actions/codethreat/action.yml", ours=True),
        Template("github/codethreat.yml", ".github/workflows/codethreat.yml", ours=True),
    ),
    "azure": (
        Template("azure/codethreat-steps.yml", "codethreat-steps.yml", ours=True),
        Template(
            "azure/azure-pipelines.yml",
            "azure-pipelines.yml",
            ours=False,
            hint="add to a job's steps: - template: codethreat-steps.yml",
        ),
    ),
    "jenkins": (
        Template(
            "jenkins/Jenkinsfile",
            "Jenkinsfile",
            ours=False,
            hint="add the stage codethreat-sast-scan of docs/pipelines.md to it, or call CodeThreatScan() of "
            "the shared library (ct-jupyter init jenkins-library)",
        ),
    ),
    "jenkins-library": (Template("jenkins/CodeThreatScan.groovy", "vars/CodeThreatScan.groovy", ours=True),),
    "pre-commit": (
        Template(
            "pre-commit/.pre-commit-config.yaml",
            ".pre-commit-config.yaml",
            ours=False,
            hint="add the hook ct-jupyter-scan of docs/pipelines.md to its repos",
        ),
    ),
}


class TemplateError(Exception):
    """A file is in the way; nothing was written."""


def read_template(source: str) -> bytes:
    """Return a template's content."""
    return (resources.files(__package__) / "templates").joinpath(*source.split("/")).read_bytes()


_PACKAGE = re.compile(
    rb"(?m)^(\s*(?:default: |CT_JUPYTER_PACKAGE: |CT_PACKAGE = '|"
    rb"String installed = arguments\.package \?: '))"
    rb"ct_jupyter(?:==[\w.]+)?(?='?\s*$)"
)
"""Where a template says what pip installs, if the machine has no ct-jupyter."""


def pinned(template: bytes, version: str = __version__) -> bytes:
    """Return a template that installs one version: what runs with a job's token is what somebody chose."""
    released = version.partition("+")[0].encode()
    # A source tree that was never built does not know which it is.
    return template if released == b"0" else _PACKAGE.sub(rb"\1ct_jupyter==" + released, template)


def write_templates(system: str, top: Path, *, force: bool = False) -> list[str]:
    """Write a system's files below ``top`` and return what was done, a line a file.

    Raises
    ------
    TemplateError
        A file of ours is there with other content, and ``force`` is not given.
    OSError
        A file cannot be written.
    """
    templates = SYSTEMS[system]
    changed = [
        template.target
        for template in templates
        if template.ours and _is_changed(_content(top / template.target), template)
    ]
    if changed and not force:
        raise TemplateError(f"{', '.join(changed)}: was changed since it was made; --force replaces it")
    done = []
    for template in templates:
        path, data = top / template.target, pinned(read_template(template.source))
        there = _content(path)
        if there == data:
            done.append(f"{template.target}: is as it should be")
        elif there is not None and not template.ours:
            done.append(f"{template.target}: is there already, and stays; {template.hint}")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
            done.append(f"{template.target}: written")
    return done


def _is_changed(content: bytes | None, template: Template) -> bool:
    """Whether a file is not what any version of ours writes of the template, but for the version itself."""
    return content is not None and pinned(content) != pinned(read_template(template.source))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
