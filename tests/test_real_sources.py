"""The sources in data/sources load whole, and hold what was published about them."""

import datetime as dt
import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench import memory
from workbench.analysis import importance, regression, surveys
from workbench.analysis.importance import Importance
from workbench.analysis.moments import Moments
from workbench.analysis.regression import Regression
from workbench.memory import ingest
from workbench.memory.load_report import LoadReport

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "data" / "sources"
SHARED = ROOT.parent / "shared" / "data"

Loaded = tuple[LoadReport, memory.MonthView]
Loader = Callable[..., Loaded]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loader]:
    """Load a source into a store of its own and open its latest full month."""
    opened: list[memory.MonthView] = []

    def load(name: str, data: Path | None = None) -> Loaded:
        store = tmp_path_factory.mktemp(name)
        report = ingest.load(SOURCES / name, data=data, store=store)
        opened.append(memory.open_month(store=store))
        return report, opened[-1]

    yield load
    for view in opened:
        view.snapshot.close()


@pytest.fixture(scope="module")
def cdnow(load: Loader) -> Loaded:
    return load("cdnow")


@pytest.fixture(scope="module")
def online_retail(load: Loader) -> Loaded:
    if not (SHARED / "online_retail.parquet").exists():
        pytest.skip("online_retail.parquet is not in ../shared/data; it is no part of the project")
    return load("online_retail", SHARED)


@pytest.fixture(scope="module")
def airline(load: Loader) -> Loaded:
    if not (SHARED / "airline_passenger_satisfaction.csv.gz").exists():
        pytest.skip("airline_passenger_satisfaction.csv.gz is not in ../shared/data; it is no part of the project")
    return load("airline", SHARED)


@pytest.fixture(scope="module")
def complete_journey(load: Loader) -> Loaded:
    return load("complete_journey")


def accepted(report: LoadReport) -> dict[str, int]:
    return {table.table: table.accepted for table in report.tables}


def sample_of_cdnow() -> list[str]:
    """The 2,357 customers of the sample (every tenth of the cohort) that papers report on."""
    spec = importlib.util.find_spec("lifetimes")
    assert spec is not None and spec.submodule_search_locations is not None
    lines = (Path(spec.submodule_search_locations[0]) / "datasets" / "CDNOW_sample.txt").read_text().splitlines()
    return sorted({line.split()[0] for line in lines})


def test_cdnow_is_the_whole_cohort(cdnow: Loaded) -> None:
    report, view = cdnow
    assert accepted(report) == {"customers": 23_570, "transactions": 69_659}
    assert str(view.month) == "1998-06"
    features = view.query("customer_features")
    assert features["revenue"].sum() == pytest.approx(2_500_315.63, abs=0.005)
    assert features["acquired_on"].max() == pd.Timestamp("1997-03-25")


@pytest.mark.parametrize(
    ("as_of", "repeat_purchases", "without_repeat"),
    [(dt.date(1997, 10, 1), 2_457, 1_411), (dt.date(1998, 7, 1), 4_339, None)],
)
def test_repeat_buying_in_cdnow_is_that_of_the_papers(
    cdnow: Loaded, as_of: dt.date, repeat_purchases: int, without_repeat: int | None
) -> None:
    # Fader, Hardie and Lee 2005: weeks 1 to 39 to fit, 40 to 78 to test, one purchase a customer and day.
    features = cdnow[1].query("customer_features", as_of=as_of).set_index("customer_id").loc[sample_of_cdnow()]
    assert len(features) == 2_357
    assert features["frequency"].sum() == repeat_purchases
    assert without_repeat is None or (features["frequency"] == 0).sum() == without_repeat


def test_online_retail_keeps_lines_without_a_customer_in_quarantine(online_retail: Loaded) -> None:
    report, view = online_retail
    assert accepted(report) == {"customers": 4_372, "transactions": 406_829}
    (rejection,) = report.rejections
    assert (rejection.table, rejection.column, rejection.rows) == ("transactions", "customer_id", 135_080)
    assert str(view.month) == "2011-11"


def test_online_retail_after_the_usual_cleaning_is_as_published(online_retail: Loaded) -> None:
    sold = online_retail[1].snapshot.sql(
        "SELECT COUNT(*) AS lines, COUNT(DISTINCT customer_id) AS customers, SUM(revenue) AS revenue, "
        "COUNT(DISTINCT SPLIT_PART(transaction_id, '-', 1)) AS invoices "
        "FROM transactions WHERE quantity > 0 AND revenue > 0"
    )
    row = sold.iloc[0]
    assert (row["lines"], row["customers"], row["invoices"]) == (397_884, 4_338, 18_532)
    assert row["revenue"] == pytest.approx(8_911_407.90, abs=0.005)


def test_cancellations_of_online_retail_are_returns(online_retail: Loaded) -> None:
    returned = online_retail[1].snapshot.sql(
        "SELECT COUNT(*) AS lines, MAX(quantity) AS most FROM transactions WHERE transaction_id LIKE 'C%'"
    )
    assert returned["lines"].iloc[0] == 8_905
    assert returned["most"].iloc[0] < 0


def test_postage_and_fees_of_online_retail_are_told_from_goods(online_retail: Loaded) -> None:
    counted = online_retail[1].snapshot.sql("SELECT category, COUNT(*) AS lines FROM transactions GROUP BY category")
    lines = dict(zip(counted["category"], counted["lines"], strict=True))
    assert lines == {"goods": 404_913, "postage": 1_346, "fees and adjustments": 570}


