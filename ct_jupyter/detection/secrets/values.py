"""Whether a value, given to a name of some kind, is a secret."""

from __future__ import annotations

import re
from itertools import pairwise

from ...text.lazy import lazy
from ...text.text_shape import (
    entropy,
    is_letter_salad,
    is_punctuated,
    is_repetitive,
    is_wordy,
    looks_random,
    sequential_share,
)
from ...text.words import word_set
from ..model import Confidence
from .names import Kind, kind_of_words, split_words, words_of
from .pairs import PROSE, Pair
from .placeholders import is_filler, is_placeholder, is_sequence, may_be_typed

_NOT_VALUES = word_set(
    """
    none null nil undefined true false yes no on off empty string str text int integer float bool
    boolean bytes object any optional required default enabled disabled basic bearer digest token
    secret key password passwd pwd pass passphrase passcode username user login name email apikey
    api_key auth authorization oauth oauth2 credential credentials value values input output hidden
    test testing type number id uuid public private admin_password user_password current-password
    new-password off autocomplete submit application/json application/x-www-form-urlencoded
    anonymous local localhost self this cls args kwargs unset missing invalid valid error failed
    success ok n/a na tbd todo foo bar baz foobar abc xyz asdf qwerty plaintext plain base64 sha1
    sha256 md5 bcrypt hs256 rs256 aes rsa env environment keyring vault getpass raw_input session
    cookie header query body form json url uri file path prompt strong weak medium short long same
    confirm old new reset change forgot show hide visibility pad eos bos sep cls mask unk
    varchar char unicode bigint double float64 int64 int32 uint8 date datetime list dict tuple set map
    array struct interface field keyword nullable mandatory forbidden unknown generated encrypted
    hashed plaintext masked present absent provided given exists yes/no none/none
    """
)
_LOOKUP = lazy(
    r"(?i)environ|getenv|process\.env|import\.meta|secrets?\.(?:get|token)|get_secret|keyring|getpass|input\(|userdata|dbutils|"
    r"config\[|settings\.|secretsmanager|key_?vault|\bvault:|\bop://|secretmanager|secret_scope|projects/.*/secrets"
    r"|^(?:ssm|awssm|aws-sm|sm|secretsmanager|kms|gcpsm|gsm|akv|keyvault|azurekv|doppler|env|file|secret|ref\+\w+):"
    r"|^(?:ENC|enc)[\[(]|^\{cipher\}|^vault:v\d|^ChIJ[\w-]{20,30}\Z"
)
_CODE = lazy(
    r"""[\w\])]\(|\w\[\w*['"]?\]?|^(?:self|this|args|config|settings|request|response|os|params|cls|st|app|env|data|var|local|module|each)\.\w
      |^(?:ConvertTo|ConvertFrom|Get|Read|New|Set|Import|Export)-[A-Z]\w+$|^\.|^&|=>|->|::|==|&&|\|\||\+\+|^[#@][a-z]|^--?[a-z]|^\\|/\*|\*/|^\(""",
    re.VERBOSE,
)
_REFERENCE = lazy(r"^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$")
_URL = lazy(r"(?i)[a-z][a-z0-9+.\-]{1,20}://|www\.|arn:")
_PATH = lazy(
    r"(?i)^(?:/(?:[\w.@\-]+/)*[\w.\-]*$|\.{1,2}/|~/|[a-z]:\\|gs:|file:|\w[\w.\-]*/[\w.\-/]*$(?<![=+])|[\w.+\-]+@[\w\-]+\.[\w.]+$)"
)
_FILE = lazy(
    r"(?i)^[\w\-./ ]{1,80}\.(?:json|ya?ml|txt|pem|key|cfg|ini|toml|env|py|ipynb|csv|crt|cer|pub|js|ts|html?"
    r"|xml|sh|log|md|p12|jks|com|org|net|io|whl|gz|zip|tgz|jar|egg|deb|rpm|conda|parquet|pkl|npy|h5|pt|png"
    r"|jpe?g|pdf|exe|dll|so|metadata)$"
)
_LONG_SLOT = lazy(r"\{[A-Za-z_][\w.:\-]{3,40}\}")
_BRACED = lazy(r"\$\{[^{}]{0,60}\}")
_APP_PASSWORD = lazy(r"[a-z]{4}(?: [a-z]{4}){3}\Z")
"""As Google and Apple show the passwords of apps: four groups of four letters."""
_WORD_LONG = lazy(r"[a-z]{5,20}\Z")
_WORDS_AND_NUMBER = lazy(r"(?=[^\n]*[A-Za-z]{4})(?=[^\n]*\d{2})[A-Za-z][\w#@!%+.\-]{6,60}\Z")
_TYPE_WORD = lazy(
    r"(?i)^(?:u?int|float|bytes?|string|str|varchar|char|utf|sha|aes|base|hex|field|column|option|param|var|arg|value|test|example)\d+$"
)
_VERB = lazy(r"(?:get|set|fetch|make|create|build|read|load|new|is|has|on|to)(?=[A-Z_])")
_SLOT = lazy(r"\{[\w.\[\]'\"!-]{0,40}(?::[^{}]{0,20})?\}")
_PERCENT_SLOTS = lazy(r"(?:[^%]{0,3}%[sdr])+[^%]{0,3}$")
_CONSTANT = lazy(r"^[A-Z][A-Z]*(?:[_-][A-Z0-9]+)+$")
_SNAKE = lazy(r"^[a-z]+(?:[_\-. ][a-z]+)+$")
_IDENTIFIER = lazy(r"^[A-Za-z_]+\d{0,3}$")
_WORD_AND_NUMBER = lazy(r"^[A-Za-z]+\d+$|^\d+[A-Za-z]+$")
_DIGIT = lazy(r"\d")
_SIGN = lazy(r"[^\w.]")
_LITERAL_PART = lazy(r"(?:\A|(?<=\}))[^{}]+(?=\{|\Z)")
_JWT = lazy(r"eyJ[A-Za-z0-9_\-]+\.")
_DIGITS = lazy(r"^[\d.,:/\- ]+$")
_VERSIONED = lazy(
    r"^\d{4}-\d\d(?:-\d\d)?(?:[-_.]?[A-Za-z]{2,12})?\Z|^[A-Za-z][A-Za-z.\-_]*[-_:@]v?\d+(?:\.\d+){1,3}[\w.\-]{0,12}$"
)
_DIGEST_NAME = lazy(r"(?i)hash|digest|sha\d|md5|checksum|fingerprint|etag")


