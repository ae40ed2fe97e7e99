"""Reports by webhook, posted to a real server."""

import json
from pathlib import Path

import pytest
from delivering import Listener, PostOffice, manifest, publish_month

from workbench.memory.store import Store
from workbench.reporting import deliver
from workbench.reporting.deliver import message, webhook
from workbench.reporting.deliver.channels import Webhook
from workbench.reporting.deliver.rounds import Outcome

DOCS = Path(__file__).parents[3] / "docs" / "delivery.md"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "store").mkdir()
    return Store(tmp_path / "store")


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return publish_month(tmp_path / "out")


def send(store: Store, channel: Webhook, published: Path) -> list[Outcome]:
    deliver.report(store, "board", [channel], published, manifest(), ["churn_rate rose: 0.05 to 0.08"])
    return deliver.flush(store, sleep=lambda _seconds: None)


def test_a_listener_gets_the_numbers_with_their_intervals(store: Store, published: Path) -> None:
    with Listener().open() as listener:
        [outcome] = send(store, listener.channel(link="https://example.org/reports"), published)
    assert outcome.status == "sent" and outcome.channel == "webhook at 127.0.0.1"
    body = json.loads(listener.bodies[0])
    assert (body["schema"], body["status"], body["report"]) == ("workbench.report/1", "published", "board")
    assert (body["month"], body["currency"]) == ("2026-09", "EUR")
    assert body["link"] == "https://example.org/reports/2026-09/report.html"
    assert body["alerts"] == ["churn_rate rose: 0.05 to 0.08"]
    equity = next(figure for figure in body["figures"] if figure["name"] == "customer_equity")
    assert (equity["value"], equity["low"], equity["high"], equity["unit"]) == (1.24e6, 1.1e6, 1.4e6, "money")
    withheld = next(figure for figure in body["figures"] if figure["name"] == "roc")
    assert withheld["value"] is None and withheld["why"] == "only one month is known"
    assert [finding["name"] for finding in body["findings"]] == ["fell", "second"]
    assert body["id"] == outcome.id == listener.headers[0]["Idempotency-Key"]


def test_a_listener_knows_by_the_signature_that_it_was_us(
    store: Store, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Listener().open() as listener:
        channel = listener.channel(secret_env="HOOK_SECRET")
        [outcome] = send(store, channel, published)
        assert outcome.status == "waiting" and outcome.reason.endswith("HOOK_SECRET") and listener.bodies == []
        monkeypatch.setenv("HOOK_SECRET", "between us")
        [outcome] = deliver.flush(store)
    assert outcome.status == "sent"
    headers, body = listener.headers[0], listener.bodies[0]
    signed = webhook.signature("between us", headers[webhook.TIME], body)
    assert headers[webhook.SIGNATURE] == signed
    assert signed != webhook.signature("between us", headers[webhook.TIME], body + b" ")


@pytest.mark.parametrize(
    ("answers", "status", "asked"),
    [
        ([500, 200], "sent", 2),
        ([503, 429, 503], "waiting", 3),
        ([401], "waiting", 1),
        ([404], "refused", 1),
        ([422], "refused", 1),
        ([302], "refused", 1),
    ],
    ids=lambda value: str(value),
)
def test_what_may_pass_is_tried_again_and_what_will_not_is_refused(
    store: Store, published: Path, answers: list[int], status: str, asked: int
) -> None:
    with Listener(answers=list(answers)).open() as listener:
        [outcome] = send(store, listener.channel(), published)
        assert (outcome.status, len(listener.bodies)) == (status, asked)
        assert status == "sent" or str(answers[-1]) in outcome.reason
        deliver.flush(store)
    assert len(listener.bodies) == asked + (status == "waiting")


def test_a_listener_that_says_nothing_is_left_after_a_while(
    store: Store, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "TIMEOUT", 0.2)
    with Listener(answers=[0, 0, 0]).open() as listener:
        [outcome] = send(store, listener.channel(), published)
        assert outcome.status == "waiting" and "timed out" in outcome.reason
        listener.awake.set()
        listener.answers.clear()
        [outcome] = deliver.flush(store)
    assert outcome.status == "sent"


def test_an_address_that_is_none_and_an_answer_that_is_no_http_keep_the_letter(store: Store, published: Path) -> None:
    with PostOffice().open() as office:  # speaks, but not HTTP
        [outcome] = send(store, Webhook(kind="webhook", url=f"http://127.0.0.1:{office.port}/"), published)
    assert outcome.status == "waiting" and "cannot be reached" in outcome.reason
    deliver.report(store, "board", [Webhook(kind="webhook", url="http://exa..mple/in")], published, manifest("r2"))
    outcomes = deliver.flush(store, sleep=lambda _seconds: None)
    assert [one.status for one in outcomes] == ["waiting", "waiting"]


def test_a_failure_has_a_form_of_its_own(store: Store) -> None:
    with Listener().open() as listener:
        deliver.failure(store, "board", [listener.channel()], None, "no data: call +31 20 555 1234", "2026-09")
        deliver.flush(store)
    body = json.loads(listener.bodies[0])
    assert (body["schema"], body["status"], body["month"]) == ("workbench.failure/1", "failed", "2026-09")


@pytest.mark.parametrize("form", [message.ReportMessage, message.FailureMessage, message.Figure, message.Finding])
def test_every_field_is_in_the_docs_with_its_meaning(form: type[message.ReportMessage]) -> None:
    page = DOCS.read_text()
    for name, field in form.model_fields.items():
        assert f"| `{field.alias or name}` | {field.description} |" in page
