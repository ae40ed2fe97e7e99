"""A published month, a mail server and a web server of this machine, for tests of delivery."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from small_world import write_notebook

from workbench.phrase import pack, say
from workbench.reporting.deliver.channels import Email, Webhook

HOSTILE = "<script>alert(1)</script>\r\nBcc: everybody@example.org"
FELL = say("Satisfaction fell {much} points among {who}", much=2, who=HOSTILE)


def block(kind: str, name: str, title: str, value: float | None, **more: Any) -> dict[str, Any]:
    fields = {"block": kind, "name": name, "title": pack(title), "value": value, "low": None, "high": None}
    return {**fields, "n": 1204, "unit": "count", "currency": "EUR", "why": "", **more}


BLOCKS = [
    block("kpi", "customers", "Customers", 12431, counted=True),
    block("kpi", "customer_equity", "Customer equity", 1.24e6, unit="money", low=1.1e6, high=1.4e6),
    block("kpi", "roc", "Return on Customer", None, unit="percent", why="only one month is known"),
    block("finding", "fell", FELL, -2.1, unit="points", low=-3, high=-1.2, test="jackknife", do="Call.", worth=None),
    block("finding", "second", "The north leads", 0.4, unit="percent", test="bootstrap", worth=4e5),
]


def publish_month(out: Path, run: str = "20261002T041211Z-0a1b2c3d", blocks: list[dict[str, Any]] = BLOCKS) -> Path:
    """A published month as the reporting leaves it; returns its folder."""
    folder = out / "2026-09"
    path = write_notebook(folder / "notebooks", "00_executive_summary", "show()")
    notebook = json.loads(path.read_text())
    notebook["cells"][-1]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": {"application/vnd.workbench.block+json": one}}
        for one in blocks
    ]
    path.write_text(json.dumps(notebook))
    (folder / "report.html").write_text(f"<!doctype html><title>The report of {run}</title>")
    (folder / "manifest.json").write_text(json.dumps(manifest(run)))
    return folder


def manifest(run: str = "20261002T041211Z-0a1b2c3d") -> dict[str, Any]:
    return {"month": "2026-09", "run": run, "snapshot": "20260930T101500Z-1a2b3c4d", "languages": ["en"]}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class PostOffice:
    """What a mail server received, and what it answers: the next of ``answers``, else 250."""

    port: int = field(default_factory=free_port)
    answers: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.bodies.append(bytes(envelope.content or b""))
            self.recipients.append(list(envelope.rcpt_tos))
        return answer

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(body, policy=policy.default) for body in self.bodies]

    @contextmanager
    def open(self, **options: Any) -> Iterator["PostOffice"]:
        controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        controller.start()
        try:
            yield self
        finally:
            controller.stop()

    def channel(self, **more: Any) -> Email:
        usual = {"server": "127.0.0.1", "port": self.port, "security": "none", "sender": "reports@example.org"}
        return Email(**{"kind": "email", **usual, "to": ("board@example.org",), **more})


def password_is(word: str) -> dict[str, Any]:
    """Options of a server that asks for a password, also without encryption."""

    def check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == word.encode()
        return AuthResult(success=right, handled=False)

    return {"authenticator": check, "auth_required": True, "auth_require_tls": False}


def encrypted(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself, and a server's context with it."""
    import datetime as dt
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - dt.timedelta(1), now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(private)
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return folder / "certificate.pem", context


@dataclass
class Listener:
    """What a web server received, and what it answers: the next of ``answers``, else 200; 0 is silence."""

    port: int = field(default_factory=free_port)
    answers: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    awake: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def open(self) -> Iterator["Listener"]:
        server = HTTPServer(("127.0.0.1", self.port), self._handler())
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self.awake.set()
            server.shutdown()
            thread.join()
            server.server_close()

    def channel(self, **more: Any) -> Webhook:
        return Webhook(**{"kind": "webhook", "url": f"http://127.0.0.1:{self.port}/in?key=1", **more})

    def _handler(listener) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = listener.answers.pop(0) if listener.answers else 200
                if answer == 0:
                    listener.awake.wait(10)
                    return
                listener.bodies.append(body)
                listener.headers.append(dict(self.headers.items()))
                self.send_response(answer)
                if answer == 302:
                    self.send_header("Location", f"http://127.0.0.1:{listener.port}/elsewhere")
                self.end_headers()

            def log_message(self, *_args: Any) -> None:
                """Says nothing."""

        return Handler