def literal_part(text: str, pair: Pair) -> Pair:
    """Return the pair with the one stretch of an f-string that looks generated: ``f"…{suffix}"``."""
    if "f" not in pair.prefix or pair.pieces or not 0 < pair.end - pair.start <= 600:
        return pair
    value = pair.value(text)
    if "{" not in value:
        return pair
    stretches = [part for part in _LITERAL_PART.finditer(value) if looks_random(part[0], 16)]
    if len(stretches) != 1:
        return pair
    start, end = stretches[0].span()
    return pair._replace(start=pair.start + start, end=pair.start + end, prefix="")


def judge(kind: Kind, pair: Pair, value: str, language: str) -> Confidence | None:
    """Return how sure it is that ``value`` is a secret of ``kind``, or None where it is none."""
    if not _has_shape(kind, pair, value) or not _may_be_secret(pair, value):
        return None
    if kind == "password":
        return _password(pair, value, language)
    return _generated(kind, pair, value, language)


def _has_shape(kind: Kind, pair: Pair, value: str) -> bool:
    """Return False for most of what no further question would take for a secret; costs little."""
    if not 4 <= len(value) <= 600:
        return False
    if pair.quoted or pair.sep == "flag" or pair.alone:
        return kind in ("password", "token") or variety(value) >= 2 or is_letter_salad(value)
    if _DIGIT.search(value):
        return True
    # Without quotes and digits it is a word, unless it is made of all sorts of characters.
    return variety(value) >= 3 if kind == "password" else not (value.islower() or value.isupper())


_FILLED_IN = lazy(r"\{[A-Za-z_]\w{0,60}(?:\.\w{1,60}){0,4}\[[-\w:'\" ]{0,20}\](?:![rsa])?(?::[^{}]{0,12})?\}")
"""A part of a variable, as a string that is formatted shows it: ``{api_key[:5]}…``."""


