"""Variables that programs read by themselves, and whose they are: none of them may hold a secret."""

from __future__ import annotations

import re
from typing import NamedTuple


class Owner(NamedTuple):
    """Who reads some variables."""

    title: str
    """As in "PATH belongs to the system"."""
    names: str
    """Regular expression for the whole of a name."""
    decides: bool
    """Whether they decide which programs, libraries or settings are used: no ``.env`` hands them on."""


OWNERS = (
    Owner(
        "the system",
        r"""PATH | PATHEXT | COMSPEC | SHELL | HOME | USERPROFILE | SYSTEMROOT | WINDIR | TMPDIR | TEMP | TMP
        | XDG_.* | LD_.* | DYLD_.* | GCONV_PATH | LOCPATH | NLSPATH | MALLOC_.* | GLIBC_TUNABLES
        | EDITOR | VISUAL | PAGER | BROWSER""",
        decides=True,
    ),
    Owner(
        "the system",
        r"""USER | USERNAME | LOGNAME | PWD | OLDPWD | HOST | HOSTNAME | MAIL | TERM | DISPLAY
        | LANG | LANGUAGE | LC_.* | TZ | APPDATA | LOCALAPPDATA | PROGRAMFILES""",
        decides=False,
    ),
    Owner(
        "the shell",
        r"""ENV | BASH_ENV | BASH_FUNC_.* | SHELLOPTS | BASHOPTS | PS[0-4] | PROMPT_COMMAND | IFS | CDPATH
        | ZDOTDIR""",
        decides=True,
    ),
    Owner(
        # PYTHONPATH and PYTHON_GIL are the interpreter's own; PYTHONANYWHERE_TOKEN is not.
        "Python",
        r"""PYTHON | PYTHON_.* | PYTHON[A-Z0-9]+ | VIRTUAL_ENV | CONDA_(?!TOKEN\Z).*
        | PIP_(?:INDEX|EXTRA|CONFIG).*""",
        decides=True,
    ),
    Owner("Jupyter", r"JUPYTER.* | JPY_.* | IPYTHON.*", decides=True),
    Owner("Node.js", r"NODE_OPTIONS | NODE_PATH | NODE_EXTRA_CA_CERTS | NPM_CONFIG_.*", decides=True),
    Owner("Perl", r"PERL5?(?:OPT|LIB|DB) | PERL_.*", decides=True),
    Owner("Ruby", r"RUBYOPT | RUBYLIB", decides=True),
    Owner("Java", r"JAVA_TOOL_OPTIONS | _JAVA_OPTIONS | JDK_JAVA_OPTIONS | CLASSPATH", decides=True),
    Owner("R", r"R_PROFILE.* | R_ENVIRON.* | R_HOME | R_LIBS.*", decides=True),
    Owner("Julia", r"JULIA_LOAD_PATH | JULIA_DEPOT_PATH | JULIA_PROJECT", decides=True),
    Owner(
        "Git",
        r"""GIT_(?:SSH|EXEC|PROXY|EXTERNAL|CONFIG|ASKPASS|EDITOR|PAGER|TEMPLATE|DIR|WORK_TREE).*
        | SSH_ASKPASS.*""",
        decides=True,
    ),
    Owner(
        "what connects to the network",
        r"""(?:HTTP|HTTPS|ALL|NO|FTP|SOCKS)_PROXY | SSL_CERT_(?:FILE|DIR) | (?:REQUESTS|CURL)_CA_BUNDLE
        | OPENSSL_CONF | SSLKEYLOGFILE""",
        decides=True,
    ),
)

_COMPILED = [(one, re.compile(rf"(?:{one.names})\Z", re.VERBOSE | re.IGNORECASE)) for one in OWNERS]


def owner_of(name: str) -> Owner | None:
    """Return whose variable it is, where a secret must not have its name; in whatever case."""
    return next((one for one, names in _COMPILED if names.match(name)), None)


def starts_programs(name: str) -> bool:
    """Tell whether it decides which programs, libraries or settings are run or read."""
    owner = owner_of(name)
    return owner is not None and owner.decides
