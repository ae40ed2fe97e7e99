"""A copy of the report that only a passphrase opens, in the browser, from a file and without a network.

    report.html -> gzip -> AES-256-GCM -> base64, inside a small page of its own

The key comes from the passphrase by PBKDF2 with SHA-256 and 600,000 rounds (OWASP, Password
Storage Cheat Sheet, 2023), with a salt and a nonce drawn anew for each copy; GCM also notices
every change of the text. Python writes with the ``cryptography`` package, the page reads with
the browser's own WebCrypto, so no cipher of ours is anywhere.

The page replaces itself by what it opened (``document.write``). A frame would print as an empty
box, and a ``blob:`` address is lost on the first reload and not opened by every mail program;
a replaced document prints, is searched and is linked like the report itself. Its
content-security policy stays in force for what is written, so it allows exactly what the
report's own policy allows, and its one script more, by hash; the report's policy comes on top.

Whoever has the file can try passphrases for as long as they like, so short ones are refused.
"""

import base64
import gzip
import os
import re
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from workbench.errors import BadParameter, WorkbenchError
from workbench.phrase import N_
from workbench.reporting.files import explained, write_whole
from workbench.reporting.page.charts import as_json, digest
from workbench.show import languages, theme

ROUNDS = 600_000
SALT, NONCE, KEY = 16, 12, 32
FEWEST = 12
ENDING = ".locked.html"
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')
_WORDS = {
    "title": N_("A customer report, locked"),
    "lead": N_("This report opens with the passphrase that you were given. Nothing leaves this device."),
    "label": N_("Passphrase"),
    "open": N_("Open the report"),
    "script": N_("Opening it takes a browser that runs scripts."),
    "opening": N_("Opening the report\N{HORIZONTAL ELLIPSIS}"),
    "wrong": N_("That passphrase does not open this report."),
    "empty": N_("Please write the passphrase."),
    "unable": N_("This browser cannot open it. Save the file and open it from your disk, in a current browser."),
}


def passphrase(variable: str) -> str:
    """The passphrase that an environment variable holds; it never stands on a command line.

    Raises BadParameter if the variable is not set, or its passphrase is short enough to be guessed.
    """
    found = os.environ.get(variable, "")
    if not found:
        raise BadParameter("no passphrase in this environment variable", where=variable, do="set it, and try again")
    if len(found) < FEWEST:
        do = f"take {FEWEST} characters or more, such as four words drawn at random"
        raise BadParameter("the passphrase is too short to keep a file closed", where=variable, do=do)
    return found


def write_copies(folder: Path, secret: str) -> list[Path]:
    """Write a locked copy beside each language's report in a published month's folder; returns their paths."""
    reports = sorted(path for path in folder.glob("report*.html") if not path.name.endswith(ENDING))
    copies = [path.with_name(path.name.removesuffix(".html") + ENDING) for path in reports]
    with explained("cannot write the locked copy", folder):
        for report, copy in zip(reports, copies, strict=True):
            write_whole(copy, page(report.read_text(encoding="utf-8"), secret))
    return copies


def page(html: str, secret: str) -> str:
    """The page that asks for the passphrase and becomes the report; in the language of the report.

    Raises WorkbenchError if the report has no content-security policy to keep to.
    """
    policy = _POLICY.search(html)
    if not policy:
        raise WorkbenchError("the page to lock has no content-security policy", do="lock a page that a report wrote")
    language = re.search(r'<html lang="([\w-]+)"', html)
    script = _script()
    environment = Environment(
        loader=PackageLoader("workbench.reporting.page"), autoescape=True, undefined=StrictUndefined
    )
    with languages.writing(language[1].replace("-", "_") if language else languages.ENGLISH):
        words = {name: languages.lookup(text) for name, text in _WORDS.items()}
        return environment.get_template("locked.html").render(
            language=language[1] if language else languages.ENGLISH,
            policy=_with_script(policy[1], script),
            css=Markup(theme.css()),
            words=words,
            script=Markup(script),
            sealed=as_json({**sealed(html, secret), "words": words}),
        )


def sealed(text: str, secret: str) -> dict[str, str | int]:
    """A text under a passphrase: what is needed to open it, but the passphrase.

    >>> sorted(sealed("much", "correct horse battery"))
    ['data', 'nonce', 'rounds', 'salt']
    """
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    data = AESGCM(_key(secret, salt)).encrypt(nonce, packed, None)
    parts = {"salt": salt, "nonce": nonce, "data": data}
    return {"rounds": ROUNDS} | {name: base64.b64encode(part).decode() for name, part in parts.items()}


def _key(secret: str, salt: bytes) -> bytes:
    """The key; accents are composed first, because keyboards differ in how they write them."""
    plain = unicodedata.normalize("NFC", secret).encode()
    return PBKDF2HMAC(algorithm=SHA256(), length=KEY, salt=salt, iterations=ROUNDS).derive(plain)


def _with_script(policy: str, script: str) -> Markup:
    """The report's own policy, as it stands in its page, and one script more."""
    allowed = escape(f"'{digest(script)}'")
    return Markup(policy.replace("script-src ", f"script-src {allowed} ", 1))


@cache
def _script() -> str:
    return resources.files("workbench.reporting.page").joinpath("templates/locked.js").read_text(encoding="utf-8")
