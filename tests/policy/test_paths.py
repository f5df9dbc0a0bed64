from __future__ import annotations

import pytest

from ct_jupyter.policy.paths import path_matches


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("*.ipynb", "a.ipynb", True),
        ("*.ipynb", "deep/er/A.IPYNB", True),
        ("*.ipynb", "a.ipynb.txt", False),
        ("vendor/**", "vendor/a/b.ipynb", True),
        ("vendor/", "vendor/a/b.ipynb", True),
        ("vendor/**", "other/vendor/a.ipynb", False),
        ("**/vendor/**", "other/vendor/a.ipynb", True),
        ("**/vendor/**", "vendor/a.ipynb", True),
        ("docs/*.ipynb", "docs/a.ipynb", True),
        ("docs/*.ipynb", "docs/deep/a.ipynb", False),
        ("/a.ipynb", "a.ipynb", True),
        ("/a.ipynb", "b/a.ipynb", False),
        ("./a.ipynb", "a.ipynb", True),
        ("a?.ipynb", "ab.ipynb", True),
        ("a[1].ipynb", "a[1].ipynb", True),
    ],
)
def test_globs_are_as_gitignore_has_them(glob: str, path: str, expected: bool) -> None:
    assert path_matches(path, [glob]) is expected
