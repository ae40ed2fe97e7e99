"""A letter as a mail: plain text and plain HTML, the report attached or linked.

The HTML has inline styles and nothing from outside, so that a phone's mail client shows it
whole, without asking to load anything. Every text in it is escaped; what goes into a header
has no line break. The ``Message-ID`` is made of the letter's id.
"""

import datetime as dt
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from workbench.reporting.deliver import contents
from workbench.reporting.deliver.channels import Email
from workbench.reporting.deliver.contents import Contents
from workbench.reporting.deliver.wording import written
from workbench.reporting.page import locked
from workbench.show import languages


def report(channel: Email, id: str, created_at: dt.datetime, said: Contents, published: Path) -> bytes:
    """The mail that brings a report to its reader.

    Args:
        id: the letter's.
        created_at: the date of the mail, UTC.
        said: what the report says.
        published: the folder of the month, for the page and the link.
    """
    language = channel.language or first_language(said)
    page = contents.page(published, language)
    if channel.passphrase_env:  # what is locked in the page is not said in the open
        said = Contents(said.definition, said.manifest)
    link = contents.link(channel.link, published, page)
    words = written(said, language)
    message = _message(channel, id, created_at, words.subject)
    given = {"words": words, "link": link, "attached": channel.attach}
    with languages.writing(language):
        message.set_content(_environment().get_template("letter.txt").render(given))
        message.add_alternative(_environment().get_template("letter.html").render(given), subtype="html")
    if channel.attach:
        name, content = _attached(channel, said.month, page)
        message.add_attachment(content, maintype="text", subtype="html", filename=name)
    return message.as_bytes()


def plain(channel: Email, id: str, created_at: dt.datetime, subject: str, text: str) -> bytes:
    """A mail of plain text, for an analyst."""
    message = _message(channel, id, created_at, subject)
    message.set_content(text)
    return message.as_bytes()


def first_language(said: Contents) -> str:
    """The language of ``report.html``."""
    return str((said.manifest.get("languages") or [languages.ENGLISH])[0])


def _attached(channel: Email, month: str, page: Path) -> tuple[str, bytes]:
    """Name and content of the attached page, which is locked if the channel has a passphrase."""
    if not channel.passphrase_env:
        return f"report-{month}.html", page.read_bytes()
    secret = locked.passphrase(channel.passphrase_env)
    return f"report-{month}{locked.ENDING}", locked.page(page.read_text(encoding="utf-8"), secret).encode()


def _message(channel: Email, id: str, created_at: dt.datetime, subject: str) -> EmailMessage:
    message = EmailMessage(SMTP)
    message["Subject"] = subject
    message["From"] = Address("", addr_spec=channel.sender)
    message["To"] = [Address("", addr_spec=address) for address in channel.to]
    message["Date"] = format_datetime(created_at)
    message["Message-ID"] = f"<{id}@{channel.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workbench.reporting.deliver"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
    )
    environment.globals["_"] = languages.lookup
    return environment