def _may_be_secret(pair: Pair, value: str) -> bool:
    if _FILLED_IN.search(value):
        return False
    if is_punctuated(value) and (pair.quoted or pair.alone) and not _URL.match(value):
        is_template = ("f" in pair.prefix and "{" in value) or _LONG_SLOT.search(value) or "://" in value
        return not is_template and not _LOOKUP.search(value)
    if pair.quoted and "f" not in pair.prefix and "${" in value:
        # What is filled in makes no template of what is random by itself.
        rest = _BRACED.sub("", value)
        if rest != value and len(rest) >= 12 and looks_random(rest, 12):
            return True
    words = value.lower().strip(" :.!?").split(":")  # also "user:password"
    if all(word in _NOT_VALUES for word in words) or ("f" in pair.prefix and "{" in value):
        return False
    if not pair.quoted and (
        value.startswith(("$", "%"))
        or _CODE.search(value.rstrip("="))  # which end base64
        or (_REFERENCE.match(value) and not looks_random(value, 24))
    ):
        return False
    if (
        _URL.match(value)
        or _FILE.match(value)
        or _VERSIONED.match(value)
        or _SLOT.search(value)  # a template for format()
        or _PERCENT_SLOTS.match(value)
        or _LOOKUP.search(value)
        or (_PATH.search(value) and not looks_random(value, 24))
        or (_CONSTANT.match(value) and not looks_random(value, 20))
        or is_placeholder(value)
    ):
        return False
    name_words = set(words_of(pair.name))
    value_words = split_words(value)
    if value_words and set(value_words) <= name_words:
        return False  # password = "password", db_password = "db-password"
    # The name of a secret where a secret should be: a column, a form field, a key of a dictionary.
    return not (
        kind_of_words(value_words) is not None
        and (_SNAKE.match(value) or value.isidentifier())
        and is_wordy(value)
    )


def variety(value: str) -> int:
    """Return how many of capital letters, small ones, digits and others a value has."""
    return sum(
        (
            value.upper() != value,
            value.lower() != value,
            _DIGIT.search(value) is not None,
            not value.isalnum(),
        )
    )


def _password(pair: Pair, value: str, language: str) -> Confidence | None:  # noqa: C901  # what tells that it is none, one after the other
    if len(value) > 128 or value.endswith((":", " ")) or value.startswith(" "):
        return None
    if _APP_PASSWORD.match(value) and pair.quoted and not is_wordy(value.replace(" ", "")):
        return Confidence.MEDIUM
    if value.count(" ") > 2 or (" " in value and is_wordy(value)):
        return _phrase(pair, value, language)
    if _SNAKE.match(value) and not any(c.isdigit() for c in value) and len(split_words(value)) > 2:
        return None
    prose = language in PROSE
    if pair.quoted and pair.sep not in ("space",):
        if prose and not (variety(value) >= 2 and not is_wordy(value)):
            return None
        return Confidence.MEDIUM
    digits = any(c.isdigit() for c in value)
    letters = any(c.isalpha() for c in value)
    if pair.sep == "flag":
        return Confidence.MEDIUM if letters and (digits or not is_wordy(value)) else None
    if pair.name.lower() == "pass":
        # The verb, or the result of a test, more often than a password.
        if pair.sep == "space" or (pair.name == "PASS" and pair.sep != "=") or variety(value) < 3:
            return None
        if value == value.lower() and not _SIGN.search(value):
            return None
    if pair.sep == "space":
        if pair.quoted:
            return Confidence.MEDIUM if variety(value) >= 2 or digits else None
        return Confidence.MEDIUM if digits and letters and variety(value) >= 3 and len(value) >= 8 else None
    if pair.alone:
        return _alone(pair, value)
    if pair.where == "code" and (is_wordy(value) or (_IDENTIFIER.match(value) and not _case_salad(value))):
        return None
    if len(value) < 6 or not (letters and (digits or variety(value) >= 3)):
        return None
    return Confidence.MEDIUM if variety(value) >= 3 or digits else Confidence.LOW


def _alone(pair: Pair, value: str) -> Confidence | None:
    """Judge a password without quotes that has its line for itself, as settings have it."""
    words = split_words(value)
    if kind_of_words(words) is not None or _TYPE_WORD.match(value) or _VERB.match(value):
        return None
    if pair.sep == "=" and variety(value) >= 3 and _IDENTIFIER.match(value):
        return Confidence.LOW  # also the name of a variable
    if any(map(str.isdigit, value)):
        letters = any(map(str.isalpha, value))
        if _WORDS_AND_NUMBER.match(value):
            return Confidence.MEDIUM
        return Confidence.MEDIUM if letters and len(value) >= 6 and not _IDENTIFIER.match(value) else None
    if variety(value) >= 3 and len(value) >= 6 and not is_wordy(value):
        return Confidence.LOW
    # A word: only where the name is one of settings.
    if _WORD_LONG.match(value) and (pair.sep == ":" or pair.name.isupper()) and not pair.closed:
        return Confidence.LOW
    return None


