"""What `ct-jupyter ci` looks at, on repositories built for each situation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pipelines.kit import ZERO, Checkout, clean, leaky, secret

Run = Callable[..., tuple[int, dict[str, Any]]]


def places(report: dict[str, Any]) -> list[tuple[str, int]]:
    return [(finding["path"], finding["cell"]) for finding in report["findings"]]


def gitlab(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in {"GITLAB_CI": "true", "CI_DEFAULT_BRANCH": "main", **variables}.items():
        monkeypatch.setenv(name, value)


def test_staged_content_is_the_index_not_the_work_tree(repo: Checkout, ci: Run) -> None:
    repo.commit(old=leaky(9))
    repo.write("a.ipynb", leaky(1))
    (repo.top / "a.ipynb").write_bytes(clean())
    repo.write("b.ipynb", clean())
    (repo.top / "b.ipynb").write_bytes(leaky(2))
    exit_code, report = ci("--staged")
    assert (exit_code, places(report)) == (1, [("a.ipynb", 1)])
    assert report["scanned"]["files"] == 2


def test_the_first_commit_of_all_can_be_looked_at_before_it_is_made(repo: Checkout, ci: Run) -> None:
    repo.write("a.ipynb", leaky())
    assert ci("--staged")[0] == 1


def test_an_unresolved_conflict_is_not_taken_for_clean(repo: Checkout, ci: Run) -> None:
    repo.commit(a=clean("x = 0"))
    repo.git("checkout", "-q", "-b", "other")
    repo.commit(a=clean("x = 1"))
    repo.git("checkout", "-q", "main")
    repo.commit(a=clean("x = 2"))
    with pytest.raises(Exception, match="returned non-zero"):
        repo.git("merge", "-q", "other")
    exit_code, report = ci("--staged")
    assert exit_code == 3
    assert "merge conflict" in report["errors"][0]["message"]


def test_all_is_everything_at_the_head_and_links_are_not_followed(repo: Checkout, ci: Run) -> None:
    (repo.top / "link.ipynb").symlink_to("a.ipynb")
    repo.git("add", "link.ipynb")
    repo.commit(a=leaky(1), b=clean())
    repo.write("notes.txt", b"text")
    (repo.top / "untracked.ipynb").write_bytes(leaky(3))
    exit_code, report = ci("--all")
    assert (exit_code, places(report)) == (1, [("a.ipynb", 1)])
    assert report["scanned"]["files"] == 2


@pytest.mark.parametrize("what", [("--all",), ("--diff", "HEAD~1..HEAD")])
def test_kinds_of_files_that_are_not_read_are_counted(
    what: tuple[str, ...], repo: Checkout, ci: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(a=clean())
    for name in ("etl.py", "more.py", "report.tex", "cells.java", "z.lua", ".env"):
        repo.write(name, b"text")
    repo.commit(b=clean())
    exit_code, report = ci(*what)
    assert exit_code == 0
    assert report["skipped"] == {
        "counts": {".py": 2, ".env": 1, ".java": 1, ".lua": 1, ".tex": 1},
        "files": [],
    }
    said = "6 files were not looked at: 2 .py, 1 .env, 1 .java, 1 .lua, 1 .tex. The setting `include` says"
    assert said in capsys.readouterr().out


def test_what_exclude_names_is_not_counted(repo: Checkout, ci: Run) -> None:
    repo.write(".ct-jupyter.toml", b'include = ["*.ipynb", "*.toml"]\nexclude = ["old/*"]\n')
    repo.write("old/etl.py", b"text")
    repo.commit(a=clean())
    assert ci("--all")[1]["skipped"]["counts"] == {}


def test_a_folder_below_the_top_will_do(repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("deep/a.ipynb", leaky(1))
    repo.commit(b=leaky(2))
    monkeypatch.chdir(repo.top / "deep")
    assert places(ci("--all")[1]) == [("b.ipynb", 1), ("deep/a.ipynb", 1)]


def test_an_empty_repository_has_nothing_to_scan(repo: Checkout, ci: Run) -> None:
    assert ci()[0] == 0


def test_a_diff_is_what_changed_and_says_what_was_there_before(repo: Checkout, ci: Run) -> None:
    base = repo.commit(a=leaky(1), untouched=leaky(5))
    repo.commit(a=leaky(1, 2))
    exit_code, report = ci("--diff", f"{base}..HEAD")
    assert exit_code == 1
    assert [(f["cell"], f["known"], f["commit"]) for f in report["findings"]] == [
        (1, True, None),
        (2, False, None),
    ]


def test_a_secret_added_and_removed_again_is_found_by_a_push_of_both(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = repo.commit(a=clean())
    added = repo.commit(a=leaky(1))
    after = repo.commit(a=clean())
    gitlab(monkeypatch, CI_PIPELINE_SOURCE="push", CI_COMMIT_BEFORE_SHA=before, CI_COMMIT_SHA=after)
    exit_code, report = ci()
    assert exit_code == 1
    [finding] = report["findings"]
    assert (finding["commit"], finding["path"]) == (added, "a.ipynb")
    assert finding["commit_date"].startswith("20")
    assert f"in commit {added[:12]}" in capsys.readouterr().out
    assert ci("--all")[0] == 0


def test_the_history_finds_each_value_of_a_file_once_at_its_first_commit(repo: Checkout, ci: Run) -> None:
    first = repo.commit(a=leaky(1))
    repo.commit(a=leaky(1, 1))
    second = repo.commit(a=leaky(2))
    repo.git("checkout", "-q", "-b", "side", first)
    third = repo.commit(b=leaky(3))
    repo.git("checkout", "-q", "main")
    exit_code, report = ci("--history")
    assert exit_code == 1
    assert {(f["path"], f["commit"]) for f in report["findings"]} == {
        ("a.ipynb", first),
        ("a.ipynb", second),
        ("b.ipynb", third),
    }
    assert report["scanned"]["files"] == 4


def test_a_secret_taken_out_in_two_steps_does_not_fail(repo: Checkout, ci: Run) -> None:
    base = repo.commit(a=leaky(1))
    repo.commit(a=leaky(1) + b"\n")
    repo.commit(a=clean())
    assert ci("--diff", f"{base}..HEAD")[0] == 0


def test_a_merge_request_is_what_its_branch_did_not_what_the_target_did_meanwhile(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repo.commit(a=clean())
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit(b=leaky(1))
    repo.git("checkout", "-q", "main")
    target = repo.commit(c=leaky(2))
    repo.git("checkout", "-q", "feature")
    head = repo.git("rev-parse", "HEAD")
    gitlab(monkeypatch, CI_PIPELINE_SOURCE="merge_request_event", CI_COMMIT_SHA=head)
    for start in (base, target):
        monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", start)
        assert places(ci()[1]) == [("b.ipynb", 1)]


def test_the_target_merged_into_the_branch_is_not_scanned_again_but_what_the_merge_adds_is(
    repo: Checkout, ci: Run
) -> None:
    repo.commit(a=clean())
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit(b=clean())
    repo.git("checkout", "-q", "main")
    target = repo.commit(c=leaky(2))
    repo.git("checkout", "-q", "feature")
    repo.git("merge", "-q", "--no-commit", "main")
    repo.write("evil.ipynb", leaky(3))
    merge = repo.commit()
    repo.git("rm", "-q", "evil.ipynb")
    repo.commit()
    exit_code, report = ci("--diff", f"{target}..HEAD")
    assert exit_code == 1
    assert [(f["path"], f["commit"]) for f in report["findings"]] == [("evil.ipynb", merge)]


def test_a_new_branch_is_compared_with_the_default_branch(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(a=leaky(1))
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit(b=leaky(2))
    gitlab(monkeypatch, CI_PIPELINE_SOURCE="push", CI_COMMIT_BEFORE_SHA=ZERO)
    assert places(ci()[1]) == [("b.ipynb", 1)]


def test_the_first_branch_of_all_is_scanned_with_all_its_commits(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(a=leaky(1))
    repo.commit(a=clean())
    gitlab(monkeypatch, CI_PIPELINE_SOURCE="push", CI_COMMIT_BEFORE_SHA=ZERO)
    exit_code, report = ci()
    assert (exit_code, places(report)) == (1, [("a.ipynb", 1)])


def test_after_a_force_push_the_branch_is_compared_with_the_default_branch(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit(a=leaky(1))
    repo.git("checkout", "-q", "-b", "feature")
    repo.commit(b=leaky(2))
    gitlab(monkeypatch, CI_PIPELINE_SOURCE="push", CI_COMMIT_BEFORE_SHA="ab" * 20)
    assert places(ci()[1]) == [("b.ipynb", 1)]
    assert "force push" in capsys.readouterr().out
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "elsewhere")
    exit_code, _ = ci()
    assert exit_code == 2
    assert "GIT_DEPTH" in capsys.readouterr().err


def test_a_forced_branch_whose_old_commit_is_still_there_is_compared_with_that(
    repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repo.commit(a=clean())
    old = repo.commit(b=leaky(1))
    repo.git("reset", "-q", "--hard", base)
    repo.commit(c=leaky(2))
    gitlab(monkeypatch, CI_PIPELINE_SOURCE="push", CI_COMMIT_BEFORE_SHA=old)
    assert places(ci()[1]) == [("c.ipynb", 1)]


@pytest.mark.parametrize("depth", [1, 2])
def test_a_shallow_clone_fails_with_what_to_fetch(
    repo: Checkout,
    ci: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    depth: int,
) -> None:
    before = repo.commit(a=clean())
    repo.commit(a=leaky(1))
    repo.commit(b=clean())
    after = repo.commit(a=clean())
    repo.git("clone", "-q", "--depth", str(depth), f"file://{repo.top}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    gitlab(monkeypatch, CI_PIPELINE_SOURCE="push", CI_COMMIT_BEFORE_SHA=before, CI_COMMIT_SHA=after)
    assert ci()[0] == 2
    assert 'GIT_DEPTH: "0"' in capsys.readouterr().err
    assert ci("--history")[0] == 2
    assert "git fetch --unshallow" in capsys.readouterr().err
    assert ci("--all")[0] == 0


def test_a_shallow_clone_that_holds_the_base_but_not_all_between_fails_too(
    repo: Checkout, ci: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = repo.commit(a=clean())
    repo.commit(a=leaky(1))
    repo.commit(a=clean())
    shallow = Checkout(tmp_path / "shallow")
    shallow.git("fetch", "-q", "--depth", "1", f"file://{repo.top}", "main")
    shallow.git("checkout", "-q", "FETCH_HEAD")
    shallow.git("fetch", "-q", "--depth", "1", f"file://{repo.top}", before)
    monkeypatch.chdir(shallow.top)
    assert ci("--diff", f"{before}..HEAD")[0] == 2


def test_a_renamed_notebook_brings_nothing_new(repo: Checkout, ci: Run) -> None:
    base = repo.commit(a=leaky(1))
    repo.git("mv", "a.ipynb", "b.ipynb")
    repo.commit()
    _, report = ci("--diff", f"{base}..HEAD")
    assert [(f["path"], f["known"]) for f in report["findings"]] == [("b.ipynb", True)]


def test_a_deleted_notebook_is_not_scanned(repo: Checkout, ci: Run) -> None:
    base = repo.commit(a=leaky(1), b=clean())
    repo.git("rm", "-q", "a.ipynb")
    repo.commit()
    exit_code, report = ci("--diff", f"{base}..HEAD")
    assert (exit_code, report["scanned"]["files"]) == (0, 0)


def test_a_submodule_is_named_and_not_entered(
    repo: Checkout, ci: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Checkout(tmp_path / "other")
    other.commit(a=leaky(1))
    repo.commit(b=clean())
    repo.git("submodule", "--quiet", "add", str(other.top), "library")
    repo.commit()
    assert ci("--all")[0] == 0
    assert "library is a submodule" in capsys.readouterr().out


def test_a_git_lfs_pointer_is_read_where_its_content_was_fetched(repo: Checkout, ci: Run) -> None:
    data = leaky(1)
    digest = hashlib.sha256(data).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(data)}\n"
    repo.commit(a=pointer.encode())
    exit_code, report = ci("--all")
    assert exit_code == 3
    assert "git lfs fetch" in report["errors"][0]["message"]
    place = repo.top / ".git" / "lfs" / "objects" / digest[:2] / digest[2:4] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(data)
    assert places(ci("--all")[1]) == [("a.ipynb", 1)]


def test_a_blob_that_a_partial_clone_left_out_is_an_error_not_a_download(
    repo: Checkout, ci: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(a=clean())
    blob = repo.git("rev-parse", "HEAD:a.ipynb")
    (repo.top / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    exit_code, report = ci("--all")
    assert exit_code == 3
    assert "not in this clone" in report["errors"][0]["message"]


def test_names_in_other_scripts_and_with_odd_characters_are_reported_as_they_are(
    repo: Checkout, ci: Run
) -> None:
    repo.write("Größe/日本 x\t1.ipynb", leaky(1))
    repo.commit()
    assert places(ci("--all")[1]) == [("Größe/日本 x\t1.ipynb", 1)]


def test_what_is_excluded_is_not_scanned_and_include_adds_other_files(repo: Checkout, ci: Run) -> None:
    repo.write("vendor/a.ipynb", leaky(1))
    repo.write("b.py", b"x = 1\n")
    repo.commit()
    assert ci("--all", "--exclude", "vendor/**")[0] == 0
    assert ci("--all", "--include", "*.py")[1]["scanned"]["files"] == 1


def test_outside_of_a_repository_it_says_what_to_do(
    ci: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ci()[0] == 2
    assert "not in a git repository" in capsys.readouterr().err


@pytest.mark.parametrize("diff", ["nonsense..HEAD", "HEAD", "..HEAD", "HEAD..nonsense", "--output=x..HEAD"])
def test_a_range_that_is_none_is_refused(repo: Checkout, ci: Run, diff: str) -> None:
    repo.commit(a=clean())
    assert ci(f"--diff={diff}")[0] == 2
    assert not (repo.top / "x").exists()


def test_notebooks_of_other_formats_are_scanned_and_other_files_of_their_names_are_not(
    repo: Checkout, ci: Run
) -> None:
    key = secret()
    repo.write("a.Rmd", f'```{{r}}\nkey <- "{key}"\n```\n'.encode())
    repo.write("b.py", f'# Databricks notebook source\n# COMMAND ----------\nkey = "{key}"\n'.encode())
    repo.write("c.py", f'key = "{key}"\n'.encode())
    repo.write("README.md", f"```\n{key}\n```\n".encode())
    repo.commit(d=clean())
    exit_code, report = ci("--all")
    assert exit_code == 1
    assert [(f["path"], f["cell"], f["file_line"]) for f in report["findings"]] == [
        ("a.Rmd", 1, 2),
        ("b.py", 1, 3),
    ]
    assert report["skipped"]["counts"] == {".md": 1, ".py": 1}
    assert report["scanned"]["notebooks"] == 3


def test_of_a_script_that_becomes_a_notebook_nothing_is_new(repo: Checkout, ci: Run) -> None:
    repo.write("a.py", f'key = "{secret()}"\n'.encode())
    repo.commit(b=clean())
    repo.write("a.py", f'# %%\nkey = "{secret()}"\n'.encode())
    repo.commit(b=clean("y = 2"))
    _, report = ci("--diff", "HEAD~1..HEAD")
    assert [(f["path"], f["known"]) for f in report["findings"]] == [("a.py", True)]


def test_where_somebody_says_which_files_count_no_other_does(repo: Checkout, ci: Run) -> None:
    repo.write("a.Rmd", f'```{{r}}\nkey <- "{secret()}"\n```\n'.encode())
    repo.write("b.py", f'# %%\nkey = "{secret()}"\n'.encode())
    repo.write(".ct-jupyter.toml", b'include = ["*.ipynb"]\n')
    repo.commit(c=clean())
    exit_code, report = ci("--all")
    assert (exit_code, report["findings"]) == (0, [])
