from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest
import yaml

from ct_jupyter.cli.install_hook import script
from ct_jupyter.cli.main import main
from ct_jupyter.pipelines.templates import read_template
from tests.pipelines.kit import Checkout, clean, leaky, secret

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    checkout = Checkout(tmp_path / "repository")
    monkeypatch.chdir(checkout.top)
    monkeypatch.delenv("FAILED_ARGS", raising=False)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    return checkout


def test_the_hook_stops_a_commit_with_a_secret_and_lets_others_pass(repo: Checkout) -> None:
    assert main(["install-hook"]) == 0
    repo.commit(a=clean())
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        repo.commit(b=leaky(1))
    said = stopped.value.stdout + stopped.value.stderr
    assert "FAILED: max_number_of_critical broken" in said
    assert secret(1) not in said
    assert repo.git("rev-list", "--count", "HEAD") == "1"
    repo.git("commit", "-q", "--no-verify", "-m", "known")
    assert repo.git("rev-list", "--count", "HEAD") == "2"


def stopped_by(repo: Checkout, *arguments: str) -> str:
    """Return what git says when it refuses."""
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        repo.git(*arguments)
    return str(stopped.value.stdout + stopped.value.stderr)


def test_all_text_that_is_staged_is_scanned_and_the_rest_is_named(repo: Checkout) -> None:
    main(["install-hook"])
    repo.commit(a=clean())
    repo.write("run.py", f'client = OpenAI(api_key="{secret(1)}")\n'.encode())
    repo.write("old.sql", f"-- K\xf6ln {secret(2)}\n".encode("latin-1"))
    repo.write("plot.png", b"\x89PNG\0\0")
    (repo.top / "huge.log").touch()
    os.truncate(repo.top / "huge.log", 50_000_001)
    repo.git("add", "huge.log")
    said = stopped_by(repo, "commit", "-q", "-m", "code")
    assert "run.py:1:26" in said
    assert "old.sql:1:" in said
    assert "plot.png (binary)" in said
    assert "huge.log (over 50 MB)" in said
    assert secret(1) not in said


def test_what_is_passed_over_is_named_where_the_commit_goes_through(repo: Checkout) -> None:
    main(["install-hook"])
    repo.write("plot.png", b"\x89PNG\0\0")
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-q", "-m", "a picture"],
        cwd=repo.top,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Not looked at: plot.png (binary)." in done.stdout + done.stderr


def test_the_hook_shows_places_as_scan_does_and_what_to_type(
    repo: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["install-hook"])
    repo.write("my notes.ipynb", leaky(1))
    said = stopped_by(repo, "commit", "-q", "-m", "first")
    capsys.readouterr()
    main(["scan", "my notes.ipynb"])
    place = capsys.readouterr().out.split("  ")[0]
    assert place.startswith("my notes.ipynb:cell_1:1:")
    assert place in said
    assert "ct-jupyter redact --write 'my notes.ipynb'" in said
    assert "history" not in said, "there is none before the first commit"
    main(["redact", "--write", "my notes.ipynb"])
    assert "git keeps the older versions" not in capsys.readouterr().err
    repo.git("add", "my notes.ipynb")
    repo.git("commit", "-q", "-m", "first")


def test_a_merge_is_scanned_as_well(repo: Checkout) -> None:
    repo.commit(a=clean())
    repo.git("checkout", "-q", "-b", "side")
    repo.commit(b=leaky(1))
    repo.git("checkout", "-q", "main")
    repo.commit(c=clean())
    main(["install-hook"])
    said = stopped_by(repo, "merge", "side", "-m", "merge")
    assert "b.ipynb:cell_1:1:" in said
    assert repo.git("rev-list", "--count", "HEAD") == "2"


def test_where_a_merge_hook_is_anothers_no_hook_is_changed(
    repo: Checkout, capsys: pytest.CaptureFixture[str]
) -> None:
    hooks = repo.top / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "pre-merge-commit").write_text("#!/bin/sh\nexit 0\n")
    assert main(["install-hook"]) == 2
    assert "pre-merge-commit" in capsys.readouterr().err
    assert not (hooks / "pre-commit").exists()


def test_a_setting_of_what_to_scan_holds_for_the_hook_too(repo: Checkout) -> None:
    main(["install-hook"])
    (repo.top / ".ct-jupyter.toml").write_text('include = ["*.ipynb"]\n')
    repo.write("run.py", f'client = OpenAI(api_key="{secret(1)}")\n'.encode())
    repo.git("commit", "-q", "-m", "code")


