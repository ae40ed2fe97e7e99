"""Handing a mail to its server."""

import smtplib
import ssl
from email import message_from_bytes, policy

from workbench.reporting.deliver.channels import Email, secret
from workbench.reporting.deliver.endings import Blocked, Delayed, Refused, Undelivered

TIMEOUT = 30.0


def send(channel: Email, content: bytes) -> None:
    """Hand over a whole message; returns when the server has taken it.

    Raises Delayed, Blocked or Refused with what the server said.
    """
    message = message_from_bytes(content, policy=policy.SMTP)
    password = secret(channel.password_env) if channel.user else ""
    try:
        with _connected(channel) as server:
            if channel.user:
                server.login(channel.user, password)
            server.send_message(message, channel.sender, list(channel.to))
    except UnicodeError as error:
        raise Blocked(f"{channel.server} is no name of a server: {error}") from error
    except OSError as error:  # all of smtplib's and ssl's are one
        raise _ending(channel, error) from error


def _connected(channel: Email) -> smtplib.SMTP:
    trust = ssl.create_default_context(cafile=channel.certificates or None)
    if channel.security == "tls":
        return smtplib.SMTP_SSL(channel.server, channel.port, timeout=TIMEOUT, context=trust)
    server = smtplib.SMTP(channel.server, channel.port, timeout=TIMEOUT)
    if channel.security == "starttls":
        try:
            server.starttls(context=trust)
        except BaseException:
            server.close()
            raise
    return server


def _ending(channel: Email, error: OSError) -> Undelivered:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Blocked(f"{channel.server} does not let {channel.user} in: {_text(error.smtp_error)}")
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Blocked(f"{channel.server} cannot do what the channel asks for: {error}")
    if isinstance(error, ssl.SSLError | FileNotFoundError):  # the file of certificates
        return Blocked(f"no trusted connection to {channel.server}: {error}")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _by_code(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code, error.smtp_error)
    return Delayed(f"{channel.server} cannot be reached: {error}")


def _by_code(code: int, said: bytes | str) -> Undelivered:
    text = f"the mail server answered {code} {_text(said)}"
    return Refused(text) if code >= 500 else Delayed(text)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
