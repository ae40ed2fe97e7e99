"""Cash now against value later, and new customers net of what winning them cost."""

from dataclasses import dataclass

from customer_results import Nothing, Number, beyond

from workbench.show.blocks import Chart, Finding, Kpi, Note
from workbench.show.chapters import short_term
from workbench.show.digits import SPACE

PERIOD = "3 months to September 2026"
SHORT = Nothing("too few purchases")
BURNING = beyond((900.0, 100.0, 1700.0), (-5000.0, -9000.0, -1000.0), True)
VALUE, NET = Number(236_000.0, 200_000.0, 275_000.0), Number(242_000.0, 205_000.0, 285_000.0)
TO_COME = Number(900_000.0, 760_000.0, 1_060_000.0)
EVEN = beyond((900.0, -100.0, 1700.0), (-5000.0, -9000.0, 1000.0), False)


@dataclass(frozen=True)
class Won:
    customers: int = 507
    value: Number | Nothing = VALUE
    brought: float = 25_800.0
    spent: float = 19_800.0
    net: Number | Nothing = NET
    to_come: Number | Nothing = TO_COME

    @property
    def is_gross(self) -> bool:
        return self.spent == 0


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def test_who_burns_the_base_stands_out_and_is_a_finding() -> None:
    (chart,) = short_term.quadrant(BURNING, period=PERIOD)
    assert isinstance(chart, Chart)
    assert chart.title == "More cash than expected and less value left behind: top 20%"
    assert chart.options["highlight"] == ["top 20%"] and chart.options["splits"] == [0.0, 0.0]
    assert "top 20% (more now, less later)" in chart.says
    (found,) = short_term.findings(BURNING, period=PERIOD)
    assert isinstance(found, Finding)
    assert plain(found.title).startswith("The top 20% brought 900 more than expected and lost 5,000 of worth")
    assert (found.worth, found.n) == (-5000.0, 800)


def test_what_may_be_chance_burns_nothing() -> None:
    (chart,) = short_term.quadrant(EVEN, period=PERIOD)
    assert isinstance(chart, Chart)
    assert chart.title.startswith("No group brought more cash than expected by wearing out")
    assert short_term.findings(EVEN, period=PERIOD) == []


def test_without_segments_there_is_no_picture() -> None:
    (note,) = short_term.quadrant(SHORT, period=PERIOD)
    assert isinstance(note, Note) and SHORT.why in note.text
    assert short_term.findings(SHORT, period=PERIOD) == []
    assert short_term.quadrant(EVEN.iloc[:0], period=PERIOD) == ()


def test_new_customers_are_net_of_what_winning_them_cost_and_else_gross() -> None:
    net, to_come = short_term.won(Won(), period=PERIOD)
    assert isinstance(net, Note)
    assert "cost 19,800 to win: 242K net" in plain(net.text)
    assert isinstance(to_come, Kpi) and to_come.value == 900_000 and to_come.period == PERIOD
    gross, _ = short_term.won(Won(spent=0.0), period=PERIOD)
    assert isinstance(gross, Note)
    assert "this is gross" in gross.text
    (few,) = short_term.won(Nothing("4 customers were won"), period=PERIOD)
    assert isinstance(few, Note)
    assert "4 customers were won" in few.text