_MESSAGE = lazy(
    r"(?i)[A-Z][a-z]+ing\b|[.!?:]|\b(?:pass\w*|pwd|secrets?|tokens?|keys?|login|user\w*|fields?|please|enter|type|must|required|your|the"
    r"|is|are|not|no|to|too|short|long|weak|strong|incorrect|match|new|old|reset|forgot|change|show|hide|min|max|of|for"
    r"|characters?|hash\w*|stored?|plain|text|value|string|name)\b"
)


def _phrase(pair: Pair, value: str, language: str) -> Confidence | None:
    """A few words given to a password in code are its words; anywhere else they are a message."""
    given = (
        pair.quoted and pair.where in ("code", "string") and pair.sep in ("=", ":=", "==") and not pair.callee
    )
    return Confidence.LOW if given and language not in PROSE and not _MESSAGE.search(value) else None


def _case_salad(value: str) -> bool:
    """Return whether the case changes as in no identifier: ``FlUgeGeHe``."""
    return len(value) >= 10 and _case_changes(value) >= 4 and any(map(str.isdigit, value))


def _case_changes(value: str) -> int:
    return sum(a.islower() and b.isupper() for a, b in pairwise(value))


def _is_number_of_service(kind: Kind, pair: Pair, value: str) -> bool:
    """Return whether a long number is given to the token of a service: ``asanaToken = "…"``."""
    return (
        kind == "token"
        and pair.quoted
        and pair.sep in ("=", ":=")
        and value.isdigit()
        and 15 <= len(value) <= 32
        and len(words_of(pair.name)) == 2
        and entropy(value) >= 2.5
        and sequential_share(value) < 0.5
    )


_KEY_LETTERS = lazy(r"[A-Za-z0-9/+_-]+={0,2}\Z")
_HEXADECIMAL = lazy(r"(?i)[0-9a-f-]+\Z")


def _is_made_key(pair: Pair, value: str) -> bool:
    """Return whether what is given to a bare ``key`` is one: long, random, and neither a hash nor an id."""
    return (
        pair.quoted
        and pair.sep in ("=", ":=")
        and not pair.callee
        and len(value) >= 30
        and _KEY_LETTERS.match(value) is not None
        and not _HEXADECIMAL.match(value)
        and looks_random(value, 30)
    )


def _generated(kind: Kind, pair: Pair, value: str, language: str) -> Confidence | None:  # noqa: C901  # what tells that it is none, one after the other
    if " " in value or _DIGEST_NAME.search(pair.name):
        return None
    if _DIGITS.match(value):
        return Confidence.LOW if _is_number_of_service(kind, pair, value) else None
    if is_filler(value) or _JWT.match(value):
        return None  # a web token speaks for itself, and has a rule
    if is_punctuated(value) or (is_letter_salad(value) and (pair.quoted or pair.alone)):
        return Confidence.MEDIUM
    if is_sequence(value):
        return Confidence.LOW if may_be_typed(value) else None
    if pair.sep == "below" and (len(value) < 20 or not any(map(str.isdigit, value))):
        return None
    loose = pair.sep in ("space", "below", "==", "!=", "===") and not pair.quoted
    if loose and (not looks_random(value, 20) or value.startswith(("/", "~", "./"))):
        return None
    if kind == "bare-key" and not _is_made_key(pair, value):
        return None
    least = 20 if kind == "provider-key" or (kind == "credential" and not pair.quoted) else 16
    if pair.alone and kind in ("secret", "token", "api-key") and variety(value) >= 2:
        mixed = value.upper() != value and value.lower() != value
        if mixed and (_DIGIT.search(value) or _case_changes(value) >= 4):
            least = 12
    if looks_random(value, least):
        return Confidence.MEDIUM
    if kind == "provider-key" and 12 <= len(value) < least and value.isalnum() and not loose:
        digits = sum(map(str.isdigit, value))
        letters = len(value) - digits
        if digits >= 3 and letters >= 3 and not is_wordy(value) and not _WORD_AND_NUMBER.match(value):
            return Confidence.LOW
    if not (pair.quoted or pair.sep == "flag") or language in PROSE:
        return None
    if (
        kind == "secret"
        and len(value) >= 8
        and variety(value) >= 2
        and not is_wordy(value)
        and not is_repetitive(value)
    ):
        return Confidence.MEDIUM
    if kind in ("api-key", "token", "credential") and len(value) >= 10 and any(c.isdigit() for c in value):
        enough = entropy(value) >= 2.8 and sequential_share(value) < 0.5 and not is_wordy(value)
        return Confidence.MEDIUM if enough else None
    if kind == "encryption-key" and len(value) >= 8 and not is_wordy(value) and variety(value) >= 2:
        return Confidence.MEDIUM
    return None
