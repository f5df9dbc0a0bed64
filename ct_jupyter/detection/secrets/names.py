"""Names: their words in any style, and what kind of secret they announce."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from ...text.lazy import lazy
from ...text.words import word_set

Kind = Literal[
    "password", "api-key", "token", "secret", "encryption-key", "credential", "provider-key", "bare-key"
]

_CAMEL = lazy(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAK = lazy(r"[^0-9A-Za-z\u00c0-\u024f\u0400-\u04ff]+")

PASSWORD_WORDS = word_set(
    """
    password passwords passwd passwrd passwort passphrase passcode pass pwd pw psw pswd passw senha contraseña
    contrasena contrasenya clave kennwort wachtwoord haslo hasło parola mdp motdepasse heslo
    pasword passwrod passowrd passw0rd pword psword pssword
    salasana lösenord losenord passord adgangskode sifre şifre parole пароль parool jelszo
    """
)
_PASSWORD_END = lazy(
    r"(?:password|passwd|passwort|passphrase|(?<!x)pwd|senha|contraseña|contrasena|kennwort|motdepasse"
    r"|p[as]s{0,2}w(?:or?|ro|r)?d|pas+owrd|passw0rd|pword|(?:sql|db|user|admin|root|ftp|smtp|mail|login|app|pg|db2)pass)$"
)
_SECRET_END = lazy(r"secret$")
_TOKEN_END = lazy(r"(?<!de)(?<!tik)token$")
_KEY_END = lazy(r"(?:api|access|secret|account|auth|app|private|encryption)key$")

# What may stand behind the secret's word without making it the name of something else.
_SUFFIXES = word_set(
    """
    value val string str text txt plain plaintext clear raw b64 base64 prod production dev develop
    development test testing staging stage live default admin root user local remote env old new
    master main primary secondary backup db database real current tmp temp here v1 v2 us eu global
    param arg opt dbl base
    """
)
# A word before a token that makes it a piece of text or of a protocol.
_TOKEN_PREFIXES = word_set(
    """
    pad padding eos bos sep cls mask masked unk unknown special stop start end next page num max min
    n total prompt completion input output cached image text audio video first last current prev
    previous word sub lex lexer csrf xsrf continuation cancellation sync new oov sos added extra per
    by each query target source delimiter boundary separator sentinel placeholder trigger class no
    change request purchase resume pagination paging cursor sequence upload forward backward skip
    idempotency idempotence delta consistency concurrency fencing marker lookahead tik
    nb avg mean authenticity verification antiforgery forgery webhook_verify
    """
)
# Words before a key that make it a key into something.
_KEY_PREFIXES = word_set(
    """
    primary foreign public partition sort cache dict group idempotency index row hash s3 object blob
    file registry translation config session host sorting shard routing join lookup map hot short
    press keyboard column cols field json yaml data value val message msg item node event metric
    state input output prop attribute attr tag label feature param parameter params search order
    resource asset entity space
    unique composite surrogate natural business section option settings setting context trace span
    record result results response request query text image audio video i18n locale lang language
    theme color colour style target source redis storage_path path folder bucket dir meta metadata
    this the a an no one each per any some by for of in and or new old first last next prev min max
    left right up down enter escape shift ctrl control alt delete tab home arrow function callback
    loop model weight weights score batch train test time date timestamp id ssh known sub legend
    kwargs args arg default is has type kind name entity class method prng rng random jax subkey
    monitor memory chat history loss plot figure answer question documents document source_id
    citation normalized natural_key user project team tenant customer dataset table db database env
    environment
    """
)
_API_WORDS = word_set(
    """
    api app access account subscription auth authentication authorization service shared consumer
    application developer dev rest ingest ingestion license licence product write read writer admin
    server client integration webhook host personal user secret
    """
)
_CRYPTO_WORDS = word_set(
    """
    encryption encrypt decryption decrypt cipher aes fernet signing sign signature hmac crypto crypt
    private priv master jwt session cookie vault
    """
)
_SALTED = word_set("auth in nonce secure hash password token secret cookie session security")
_WORDS_IN_KEY = word_set(
    """
    passkey hotkey latchkey lowkey turnkey whiskey primarykey foreignkey partitionkey publickey
    sortkey cachekey rowkey indexkey groupkey jockey keykey pressedkey mastkey objectkey
    """
)
_CREDENTIAL_WORDS = word_set(
    """
    credential credentials creds cred auth authorization authentication
    """
)


def split_words(text: str) -> tuple[str, ...]:
    """Return the lower-case words: of ``dbPassword``, ``DB-PASSWORD`` and ``db.password`` the same."""
    spaced = _CAMEL.sub("_", text) if not text.isupper() else text
    return tuple(word.lower() for word in _BREAK.split(spaced) if word)


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, remembered. Only for names: what is remembered must be no secret."""
    return split_words(name)


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind | None:
    """Return the kind of secret that ``name`` announces, remembered like its words."""
    return kind_of_words(words_of(name))


