"""Where a report goes: mailboxes, a program that listens, a folder. Told apart by ``kind``.

    [[channel]]                        [[channel]]                     [[channel]]
    kind = "email"                     kind = "webhook"                kind = "folder"
    server = "mail.example.org"        url = "https://example.org/in"  path = "/srv/reports"
    sender = "reports@example.org"     secret_env = "HOOK_SECRET"
    to = ["board@example.org"]

Passwords and secrets are never written here, only the names of the environment variables
that hold them; so a channel may be kept, logged and shown.
"""

import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from workbench.errors import BadParameter


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it holds a line break or another character that cannot be printed")
    return text


def _bare(address: str) -> str:
    if any(letter in address for letter in '<>,;"()') or address.count("@") != 1:
        raise ValueError("a bare address, such as name@example.org")
    return address


def _language(code: str) -> str:
    from workbench.show import languages

    if code and code not in languages.known():
        raise ValueError(f"there is no catalogue for it; there are {', '.join(languages.known())}")
    return code


Line = Annotated[str, AfterValidator(_one_line)]
Address = Annotated[str, Field(pattern=r"^[!-~]+@[A-Za-z0-9.\-\[\]:]+$", max_length=254), AfterValidator(_bare)]
Link = Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
Variable = Annotated[str, Field(pattern=r"^([A-Za-z_][A-Za-z0-9_]*)?$")]


class _Channel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Email(_Channel):
    """Mailboxes, by SMTP; frozen.

    Args:
        server, port: where mail is handed in.
        security: "starttls", "tls" from the first byte, or "none" for a server on this machine.
        user, password_env: who hands it in, and the environment variable with the password.
        certificates: a file of certificates to trust, for a server of the house; empty for the system's.
        sender, to: the addresses.
        attach: whether the report goes with the letter; otherwise ``link`` must be given.
        link: the address under which the folder of reports can be opened; empty if there is none.
        language: of the letter; empty for the first language of the report.
        passphrase_env: the environment variable with a passphrase: the page is attached locked, and the
            letter says no number; empty for a page that is open.

    >>> Email(kind="email", server="mail.example.org", sender="a@example.org", to=["b@example.org"]).name
    'email to b@example.org'
    """

    kind: Literal["email"]
    server: Line = Field(min_length=1)
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Line = ""
    password_env: Variable = ""
    certificates: str = ""
    sender: Address
    to: tuple[Address, ...] = Field(min_length=1)
    attach: bool = True
    link: Link = ""
    language: Annotated[str, AfterValidator(_language)] = ""
    passphrase_env: Variable = ""

    @model_validator(mode="after")
    def _complete(self) -> "Email":
        if bool(self.user) != bool(self.password_env):
            raise ValueError("user and password_env go together")
        if self.user and self.security == "none" and self.server not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("a password is not sent in the clear; security is starttls or tls")
        if self.passphrase_env and not self.attach:
            raise ValueError("passphrase_env locks the attached page, so attach must be true")
        if not self.attach and not self.link:
            raise ValueError("a letter without the report needs link, the address of the folder of reports")
        return self

    @property
    def name(self) -> str:
        """What it is, in a few words."""
        return f"email to {self.address}"

    @property
    def address(self) -> str:
        """Where it goes."""
        return ", ".join(self.to)


class Webhook(_Channel):
    """A program that takes JSON by POST; frozen.

    Args:
        url: its address.
        secret_env: the environment variable with the secret of the signature; empty for none.
        link: the address under which the folder of reports can be opened; empty if there is none.

    >>> Webhook(kind="webhook", url="https://example.org/in?key=1").name
    'webhook at example.org'
    """

    kind: Literal["webhook"]
    url: str = Field(pattern=r"^https?://[^\s/]+\S*$")
    secret_env: Variable = ""
    link: Link = ""

    @property
    def name(self) -> str:
        """What it is, in a few words: the server only, for the rest of an address may be a secret."""
        return f"webhook at {urlsplit(self.url).hostname}"

    @property
    def address(self) -> str:
        """Where it goes."""
        return self.url


class Folder(_Channel):
    """A folder that gets a copy of the month, whole or not at all; frozen.

    >>> Folder(kind="folder", path="/srv/reports").name
    'folder /srv/reports'
    """

    kind: Literal["folder"]
    path: Annotated[Path, AfterValidator(Path.absolute)]

    @property
    def name(self) -> str:
        """What it is, in a few words."""
        return f"folder {self.path}"

    @property
    def address(self) -> str:
        """Where it goes."""
        return str(self.path)


Channel = Annotated[Email | Webhook | Folder, Field(discriminator="kind")]


def secret(variable: str) -> str:
    """What an environment variable holds; BadParameter if it is not set."""
    value = os.environ.get(variable, "")
    if not value:
        do = f"set {variable} in the environment of the command that delivers"
        raise BadParameter("a secret that a channel needs is not set", where=variable, do=do)
    return value
