"""The languages: one row a language, for everything that treats languages differently.

Expressions are compiled where they are used. What a row leaves out is not known of the language: without a
``lookup``, for one, a secret in its code becomes a placeholder.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Join = Literal["plus", "paste", "template", "interpolate", "word"]


class JoinForm(msgspec.Struct, frozen=True):
    """An expression that makes one string of several literals, in three regular expressions."""

    head: str
    between: str
    tail: str
    glue: str = ""
    """What it puts between them where the expression names nothing."""


class NativeLoad(msgspec.Struct, frozen=True):
    """How a notebook loads ``.env`` with what its language has itself."""

    code: str
    """What is called, for a person."""
    text: str
    """The statement, with ``LINKED`` for the file behind the link."""
    there: str
    """Regular expression for a load that a notebook has already."""
    home: str = "~"
    """How ``~`` is written in ``LINKED``."""
    forms: frozenset[str] = frozenset({"bare", "single", "double"})
    """How values may be written in ``.env`` for this language to read them: forms of ``stores/dotenv.py``."""
    refused: str = ""
    """Regular expression for what a value must not hold besides."""


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a language."""

    id: str
    """Our name for it."""
    names: str = ""
    """What kernels, their specs and editors call it, in lower case, separated by spaces."""
    magics: str = ""
    """Cell magics whose body is in it, in lower case."""
    suffixes: str = ""
    """Suffixes of its files, in lower case."""
    comment: str = ""
    """What begins a comment to the end of the line."""
    is_shell: bool = False
    """Whether words are strings, and a variable is ``$NAME``: ``rewrite/shell.py`` reads it."""
    join: Join = "plus"
    """How strings are put together: ``"a" + x``, ``paste0("a", x)``, a template, ``"a$(x)"``, or in a shell's
    word, one right behind the other."""
    join_forms: tuple[JoinForm, ...] = ()
    """Expressions that make one string of several literals."""
    expands: bool = False
    """Whether a dollar sign in a string stands for something else."""

    # What a rewrite needs, of languages other than Python and shells

    title: str = ""
    lookup: str = ""
    """Expression for an environment variable, with ``NAME`` for it."""
    optional: str = ""
    """The same where the variable may be missing, where ``lookup`` would then raise."""
    tokens: str = ""
    """Verbose regular expression with the groups ``comment``, or ``open`` and perhaps ``prefix`` for what
    begins a string."""
    raw_prefixes: str = ""
    """Prefixes of strings in which a backslash is one, separated by spaces."""
    raw_triple: bool = False
    """Whether in a string of three quotes a backslash is one."""
    long_strings: bool = False
    """Whether any string may go on over the end of a line."""
    sets: str = ""
    """Regular expression for what is before the value in a statement that sets the variable ``name``."""
    sets_end: str = ""
    sets_in_kernel: str = ""
    """Code that sets the variable ``NAME`` in a running kernel and shows nothing, with ``VALUE`` as JSON has
    strings; for the front end, which sends it silently. Default: the kernel has to be restarted."""
    load: NativeLoad | None = None
    """A JVM, .NET and others have to be started with the variables."""


_W = r"[ \t\r\n]{0,80}"
_COMMA = rf"{_W},{_W}"
_GLUE = r"""(?P<mark>["'])(?P<glue>[^"'\\\n$]{0,8})(?P=mark)"""
_CONCAT = JoinForm("", rf"(?:{_W}\))?{_W}\.{_W}concat\({_W}", rf"{_W}\)")
_BRACKETS = JoinForm(rf"\[{_W}", _COMMA, rf"{_W},?{_W}\]{_W}\.{_W}join\({_W}{_GLUE}{_W}\)")
_C_COMMENT = r"(?P<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|\Z))"
_OF_C = _C_COMMENT + r"|(?P<open>\"\"\"|\")"
_GETENV = 'System.getenv("NAME")'

