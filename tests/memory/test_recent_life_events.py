"""Life events of the last months."""

from asking import AS_OF, days
from small_survey import asked, survey


def test_each_kind_counts_once_and_within_the_window():
    events = [
        {"customer_id": name, "occurred_on": AS_OF - days(back), "kind": kind}
        for name, back, kind in [("ann", 300, "move"), ("ann", 20, "move"), ("ann", 30, "child"), ("bob", 400, "move")]
    ]
    found = asked(survey(life_events=events), "recent_life_events")
    assert found[["customer_id", "kind"]].to_numpy().tolist() == [["ann", "child"], ["ann", "move"]]
    assert found["last_on"].dt.date.to_list() == [AS_OF - days(30), AS_OF - days(20)]
    assert len(asked(survey(life_events=events), "recent_life_events", window_months=14)) == 3