@pytest.mark.slow
def test_the_complete_journey_is_whole(complete_journey: Loaded) -> None:
    report, view = complete_journey
    assert accepted(report) == {"customers": 2_469, "transactions": 1_469_307, "interactions": 8_691}
    assert report.rejections == ()
    assert str(view.month) == "2017-12"
    known = view.snapshot.sql("SELECT COUNT(*) AS n, COUNT(lifestyle) AS known FROM customers").iloc[0]
    assert (known["n"], known["known"]) == (2_469, 801)


@pytest.mark.slow
def test_revenue_of_the_complete_journey_is_what_the_shop_received(complete_journey: Loaded) -> None:
    total = complete_journey[1].snapshot.sql("SELECT SUM(revenue) AS revenue FROM transactions")
    assert total["revenue"].iloc[0] == pytest.approx(4_596_039.58, abs=0.005)


@pytest.mark.slow
def test_the_airline_survey_is_whole_and_a_0_is_no_score(airline: Loaded) -> None:
    report, view = airline
    assert accepted(report) == {"customers": 129_880, "survey_items": 15, "survey_responses": 1_948_200}
    assert (report.rejections, str(view.month)) == ((), "2015-06")
    counted = view.query("answer_counts").set_index("item")
    assert counted["not_applicable"].sum() == 20_134
    assert counted.loc["in_flight_wifi_service"].to_list() == [125_964, 3_916, 0, 0]
    assert counted[["skipped", "outside"]].to_numpy().sum() == 0


@pytest.mark.slow
def test_passengers_are_told_by_what_the_survey_says_of_them(airline: Loaded) -> None:
    seen = airline[1].questionnaires()
    assert len(seen) == 129_880
    assert seen["state"].value_counts().to_dict() == {"active": 106_100, "new": 23_780}
    assert seen["industry"].value_counts().to_dict() == {"business travel": 89_693, "personal travel": 40_187}
    assert set(seen["lifestyle"]) == {"business class", "economy plus", "economy"}
    assert seen["satisfaction"].mean() == pytest.approx(100 * 56_428 / 129_880)


def driven(seen: surveys.Survey) -> pd.DataFrame:
    """Effect and share of each touchpoint's rating on the share satisfied."""
    moments = seen.moments("satisfaction")
    assert isinstance(moments, Moments)
    drivers = regression.drivers_of(moments, "satisfaction")
    effects = regression.fit(moments, "satisfaction", drivers)
    shares = importance.relative_importance(moments, "satisfaction", drivers)
    assert isinstance(effects, Regression) and isinstance(shares, Importance)
    both = effects.frame()[["driver", "effect"]].merge(shares.frame()[["driver", "share"]], on="driver")
    return both.assign(driver=both["driver"].str.removeprefix("quality: ")).set_index("driver")


@pytest.fixture(scope="module")
def passengers(airline: Loaded) -> surveys.Survey:
    view = airline[1]
    return surveys.read(view.questionnaires(), view.query("survey_items"))


@pytest.mark.slow
def test_drivers_of_passengers_are_as_its_readme_says(passengers: surveys.Survey) -> None:
    found = driven(passengers)
    assert found["share"].nlargest(3).round(3).to_dict() == {
        "online boarding": 0.330,
        "wifi": 0.127,
        "entertainment": 0.080,
    }
    # Flight times have the wrong sign only where business and personal travel are thrown together.
    assert found.loc["flight times", "effect"] == pytest.approx(-0.28, abs=0.01)
    within = {name: driven(part)["effect"] for name, part in passengers.by("industry").items()}
    assert within["business travel"]["flight times"] > 0
    assert within["personal travel"]["flight times"] == pytest.approx(0, abs=0.01)


@pytest.mark.slow
def test_a_0_taken_as_a_score_ruins_wifi_and_turns_online_booking(airline: Loaded, passengers: surveys.Survey) -> None:
    """Least squares by hand on the raw answers, a 0 being one step below 1, against what the workbench says."""
    raw = airline[1].snapshot.sql(
        "SELECT customer_id, item, CAST(25 * (score - 1) AS DOUBLE) AS score "
        "FROM survey_responses WHERE item <> 'satisfaction'"
    )
    ratings = raw.pivot(index="customer_id", columns="item", values="score").loc[passengers.about["customer_id"]]
    touchpoints = passengers.items.set_index("item").loc[ratings.columns, "touchpoint"]
    satisfied = passengers.scores[:, passengers.columns(construct="satisfaction")[0]]
    design = np.column_stack([np.ones(len(ratings)), ratings.to_numpy()])
    by_hand = pd.Series(np.linalg.lstsq(design, satisfied)[0][1:], index=touchpoints)
    right = driven(passengers)["effect"]
    assert right["wifi"] == pytest.approx(0.28, abs=0.01) and by_hand["wifi"] == pytest.approx(0.15, abs=0.01)
    assert right["online booking"] == pytest.approx(0.10, abs=0.01)
    assert by_hand["online booking"] == pytest.approx(-0.06, abs=0.01)


@pytest.mark.parametrize("name", ["airline", "cdnow", "complete_journey", "online_retail"])
def test_no_path_of_a_machine_is_written_in_a_source(name: str) -> None:
    for path in (SOURCES / name).iterdir():
        text = path.read_text(encoding="utf-8")
        assert "/work" not in text and "/home" not in text, path.name