TABLE: tuple[Language, ...] = (
    Language(
        id="python",
        names="python python2 python3 py ipython ipython2 ipython3 ipykernel pyspark pyspark3 pysparkkernel "
        "pyspark3kernel pyodide streamlit xpython xpython-raw xeus-python sagemath sage",
        suffixes=".py",
        comment="#",
        join_forms=(
            JoinForm(rf"{_GLUE}{_W}\.{_W}join\({_W}[\[(]{_W}", _COMMA, rf"{_W},?{_W}[\])]{_W},?{_W}\)"),
            JoinForm("", rf"{_W}(?P<fills>%){_W}", r"(?![ \t]*[.\[(%*/])"),
            JoinForm("", rf"{_W}(?P<fills>%|\.{_W}format){_W}\({_W}|{_COMMA}", rf"{_W},?{_W}\)"),
        ),
    ),
    Language(
        id="r",
        names="r ir irkernel xr xeus-r sparkr sparkrkernel rpy2",
        magics="r",
        suffixes=".r",
        comment="#",
        join="paste",
        join_forms=(
            JoinForm(rf"paste0\({_W}", _COMMA, rf"{_W}\)"),
            JoinForm(rf"paste\({_W}", _COMMA, rf"(?:{_COMMA}sep{_W}={_W}{_GLUE})?{_W}\)", glue=" "),
        ),
        title="R",
        lookup='Sys.getenv("NAME")',
        tokens=r"(?P<comment>\#[^\n]*)|(?P<prefix>\b[rR])?(?P<open>\"|')",
        long_strings=True,
        sets=r"Sys\.setenv\([ ]*(?:[\"'`](?P<item>\w+)[\"'`]|(?P<name>\w+))[ ]*=[ ]*\Z",
        sets_end=r"[ ]*\)[ ]*;?",
        # IRkernel tells all its clients the code, also of silent requests: it asks for the value instead.
        sets_in_kernel='invisible(Sys.setenv(`NAME` = readline("NAME")))',
        load=NativeLoad(
            code="readRenviron()",
            text='invisible(lapply(head(Filter(file.exists, c("LINKED", ".env")), 1), readRenviron))',
            there=r"\breadRenviron\b|\bload_dot_env\b|\bdotenv::",
            forms=frozenset({"bare", "single"}),
            refused=r"\n|\$\{|\\\Z",  # it reads line by line
        ),
    ),
    Language(
        id="bash",
        names="bash sh zsh shell shellscript calysto-bash bash-kernel xsh xeus-shell",
        magics="bash sh script system sx cmd",
        suffixes=".sh .bash",
        comment="#",
        is_shell=True,
        join="word",
        expands=True,
        load=NativeLoad(
            code="set -a; . ./.env; set +a",
            text='for env in LINKED ./.env; do [ -f "$env" ] && { set -a; . "$env"; set +a; break; }; done',
            there=r"(?m)(?:^|[;&|{][ \t]*)(?:\.|source)[ \t]+[\"']?(?:[^\s;\"']*/)?\.env\b|\. \"\$env\"",
        ),
    ),
    Language(id="fish", names="fish fish-kernel", is_shell=True, join="word"),
    Language(
        id="julia",
        names="julia jl ijulia xjulia xeus-julia julialang",
        magics="julia",
        suffixes=".jl",
        comment="#",
        join="interpolate",
        join_forms=(
            JoinForm(rf"string\({_W}", _COMMA, rf"{_W}\)"),
            JoinForm(rf"join\({_W}[\[(]{_W}", _COMMA, rf"{_W}[\])](?:{_COMMA}{_GLUE})?{_W}\)"),
        ),
        expands=True,
        title="Julia",
        lookup='ENV["NAME"]',
        optional='get(ENV, "NAME", "")',
        tokens=r"(?P<comment>\#=[\s\S]*?(?:=\#|\Z)|\#[^\n]*)|(?P<prefix>\b(?:raw|b))?(?P<open>\"\"\"|\")",
        raw_prefixes="raw",
        sets=r'ENV\["(?P<name>\w+)"\][ ]*=[ ]*\Z',
        sets_end=r"[ ]*;?",
        sets_in_kernel='ENV["NAME"] = VALUE; nothing',
        load=NativeLoad(
            code="ENV",
            text=(
                'for file in Iterators.take(filter(isfile, [expanduser("LINKED"), ".env"]), 1), '
                "line in eachline(file)\n"
                "    found = match(r\"^(\\w+)=(?:'(.*)'|(.*))$\", line)\n"
                "    found === nothing || (ENV[found[1]] = something(found[2], found[3]))\n"
                "end"
            ),
            there=r"\bDotEnv\b|eachline\(file\)",
            forms=frozenset({"bare", "single"}),
            refused=r"\n",
        ),
    ),
    Language(
        id="javascript",
        names="javascript js node nodejs ijavascript jslab typescript ts itypescript tslab deno "
        "javascriptreact typescriptreact xjavascript xeus-javascript jp-babel",
        magics="javascript js",
        suffixes=".js .ts",
        comment="//",
        join="template",
        join_forms=(_CONCAT, _BRACKETS),
        title="JavaScript",
        lookup="process.env.NAME",
        tokens=_C_COMMENT + r"|(?P<open>[\"'`])",
        sets=r"process[ ]*\.[ ]*env[ ]*(?:\.[ ]*(?P<name>\w+)|\[[\"'](?P<item>\w+)[\"']\])[ ]*=[ ]*\Z",
        sets_end=r"[ ]*;?",
        sets_in_kernel='void (process.env["NAME"] = VALUE);',
        load=NativeLoad(
            code="process.loadEnvFile()",
            text=(
                'for (const file of [`LINKED`, ".env"]) {\n'
                "  try {\n"
                "    process.loadEnvFile(file);\n"
                "    break;\n"
                "  } catch {}\n"
                "}"
            ),
            there=r"\bloadEnvFile\b|\bdotenv\b",
            home="${process.env.HOME ?? process.env.USERPROFILE}",
            refused=r"\\\Z|\\[\\']|'.*[\\\"]|[\\\"].*'",
        ),
    ),
    Language(
        id="scala",
        names="scala almond spark scala-spark sparkkernel spylon-kernel spylon apache-toree-scala "
        "toree-scala",
        magics="scala",
        suffixes=".scala",
        comment="//",
        join_forms=(
            _CONCAT,
            JoinForm(
                rf"(?:List|Seq|Array|Vector)\({_W}",
                _COMMA,
                rf"{_W}\){_W}\.{_W}mkString(?:\({_W}{_GLUE}{_W}\))?(?!\w|[ ]*\()",
            ),
        ),
        title="Scala",
        lookup='sys.env("NAME")',
        optional='sys.env.getOrElse("NAME", "")',
        tokens=_C_COMMENT + r"|(?P<prefix>\b(?:s|f|raw))?(?P<open>\"\"\"|\")",
        raw_prefixes="raw",
        raw_triple=True,
    ),
    Language(
        id="java",
        names="java ijava jjava jbang rapaio-jupyter-kernel ganymede jupyter-java",
        comment="//",
        join_forms=(_CONCAT, JoinForm(rf"String\.join\({_W}{_GLUE}{_COMMA}", _COMMA, rf"{_W}\)")),
        title="Java",
        lookup=_GETENV,
        tokens=_OF_C,
    ),
    Language(
        id="kotlin",
        names="kotlin kotlin-jupyter kotlin-kernel",
        comment="//",
        join_forms=(JoinForm(rf"listOf\({_W}", _COMMA, rf"{_W}\){_W}\.{_W}joinToString\({_W}{_GLUE}{_W}\)"),),
        expands=True,
        title="Kotlin",
        lookup=_GETENV,
        tokens=_OF_C,
    ),
    Language(
        id="groovy",
        names="groovy igroovy",
        comment="//",
        join_forms=(_CONCAT, JoinForm(rf"\[{_W}", _COMMA, rf"{_W}\]{_W}\.{_W}join\({_W}{_GLUE}{_W}\)")),
        expands=True,
        title="Groovy",
        lookup=_GETENV,
        tokens=_OF_C,
    ),
    Language(
        id="c#",
        names="c# csharp .net-csharp dotnet-csharp icsharp cs",
        comment="//",
        join_forms=(
            JoinForm(rf"[Ss]tring\.Concat\({_W}", _COMMA, rf"{_W}\)"),
            JoinForm(rf"[Ss]tring\.Join\({_W}{_GLUE}{_COMMA}", _COMMA, rf"{_W}\)"),
        ),
        title="C#",
        lookup='Environment.GetEnvironmentVariable("NAME")',
        tokens=_C_COMMENT + r"|(?P<prefix>\$@|@\$|@|\$)?(?P<open>\"\"\"|\")",
        raw_prefixes="@ $@ @$",
        sets=r'Environment[ ]*\.[ ]*SetEnvironmentVariable\([ ]*"(?P<name>\w+)"[ ]*,[ ]*\Z',
        sets_end=r"[ ]*\)[ ]*;?",
        sets_in_kernel='System.Environment.SetEnvironmentVariable("NAME", VALUE);',
    ),
    Language(id="f#", names="f# fsharp .net-fsharp dotnet-fsharp ifsharp"),
    Language(
        id="powershell",
        names="powershell pwsh .net-powershell .net-pwsh dotnet-powershell posh",
        comment="#",
    ),
    Language(id="c++", names="c++ cpp xcpp xeus-cling cling", comment="//"),
    Language(id="ruby", names="ruby iruby", magics="ruby", comment="#"),
    Language(id="perl", names="perl iperl", magics="perl", comment="#"),
    Language(id="rust", names="rust evcxr", comment="//"),
    Language(id="go", names="go gophernotes gonb", comment="//"),
    Language(id="haskell", names="haskell ihaskell", comment="--"),
    Language(id="lua", names="lua ilua xlua xeus-lua", comment="--"),
    Language(
        id="sql", names="sql xsql xsqlite kql bigquery", magics="sql bigquery", suffixes=".sql", comment="--"
    ),
    Language(id="markdown", names="markdown", magics="markdown md", suffixes=".md"),
    Language(id="html", names="html", magics="html svg", suffixes=".html"),
    # What no kernel runs
    Language(id="latex", magics="latex"),
    Language(id="json", suffixes=".json .ipynb"),
    Language(id="yaml", suffixes=".yaml .yml", comment="#"),
    Language(id="text", magics="writefile file"),
)

LANGUAGES = {language.id: language for language in TABLE}
SHELLS = frozenset(
    name for language in TABLE if language.is_shell for name in (language.id, *language.names.split())
)
WITH_LOOKUP = {language.id: language for language in TABLE if language.lookup}
"""Languages other than Python and shells in whose code a secret becomes a lookup."""
MAGIC_LANGUAGES = {magic: language.id for language in TABLE for magic in language.magics.split()}
"""Languages of the bodies of cell magics, by the magic in lower case."""
