"""Expressions of Go in Python's syntax, and for paths as globs."""

from __future__ import annotations

import re

import pytest

from ct_jupyter.policy.foreign.go_globs import to_globs
from ct_jupyter.policy.foreign.go_python import to_python
from ct_jupyter.policy.foreign.go_tree import UntranslatableError
from ct_jupyter.policy.paths import path_matches


@pytest.mark.parametrize(
    ("go", "python"),
    [
        (r"(?i)acme_[a-z]{8}", r"(?i)acme_[a-z]{8}"),
        (r"key(?i)acme", r"key(?i:acme)"),
        (r"a(?i)b|c", r"a(?i:b)|(?i:c)"),
        (r"(?i)key(?-i:ACME)", r"(?i:key)(?:ACME)"),
        (r"(?i:key)ACME", r"(?:(?i:key))ACME"),
        (r"acme\z", r"acme$"),
        (r"\Aacme", r"^acme"),
        (r"(?ms)^acme.x$", r"^acme.x$"),
        (r"acme[[:alnum:]_-]{3}", r"acme[0-9A-Za-z_-]{3}"),
        (r"acme[^[:space:]]+", r"acme[^\t\n\v\f\r ]+"),
        (r"(?P<x>acme)(?<y>[0-9]+)", r"(?P<value>acme)(?:[0-9]+)"),
        (r"\Qa.b\E+", None),
        (r"\x60acme\x{e9}", "`acmeé"),
        (r"acme[[]", r"acme[\[]"),
        (r"acme\-\_\'", r"acme\-\_\'"),
        (r"acme{2,}?x", r"acme{2,}?x"),
    ],
)
def test_a_pattern_of_go_in_pythons_syntax(go: str, python: str | None) -> None:
    if python is None:
        with pytest.raises(UntranslatableError):
            to_python(go)
        return
    written, changed = to_python(go)
    assert (written, changed) == (python, "")
    re.compile(written)


@pytest.mark.parametrize(
    ("pattern", "group", "value"),
    [
        (r"key=(\w+);(\w+)", None, "one"),
        (r"key=(\w+);(\w+)", 2, "two"),
        (r"key=(\w+);(\w+)", 0, None),
        (r"(?:key)=(?P<a>\w+)", None, "one"),
    ],
)
def test_the_group_that_is_the_secret(pattern: str, group: int | None, value: str | None) -> None:
    found = re.search(to_python(pattern, group)[0], "key=one;two")
    assert found is not None
    assert found.groupdict().get("value") == value


def test_what_could_take_too_long_is_bounded_and_told() -> None:
    written, changed = to_python(r".*acme.*key.*=.*token.*")
    assert "bounded at" in changed
    assert re.search(written, "x acme y key z = token")


@pytest.mark.parametrize(
    "go", [r"(?U)a+", r"\pL+", r"[[:^alpha:]]", "(acme", "acme)", "a**", r"(?=acme)", "[acme", "acme\\"]
)
def test_what_python_cannot_say_is_told(go: str) -> None:
    with pytest.raises(UntranslatableError):
        to_python(go)


@pytest.mark.parametrize(
    ("go", "yes", "no"),
    [
        (r"\.md$", ["a.md", "docs/b.md"], ["a.mdx", "md"]),
        (r"(.*?)(jpg|gif|doc)$", ["a.jpg", "x/y.gif"], ["a.png"]),
        (r"node_modules/", ["node_modules/a.js", "x/node_modules/y/z"], ["modules/a"]),
        (r"^tests/", ["tests/a.py", "tests/x/b.py"], ["x/tests/a.py"]),
        (r"go\.sum", ["go.sum", "x/go.sum"], ["go.mod"]),
        (r"^docs?/[^/]*\.ipynb$", ["doc/a.ipynb", "docs/b.ipynb"], ["docs/x/b.ipynb", "doc/a.py"]),
        (r"(?:^|/)vendor/", ["vendor/a", "x/vendor/b"], ["myvendor/a"]),
        (r"(^|.*/)a[.-]lock$", ["a.lock", "x/a-lock"], ["b.lock"]),
        (r".gitleaks.toml", [".gitleaks.toml"], ["leaks.toml"]),
    ],
)
def test_a_pattern_for_paths_as_globs(go: str, yes: list[str], no: list[str]) -> None:
    globs = to_globs(go)
    for paths, expected in ((yes, True), (no, False)):
        for path in paths:
            assert path_matches(path, globs) is expected is (re.search(go, path) is not None), (globs, path)


@pytest.mark.parametrize("go", [".*", "", r"[0-9]+\.txt", r"(a|b|c|d)(a|b|c|d)(a|b|c|d)(a|b|c|d)"])
def test_paths_that_no_glob_can_say_are_told(go: str) -> None:
    with pytest.raises(UntranslatableError):
        to_globs(go)
