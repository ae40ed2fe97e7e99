"""Posting JSON to a program that listens, signed so that it can know us."""

import datetime as dt
import hashlib
import hmac
import http.client
import ssl
import urllib.error
import urllib.request
from typing import Any

from workbench.reporting.deliver.channels import Webhook, secret
from workbench.reporting.deliver.endings import Blocked, Delayed, Refused, Undelivered

TIMEOUT = 30.0
SIGNATURE = "X-Workbench-Signature"
TIME = "X-Workbench-Time"
_PASSING = {408, 425, 429}
_NO_ENTRY = {401, 403, 407}


def post(channel: Webhook, key: str, body: bytes) -> None:
    """Post a body; returns when the listener has answered 2xx.

    Args:
        key: goes into ``Idempotency-Key``: a listener that has seen it has this letter already.

    Raises Delayed, Blocked or Refused with what the listener said.
    """
    headers = {"Content-Type": "application/json", "User-Agent": "workbench", "Idempotency-Key": key}
    request = urllib.request.Request(channel.url, body, {**headers, **_signed(channel, body)}, method="POST")
    try:
        with urllib.request.build_opener(_StayPut()).open(request, timeout=TIMEOUT) as answer:
            answer.read(1)
    except urllib.error.HTTPError as error:
        error.close()
        raise _by_code(error.code, f"{channel.name} answered {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:  # a URLError and a time-out are an OSError
        reason = getattr(error, "reason", error)
        kind = Blocked if isinstance(reason, ssl.SSLError | UnicodeError) else Delayed
        raise kind(f"{channel.name} cannot be reached: {reason}") from error


def signature(key: str, time: str, body: bytes) -> str:
    """HMAC-SHA256 over the time, a full stop and the body.

    >>> signature("secret", "2026-10-02T04:12:11Z", b"{}")[:22]
    'sha256=97a82e3f9de2b54'
    """
    digest = hmac.new(key.encode(), time.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


class _StayPut(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: a POST would arrive elsewhere as a GET without its body."""

    def redirect_request(self, *_args: Any) -> None:
        """Nowhere."""
        return


def _signed(channel: Webhook, body: bytes) -> dict[str, str]:
    if not channel.secret_env:
        return {}
    now = f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return {TIME: now, SIGNATURE: signature(secret(channel.secret_env), now, body)}


def _by_code(code: int, text: str) -> Undelivered:
    if code in _NO_ENTRY:
        return Blocked(text)
    return Delayed(text) if code >= 500 or code in _PASSING else Refused(text)
