"""Reports by mail, handed to a real server: what a reader gets, and what becomes of a server's no."""

from pathlib import Path

import pytest
from delivering import HOSTILE, PostOffice, block, encrypted, manifest, password_is, publish_month
from pydantic import ValidationError

from workbench.errors import BadParameter
from workbench.memory.store import Store
from workbench.reporting import deliver
from workbench.reporting.deliver.channels import Email
from workbench.reporting.deliver.rounds import Outcome


@pytest.fixture
def store(tmp_path: Path) -> Store:
    (tmp_path / "store").mkdir()
    return Store(tmp_path / "store")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return publish_month(tmp_path / "out")


def send(store: Store, channel: Email, published: Path, alerts: list[str] | None = None) -> list[Outcome]:
    deliver.report(store, "board", [channel], published, manifest(), alerts or [])
    return deliver.flush(store, sleep=lambda _seconds: None)


def test_a_reader_gets_the_key_figures_the_findings_and_the_report(store: Store, published: Path) -> None:
    with PostOffice().open() as office:
        [outcome] = send(store, office.channel(link="https://example.org/reports"), published)
    assert (outcome.status, outcome.reason) == ("sent", "")
    [mail] = office.mails
    assert mail["From"] == "reports@example.org" and mail["To"] == "board@example.org"
    assert mail["Subject"].startswith("September 2026: Satisfaction fell 2 points among")
    html = mail.get_body(("html",)).get_content()
    text = mail.get_body(("plain",)).get_content()
    for part in (html, text):
        assert "12,431" in part and "Customer equity" in part and "only one month is known" in part
        assert "https://example.org/reports/2026-09/report.html" in part
    assert "€1.1" in text and "The north leads" in text
    [page] = mail.iter_attachments()
    assert page.get_filename() == "report-2026-09.html"
    assert page.get_content().encode() == (published / "report.html").read_bytes()


def test_no_text_of_a_customer_becomes_a_header_or_markup(store: Store, published: Path) -> None:
    with PostOffice().open() as office:
        send(store, office.channel(), published, alerts=[f"churn_rate rose {HOSTILE}"])
    [mail] = office.mails
    assert mail["Bcc"] is None and office.recipients == [["board@example.org"]]
    assert "\n" not in mail["Subject"] and mail["Subject"].startswith("ALERT September 2026: churn_rate rose")
    html = mail.get_body(("html",)).get_content()
    assert "<script" not in html and "&lt;script&gt;" in html


def test_the_html_loads_nothing_and_has_no_style_but_its_own(store: Store, published: Path) -> None:
    with PostOffice().open() as office:
        send(store, office.channel(), published)
    html = office.mails[0].get_body(("html",)).get_content()
    for word in ("http", "src=", "url(", "<style", "<link", "<img", "<script"):
        assert word not in html


def test_a_letter_is_in_the_language_of_its_channel(store: Store, published: Path) -> None:
    (published / "report.zh.html").write_text("<!doctype html><title>Chinese</title>")
    with PostOffice().open() as office:
        send(store, office.channel(language="zh", attach=False, link="https://example.org"), published)
    [mail] = office.mails
    assert "2026年9月" in mail["Subject"]
    assert "https://example.org/2026-09/report.zh.html" in mail.get_body(("plain",)).get_content()
    assert list(mail.iter_attachments()) == []


def test_each_reader_has_a_letter_and_one_bad_address_holds_up_nobody(store: Store, published: Path) -> None:
    with PostOffice().open() as office:
        to = ("a@example.org", "nobody@example.org", "b@example.org")
        outcomes = send(store, office.channel(to=to), published)
    assert office.recipients == [["a@example.org"], ["b@example.org"]]
    assert sorted(outcome.status for outcome in outcomes) == ["refused", "sent", "sent"]
    assert [mail["To"] for mail in office.mails] == ["a@example.org", "b@example.org"]
    [refused] = deliver.waiting(store)
    assert "550 no such mailbox" in refused.reason


def test_a_server_that_is_down_gets_the_letter_when_it_is_up(store: Store, published: Path) -> None:
    office = PostOffice()
    [outcome] = send(store, office.channel(), published)
    assert outcome.status == "waiting" and "cannot be reached" in outcome.reason
    with office.open():
        [outcome] = deliver.flush(store)
    assert outcome.status == "sent" and len(office.mails) == 1
    assert deliver.flush(store) == [] and deliver.waiting(store) == []


