"""A month is closed by one command; nothing changed is said, not run."""

import json
import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import World
from jupyter_core.utils import ensure_event_loop
from small_world import PARAMETERS, fill, kpi

from workbench.memory import lock
from workbench.reporting.closing import plan, run

SAVE = """import pandas
from workbench.memory import leave_customers
scores = pandas.DataFrame({"customer_id": ["planted-1", "planted-2"], "score": [0.1, 0.2]})
leave_customers(output, "02_scores", scores)"""


def test_a_month_is_published_in_two_places_for_two_audiences(world: World) -> None:
    report, memory = world.out / "2026-09", world.store / "memory" / "2026-09"
    assert sorted(path.name for path in report.iterdir()) == ["manifest.json", "notebooks", "report.html"]
    assert sorted(path.name for path in memory.iterdir()) == [
        "chapters",
        "customers.parquet",
        "figures.parquet",
        "manifest.json",
    ]
    about = json.loads((report / "manifest.json").read_text())
    assert about == json.loads((memory / "manifest.json").read_text())
    assert about["as_of"] == "2026-10-01" and about["notebooks"][0]["outcome"] == "done"
    number = {"name": "customers", "title": "Customers", "value": 3.0, "low": 3.0, "high": 3.0, "unit": "count"}
    assert about["key_figures"] == [number] and about["findings"] == [] and about["currency"] == "EUR"
    assert about["snapshot"] in about["command"]
    assert "Who are they?" in (report / "report.html").read_text()
    assert "2026-09/report.html" in (world.out / "index.html").read_text()


def test_no_folder_of_the_machine_is_published(world: World) -> None:
    texts = [path.read_text() for path in world.out.rglob("*") if path.is_file()]
    assert len(texts) == 4 and not any("/published" in text or "/runs/" in text for text in texts)


def test_an_unchanged_month_is_said_to_be_unchanged_and_nothing_is_run(world: World) -> None:
    before = world.last_run().id
    began = time.monotonic()
    done = world.report()
    assert done.exit_code == 0 and "2026-09 is unchanged" in done.output and "report.html" in done.output
    assert time.monotonic() - began < 2
    assert world.last_run().id == before


def test_what_changed_is_said_before_it_is_run(world: World) -> None:
    first = world.published()
    world.write("01_base", kpi("customers", 4))
    done = world.report()
    assert done.exit_code == 0, done.output
    assert "changed since its last report: notebook 01_base." in done.output
    assert "asked for by --force" in world.report("--force").output
    second = world.published()
    assert second[0] == second[1] != first[0]


def test_the_summary_runs_last_on_what_the_chapters_handed_over(world: World) -> None:
    world.write(
        "00_summary",
        "import pandas, os",
        "figures = pandas.read_parquet(os.path.join(output, 'figures.parquet'))",
        kpi("customers", 3),
    )
    world.write("02_scores", SAVE, kpi("scored", 2))
    done = world.report()
    assert done.exit_code == 0, done.output
    assert done.output.index("02_scores: done") < done.output.index("00_summary: done")
    customers = pd.read_parquet(world.store / "memory" / "2026-09" / "customers.parquet")
    assert customers.to_dict("list") == {"customer_id": ["planted-1", "planted-2"], "score": [0.1, 0.2]}
    published = [path.read_text() for path in world.out.rglob("*") if path.is_file()]
    assert not any("planted-1" in text and "score" in text for text in published if "leave_customers" not in text)


def test_all_chapters_read_one_snapshot_even_if_a_load_comes_between(world: World) -> None:
    world.write("00_summary", "assert snapshot", kpi("customers", 3))
    world.write("01_base", kpi("customers", 4))
    before = (world.store / "current").read_text().strip()

    def load_meanwhile(step) -> None:
        if (step.name, step.outcome) == ("01_base", "done"):
            fill(world.store, revenue=20.0)

    request = plan.Request(store=str(world.store), out=world.out, notebooks=world.notebooks)
    run.close_month(request, load_meanwhile, print)
    assert (world.store / "current").read_text().strip() != before
    assert json.loads((world.out / "2026-09" / "manifest.json").read_text())["snapshot"] == before
    for path in (world.out / "2026-09" / "notebooks").iterdir():
        assert f'snapshot = \\"{before}\\"' in path.read_text()