def test_a_commit_of_one_file_only_is_judged_by_that_file(repo: Checkout) -> None:
    repo.commit(a=clean())
    main(["install-hook"])
    (repo.top / "a.ipynb").write_bytes(clean("x = 2"))
    repo.write("b.ipynb", leaky(1))
    repo.git("commit", "-q", "-m", "a alone", "--", "a.ipynb")
    assert repo.git("rev-list", "--count", "HEAD") == "2"


def test_the_hook_works_where_the_environment_is_not_active(
    repo: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["install-hook"])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with pytest.raises(subprocess.CalledProcessError):
        repo.commit(b=leaky(1))


def test_without_ct_jupyter_the_hook_stops_the_commit_and_says_why(
    repo: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/gone/python")
    main(["install-hook"])
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        repo.commit(a=clean())
    assert "ct-jupyter is not installed" in stopped.value.stderr


def test_anothers_hook_stays(repo: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    hook = repo.top / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    for arguments in ([], ["--remove"]):
        assert main(["install-hook", *arguments]) == 2
        assert "ct-jupyter ci --staged --quiet" in capsys.readouterr().err
    assert hook.read_text() == "#!/bin/sh\nexit 0\n"


def test_the_hook_can_be_taken_out_and_goes_where_git_looks_for_it(repo: Checkout) -> None:
    repo.git("config", "core.hooksPath", "hooks-of-ours")
    assert main(["install-hook"]) == 0
    hook = repo.top / "hooks-of-ours" / "pre-commit"
    assert os.access(hook, os.X_OK)
    assert main(["install-hook"]) == 0
    assert main(["install-hook", "--remove"]) == 0
    assert not hook.exists()


def test_outside_of_a_repository_there_is_no_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["install-hook"]) == 2


def hooks() -> dict[str, dict[str, str]]:
    return {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())}