def test_a_moments_no_is_tried_again_at_once_and_a_lasting_no_never(store: Store, published: Path) -> None:
    waits: list[float] = []
    with PostOffice(answers=["451 busy", "451 busy"]).open() as office:
        deliver.report(store, "board", [office.channel()], published, manifest())
        [outcome] = deliver.flush(store, sleep=waits.append)
        assert outcome.status == "sent" and waits == [2, 4]
        office.answers = ["554 looks like spam"]
        [outcome] = send(store, office.channel(to=("other@example.org",)), published)
        assert outcome.status == "refused" and "554 looks like spam" in outcome.reason
        assert deliver.flush(store) == [], "a refused letter is not tried again"
    assert len(office.mails) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_wrong_password_keeps_the_letter_until_it_is_right(
    store: Store, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PostOffice().open(**password_is("right")) as office:
        channel = office.channel(user="reports", password_env="MAIL_PASSWORD")
        [outcome] = send(store, channel, published)
        assert (outcome.status, outcome.reason) == (
            "waiting",
            "a secret that a channel needs is not set: MAIL_PASSWORD",
        )
        monkeypatch.setenv("MAIL_PASSWORD", "wrong")
        [outcome] = deliver.flush(store)
        assert outcome.status == "waiting" and "does not let reports in" in outcome.reason
        monkeypatch.setenv("MAIL_PASSWORD", "right")
        [outcome] = deliver.flush(store)
    assert outcome.status == "sent"
    words = "".join(path.read_text() for path in (store.folder / "outbox").rglob("*.json"))
    assert "wrong" not in words and '"right"' not in words, "no password lies in the outbox"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_is_encrypted_and_only_a_trusted_server_gets_it(
    store: Store, published: Path, tmp_path: Path, security: str
) -> None:
    certificate, context = encrypted(tmp_path)
    options = {"starttls": {"tls_context": context, "require_starttls": True}, "tls": {"ssl_context": context}}
    with PostOffice().open(**options[security]) as office:
        [outcome] = send(store, office.channel(security=security), published)
        assert outcome.status == "waiting" and "no trusted connection" in outcome.reason
        trusting = office.channel(security=security, certificates=str(certificate), to=("other@example.org",))
        deliver.report(store, "board", [trusting], published, manifest())
        sent = [one for one in deliver.flush(store) if one.status == "sent"]
    assert len(sent) == 1 and office.recipients == [["other@example.org"]]


def test_a_server_without_starttls_gets_nothing(store: Store, published: Path) -> None:
    with PostOffice().open() as office:
        [outcome] = send(store, office.channel(security="starttls"), published)
    assert outcome.status == "waiting" and "STARTTLS" in outcome.reason and office.mails == []


def test_the_message_id_is_the_letters_so_that_doubles_can_be_dropped(store: Store, published: Path) -> None:
    with PostOffice().open() as office:
        [outcome] = send(store, office.channel(), published)
        assert office.mails[0]["Message-ID"] == f"<{outcome.id}@example.org>"
        assert send(store, office.channel(), published) == [], "the same report is not put in twice"


def test_a_report_without_findings_or_figures_has_a_letter(store: Store, tmp_path: Path) -> None:
    published = publish_month(tmp_path / "bare", blocks=[block("note", "none", "", None)])
    with PostOffice().open() as office:
        send(store, office.channel(), published)
    assert office.mails[0]["Subject"] == "September 2026: the report is ready"


def test_a_locked_letter_says_no_number_in_the_open_and_holds_up_no_other(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = publish_month(tmp_path / "closed")
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">"
    (published / "report.html").write_text(f'<html lang="en">{policy}12,431 customers</html>')
    monkeypatch.delenv("REPORT_WORDS", raising=False)
    with PostOffice().open() as office:
        secret = office.channel(passphrase_env="REPORT_WORDS", to=("chair@example.org",))
        with pytest.raises(BadParameter, match="REPORT_WORDS"):
            deliver.report(store, "board", [secret, office.channel()], published, manifest())
        monkeypatch.setenv("REPORT_WORDS", "correct horse battery staple")
        deliver.report(store, "board", [secret, office.channel()], published, manifest())
        deliver.flush(store)
    mails = {mail["To"]: mail for mail in office.mails}
    assert list(mails) == ["board@example.org", "chair@example.org"]
    mail = mails["chair@example.org"]
    assert mail["Subject"] == "September 2026: the report is ready"
    [page] = mail.iter_attachments()
    assert page.get_filename() == "report-2026-09.locked.html"
    for part in (*(mail.get_body((kind,)) for kind in ("plain", "html")), page):
        assert "12,431" not in part.get_content()


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": ("a@example.org\r\nBcc: b@example.org",)},
        {"to": ("Ann <a@example.org>",)},
        {"to": ()},
        {"sender": "nobody"},
        {"user": "reports"},
        {"server": "mail.example.org", "user": "reports", "password_env": "MAIL_PASSWORD"},
        {"attach": False},
        {"attach": False, "link": "https://example.org", "passphrase_env": "WORDS"},
        {"security": "ssl"},
        {"language": "xx"},
        {"link": "javascript:alert(1)"},
    ],
    ids=lambda wrong: ",".join(wrong),
)
def test_a_channel_that_cannot_be_right_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PostOffice().channel(**wrong)