def test_a_month_is_made_again_from_its_own_snapshot(world: World) -> None:
    about = json.loads((world.out / "2026-09" / "manifest.json").read_text())
    fill(world.store, revenue=20.0)
    done = world.report("--snapshot", about["snapshot"], "--force")
    again = json.loads((world.out / "2026-09" / "manifest.json").read_text())
    assert done.exit_code == 0 and (again["snapshot"], again["figures"]) == (about["snapshot"], about["figures"])


def test_one_chapter_is_run_for_the_analyst_and_not_published(world: World) -> None:
    published = world.published()
    world.write("02_other", kpi("arrivals", 1), parameters=PARAMETERS + "\nhorizon: int = 3  # months")
    done = world.report("--only", "02", "-p", "horizon=6")
    assert done.exit_code == 0, done.output
    page = Path(done.output.strip().splitlines()[-1])
    assert page.is_relative_to(world.store / "runs") and "Arrivals" in page.read_text()
    assert world.published() == published and world.last_run().kind == "chapter"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--month", "2026-9"], 2, "write it as YYYY-MM"),
        (["--month", "2026-13"], 2, "not a month"),
        (["--month", "2099-01"], 3, "the data end on 2026-09-30"),
        (["--month", "2026-10"], 3, "the data end on 2026-09-30"),
        (["--month", "2020-01"], 3, "the data begin on"),
        (["--month", "2026-06"], 3, "nothing happened in the month"),
        (["-p", "horizn=3"], 2, "did you mean 'horizon'"),
        (["-p", "horizon=soon"], 2, "must be a whole number"),
        (["-p", "month=2026-08"], 2, "use the option of that name"),
        (["-p", "horizon"], 2, "name=value"),
        (["--only", "09_none"], 2, "choose from: 01_base, 02_other"),
        (["--snapshot", "none"], 2, "no such snapshot"),
        (["--notebooks", "/nowhere"], 2, "no folder of notebooks"),
        (["--store", "/nowhere"], 2, "no such store"),
    ],
)
def test_what_cannot_be_done_is_said_before_a_kernel_starts(
    world: World, words: list[str], code: int, said: str
) -> None:
    world.write("02_other", "1 / 0", parameters=PARAMETERS + "\nhorizon: int = 3  # months")
    before, published = world.last_run().id, world.published()
    done = world.report(*words)
    assert done.exit_code == code, done.output
    assert said in done.output and world.published() == published
    record = world.last_run()
    if words in (["-p", "horizon"], ["--store", "/nowhere"]):  # no words to run, no store to write it in
        assert record.id == before
    else:
        assert (record.status, record.exit_code, record.notebooks) == ("refused", code, ())
        assert said in record.reason


def test_a_store_without_data_is_not_ready(world: World) -> None:
    (world.store / "current").unlink()
    done = world.report()
    assert done.exit_code == 3 and "holds no data" in done.output


def test_a_second_report_says_who_holds_the_store(world: World) -> None:
    with lock.hold(world.store / "memory", "workbench report"):
        done = world.report()
    assert done.exit_code == 7 and "workbench report, process" in done.output


def test_a_caller_with_an_event_loop_of_its_own_is_no_hindrance(world: World) -> None:
    """Whoever used Jupyter's blocking calls before has left a loop in the context that threads may inherit."""
    loop = ensure_event_loop()
    try:
        world.write("01_base", kpi("customers", 5))
        assert world.report().exit_code == 0
    finally:
        loop.close()
