"""A month is opened only if the data carry it, and nothing after it is seen."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_source import good_source, load, write_source

from workbench.errors import BadParameter, NotReady, WorkbenchError
from workbench.memory import MonthView, open_month
from workbench.memory.schema import TABLES

LAST = {"customer_id": "C1", "occurred_on": "2024-04-30", "kind": "move"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events in January, March and on the last day of April 2024."""
    folder = tmp_path_factory.mktemp("months")
    write_source(good_source(folder / "source"), life_events=[LAST])
    load(folder / "source", folder / "store")
    return folder / "store"


@pytest.fixture
def march(store: Path) -> Iterator[MonthView]:
    view = open_month("2024-03", store=store)
    yield view
    view.snapshot.close()


def test_the_latest_is_the_latest_full_month(store: Path) -> None:
    view = open_month(store=store)
    assert (str(view.month), view.as_of, view.period) == ("2024-04", dt.date(2024, 5, 1), "April 2024")
    view.snapshot.close()


def test_queries_are_as_of_the_months_end(march: MonthView) -> None:
    features = march.query("customer_features").set_index("customer_id")
    assert features.loc["C1", ["purchases", "life_events"]].to_list() == [2, 0]
    earlier = march.query("customer_features", as_of=dt.date(2024, 2, 1)).set_index("customer_id")
    assert earlier.loc["C1", "purchases"] == 1
    assert len(march.query("state_steps", steps=2)["step_end"].unique()) == 2


def test_a_month_does_not_look_after_itself(march: MonthView) -> None:
    with pytest.raises(NotReady, match="after the month"):
        march.query("customer_features", as_of=dt.date(2024, 4, 2))
    assert len(march.query("churn_outcomes")) == 0
    assert len(march.query("churn_outcomes", as_of=dt.date(2024, 2, 1), horizon_months=2)) == 1
    assert len(march.query("churn_outcomes", as_of=dt.date(2024, 2, 1), horizon_months=3)) == 0


def test_a_label_may_not_be_asked_for_beyond_the_month(march: MonthView) -> None:
    with pytest.raises(NotReady, match="known_until"):
        march.query("churn_outcomes", known_until=dt.date(2024, 5, 1))


def test_coverage_names_every_table_in_the_order_of_the_schema(march: MonthView) -> None:
    frame = march.coverage().set_index("table")
    assert list(frame.index) == list(TABLES)
    assert frame.loc["transactions", ["kind", "rows"]].to_list() == ["behavioural", 3]
    assert frame.loc["life_events", "rows"] == 0
    assert frame.loc["feedback", "adds"] == TABLES["feedback"].adds
    assert frame["first"].max() < frame["last"].max()


@pytest.mark.parametrize(
    ("month", "error", "words"),
    [
        ("March 2024", BadParameter, "YYYY-MM"),
        ("2024-13", BadParameter, "YYYY-MM"),
        ("", BadParameter, "YYYY-MM"),
        ("2024-05", NotReady, "data_to"),
        ("2099-01", NotReady, "data_to"),
        ("2023-12", NotReady, "the data begin on 2024-01-05"),
        ("2024-02", NotReady, "nothing happened"),
    ],
)
def test_a_month_that_cannot_be_opened_says_why(
    store: Path, month: str, error: type[WorkbenchError], words: str
) -> None:
    with pytest.raises(error, match=words):
        open_month(month, store=store)


def test_data_of_one_day_hold_no_whole_month(tmp_path: Path) -> None:
    bought = {"transaction_id": "T1", "customer_id": "C1", "occurred_at": "2024-03-05 10:00:00", "revenue": "20"}
    rows = {"customers": [{"customer_id": "C1", "acquired_on": "2024-03-05"}], "transactions": [bought]}
    load(write_source(tmp_path / "source", **rows), tmp_path / "store")
    with pytest.raises(NotReady, match="wait until 2024-03 is over") as caught:
        open_month(store=tmp_path / "store")
    assert "data_to" in caught.value.do


def test_the_store_comes_from_the_environment_or_is_near(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_STORE", str(store))
    open_month().snapshot.close()
    monkeypatch.delenv("WORKBENCH_STORE")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotReady, match="no store"):
        open_month()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "store").symlink_to(store)
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    open_month().snapshot.close()
    with pytest.raises(BadParameter, match="no such store"):
        open_month(store=tmp_path / "nowhere")