_NO_PASSWORD = word_set("no show forgot reset by is has wrong invalid not to must can please")
"""Before "password": what is asked, said or told of one."""
_PASSES = word_set("first second third forward backward each single one two low high band next last")
"""Before "pass": turns, and filters of signals."""


def without_suffixes(name_words: Sequence[str]) -> list[str]:
    """Return the words without those behind that leave the name what it is: ``password_prod_2``."""
    words = list(name_words)
    while len(words) > 1 and (words[-1] in _SUFFIXES or words[-1].isdigit()):
        words.pop()
    return words


def kind_of_words(name_words: Sequence[str]) -> Kind | None:  # noqa: C901  # the words, from the most telling down
    """Return the kind of secret that a name of these words announces."""
    words = without_suffixes(name_words)
    if not words:
        return None
    last = words[-1]
    before = words[-2] if len(words) > 1 else ""
    bare = last.rstrip("0123456789") or last
    if bare in PASSWORD_WORDS or _PASSWORD_END.search(bare):
        if before in _NO_PASSWORD or (bare == "pass" and before in _PASSES):
            return None
        return "password"
    if words[-3:] in (["mot", "de", "passe"], ["palabra", "de", "paso"]) or words[-2:] == ["pass", "phrase"]:
        return "password"
    if bare == "secret" or _SECRET_END.search(bare):
        return None if before in {"no", "is", "has", "kubernetes", "k8s"} else "secret"
    if bare in {"token", "tok", "jwt"} or _TOKEN_END.search(bare):
        return None if before in _TOKEN_PREFIXES else "token"
    if bare in {"apikey", "appkey", "accesskey", "authkey", "accountkey"}:
        return "api-key"
    if bare == "secretkey":
        return "secret"
    if bare == "privatekey" or bare == "encryptionkey":
        return "encryption-key"
    if bare == "salt" and before in _SALTED:
        return "encryption-key"
    if bare == "key":
        return _kind_of_key(before)
    if _KEY_END.search(bare):
        return "api-key"
    if bare.endswith("key") and len(bare) >= 8 and bare not in _WORDS_IN_KEY:
        return "provider-key"
    if bare in _CREDENTIAL_WORDS:
        return "credential"
    if bare == "bearer":
        return "token"
    if name_words[0] in {"secret", "key", "token", "apikey"} and len(name_words) > 1:
        return "secret" if bare.endswith("key") else "bare-key"
    if bare in {"access", "private"} and before and before not in _KEY_PREFIXES:
        return "provider-key"
    return None


def _kind_of_key(before: str) -> Kind | None:
    if before == "secret":
        return "secret"
    if not before or before == "env":
        return "bare-key"
    if before in _API_WORDS or before.endswith(("api", "app")):
        return "api-key"
    if before in _CRYPTO_WORDS:
        return "encryption-key"
    if before in {"pd", "hf", "dd", "nr", "cf", "sg", "mg", "do", "tf", "ai"}:
        return "provider-key"
    if not before or before in _KEY_PREFIXES or len(before) < 3:
        return None
    return "provider-key"


_BEFORE = lazy(
    r"""(?P<name>[A-Za-z_][\w.\-]{0,79})["'\\]{0,3}[ ]?\]?[ \t]{0,8}
        (?::[ \t]{0,3}[A-Za-z][\w.\[\] |]{0,30}[ \t]{0,3}=|:=|=>|<-|==|=|:|,)
        [ \t]{0,8}[A-Za-z]{0,2}["'`\\(]{0,4}
        (?:(?:Bearer|Basic|Token)[ ])?$""",
    re.VERBOSE | re.IGNORECASE,
)


def name_before(text: str, start: int) -> str | None:
    """Return the identifier, key or header that the value at ``start`` is given to on its line."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - 160) : start]
    found = _BEFORE.search(line)
    return found["name"].rstrip(".-") if found else None
