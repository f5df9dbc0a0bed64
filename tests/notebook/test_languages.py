"""What kernels, editors and notebooks call a language, and what we do."""

from __future__ import annotations

from typing import Any

import pytest

from ct_jupyter.notebook import canonical_language, language_of, language_of_cell


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("python", "python Python python3 Python3 ipython xpython pysparkkernel python3.12 conda-env-ml-py"),
        ("r", "R r ir IR xr xeus-r conda-env-stats-r ir4.3"),
        ("bash", "bash Bash sh zsh calysto_bash shellscript"),
        ("julia", "julia Julia julia-1.10 julia-1.11.2 ijulia"),
        ("javascript", "javascript JavaScript node nodejs typescript deno tslab xeus-javascript jslab"),
        ("scala", "scala Scala almond scala212 scala-2.13 spylon-kernel apache_toree_scala"),
        ("java", "java Java ijava rapaio-jupyter-kernel"),
        ("kotlin", "kotlin Kotlin"),
        ("c#", "c# C# csharp .net-csharp dotnet-interactive.csharp"),
        ("f#", "F# fsharp .net-fsharp"),
        ("powershell", "pwsh PowerShell .net-powershell"),
        ("c++", "C++ c++17 xcpp17 xeus-cling"),
        ("brainf", "brainf"),
    ],
)
def test_every_name_of_a_language_is_one(language: str, names: str) -> None:
    assert {canonical_language(name) for name in names.split()} == {language}


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, "python"),
        ({"language_info": {"name": "R"}, "kernelspec": {"name": "ir"}}, "r"),
        ({"kernelspec": {"name": "julia-1.10", "display_name": "Julia"}}, "julia"),
        ({"kernelspec": {"name": "x", "language": "C#"}}, "c#"),
        (
            {
                "language_info": {"name": "polyglot-notebook"},
                "kernelspec": {"name": ".net-csharp", "language": "C#"},
                "polyglot_notebook": {"kernelInfo": {"defaultKernelName": "fsharp"}},
            },
            "f#",
        ),
        ({"language_info": 3, "kernelspec": []}, "python"),
    ],
)
def test_a_notebook_says_its_language_in_several_places(metadata: dict[str, Any], language: str) -> None:
    assert language_of(metadata) == language


@pytest.mark.parametrize(
    ("metadata", "source", "language"),
    [
        ({}, "x", "python"),
        ({"vscode": {"languageId": "r"}}, "x", "r"),
        ({"vscode": {"languageId": "polyglot-notebook"}}, "x", "python"),
        ({"polyglot_notebook": {"kernelName": "csharp"}, "vscode": {"languageId": "r"}}, "x", "c#"),
        ({"dotnet_interactive": {"language": "csharp"}}, "x", "c#"),
        ({"kernel": "SoS"}, "x", "python"),
        ({"kernel": "R"}, "x", "r"),
        ({}, "#!csharp\nvar x = 1;", "c#"),
        ({}, "#!/bin/sh\nls", "python"),
        ({}, "#!connect jupyter\n", "python"),
        ({"vscode": None, "polyglot_notebook": 3}, "x", "python"),
    ],
)
def test_a_cell_may_have_a_language_of_its_own(metadata: dict[str, Any], source: str, language: str) -> None:
    assert language_of_cell(metadata, source, "python") == language