def run_pre_commit(repo: Checkout, *hooks: dict[str, object]) -> subprocess.CompletedProcess[str]:
    # The hooks as they are, in the environment that is here: a clone of its own needs an index of packages.
    local = [{**hook, "language": "system", "additional_dependencies": []} for hook in hooks]
    config = repo.top / ".pre-commit-config.yaml"
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))
    repo.git("add", str(config))
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--color=never"],
        cwd=repo.top,
        env=os.environ | {"PRE_COMMIT_HOME": str(repo.top.parent / "pre-commit")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_pre_commit_runs_the_scan_on_what_is_staged(repo: Checkout) -> None:
    repo.commit(old=leaky(9))
    repo.write("a.ipynb", leaky(1))
    (repo.top / "a.ipynb").write_bytes(clean())
    done = run_pre_commit(repo, hooks()["ct-jupyter-scan"])
    assert done.returncode == 1
    assert "a.ipynb:cell_1:1:" in done.stdout
    assert "old.ipynb" not in done.stdout
    assert secret(1) not in done.stdout
    repo.write("a.ipynb", clean())
    assert run_pre_commit(repo, hooks()["ct-jupyter-scan"]).returncode == 0


def test_pre_commit_redacts_and_stops_so_that_somebody_looks(repo: Checkout) -> None:
    repo.write("a.ipynb", leaky(1))
    done = run_pre_commit(repo, hooks()["ct-jupyter-redact"])
    assert done.returncode == 1
    assert secret(1) not in (repo.top / "a.ipynb").read_text()
    assert secret(1) not in done.stdout + done.stderr
    repo.git("add", "a.ipynb")
    assert run_pre_commit(repo, *hooks().values()).returncode == 0


def test_beside_nbstripout_the_scan_sees_what_is_left(repo: Checkout) -> None:
    from tests.conftest import code, dumped, notebook, stream

    repo.write(
        "a.ipynb", dumped(notebook(code("print(token)  # ct: ignore[leak.*] shown once", stream(secret(1)))))
    )
    entry = f"{sys.executable} -m nbstripout"
    strip = {"id": "nbstripout", "name": "nbstripout", "entry": entry, "types": ["jupyter"]}
    done = run_pre_commit(repo, strip, hooks()["ct-jupyter-scan"])
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    repo.git("add", "a.ipynb")
    assert run_pre_commit(repo, strip, hooks()["ct-jupyter-scan"]).returncode == 0


def test_beside_jupytext_both_halves_of_a_pair_are_scanned(repo: Checkout) -> None:
    sync = {
        "id": "jupytext",
        "name": "jupytext",
        "entry": f"{sys.executable} -m jupytext --set-formats ipynb,py:percent --sync",
        "types": ["jupyter"],
    }
    scan = {**hooks()["ct-jupyter-scan"], "types": ["file"], "types_or": ["jupyter", "python"]}
    repo.write("a.ipynb", leaky(1))
    paired = run_pre_commit(repo, sync)
    assert paired.returncode == 1, "jupytext writes the pair, so that somebody adds it"
    assert secret(1) in (repo.top / "a.py").read_text()
    repo.git("add", "a.ipynb", "a.py")
    done = run_pre_commit(repo, sync, scan)
    assert done.returncode == 1
    assert "a.ipynb:cell_1:1:" in done.stdout
    assert "a.py:" in done.stdout
    assert secret(1) not in done.stdout + done.stderr
    # Redaction of the notebook reaches the script through jupytext, which sees that the notebook is newer.
    assert run_pre_commit(repo, hooks()["ct-jupyter-redact"]).returncode == 1
    repo.git("add", "a.ipynb")
    run_pre_commit(repo, sync)
    assert secret(1) not in (repo.top / "a.py").read_text()
    # jupytext sets the script's time anew where both were written within a moment, and asks for another run.
    for _ in range(3):
        repo.git("add", "a.ipynb", "a.py")
        last = run_pre_commit(repo, sync, scan)
        assert re.search(r"scan\.+Passed", last.stdout)
        if last.returncode == 0:
            break
    assert last.returncode == 0, last.stdout


def test_beside_nbqa_what_it_formats_is_still_clean_or_still_found(repo: Checkout) -> None:
    from tests.conftest import code, dumped, notebook

    lint = {
        "id": "nbqa-ruff",
        "name": "nbqa ruff",
        "entry": f"{sys.executable} -m nbqa 'ruff format'",
        "types": ["jupyter"],
    }
    untidy = f"token = '{secret(1)}'   # ct: ignore[secret.*] of the test\nx = [1,\n2]"
    repo.write("a.ipynb", dumped(notebook(code(untidy))))
    assert run_pre_commit(repo, lint, hooks()["ct-jupyter-scan"]).returncode == 1
    source = (repo.top / "a.ipynb").read_text()
    assert "x = [1, 2]" in source, "nbQA has formatted the cell"
    repo.git("add", "a.ipynb")
    done = run_pre_commit(repo, lint, hooks()["ct-jupyter-scan"])
    assert done.returncode == 0, "the comment stays on its line, and the finding with it"
    (repo.top / "a.ipynb").write_text(source.replace("ct: ignore", "not ignored"))
    repo.git("add", "a.ipynb")
    done = run_pre_commit(repo, lint, hooks()["ct-jupyter-scan"])
    assert done.returncode == 1
    assert "a.ipynb:cell_1:1:" in done.stdout


def test_the_hook_that_init_writes_is_the_repositorys_own() -> None:
    [written] = yaml.safe_load(read_template("pre-commit/.pre-commit-config.yaml"))["repos"][0]["hooks"]
    ours = hooks()["ct-jupyter-scan"]
    for key in ("entry", "language", "types", "require_serial", "name"):
        assert written[key] == ours[key]


@pytest.mark.parametrize(
    "python",
    [
        PureWindowsPath(r"C:\Program Files\Ann's Python\python.exe"),
        PurePosixPath("/opt/Ann's tools/$HOME/bin/python3"),
    ],
)
def test_the_hook_suits_the_shell_of_git_for_windows(tmp_path: Path, python: PurePath) -> None:
    written = script(python)
    assert "\r" not in written
    assert "\\Program" not in written
    # What the shell makes of it: the path is one word, with nothing in it expanded.
    asked = written.replace("command -v ct-jupyter", "false").replace("[ -x ", "printf '%s\\n' ")
    asked = asked.replace(" ]; then", "; then").replace("  exec ", "  : ")
    (tmp_path / "hook").write_text(asked)
    done = subprocess.run(["sh", str(tmp_path / "hook")], capture_output=True, text=True)
    assert done.stdout.splitlines()[0] == python.as_posix()
