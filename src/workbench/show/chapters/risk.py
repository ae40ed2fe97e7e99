"""Chapter 04, its last part: what is at stake, where it lies, and what to do first."""

from typing import Protocol

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import blocks, charts, format
from workbench.show.blocks import Block, Chart, Field, Finding, Measured, Silent, Unit
from workbench.show.chapters.churn import Model
from workbench.show.charts.common import About

SOURCE = "churn_risk.at_risk"

EXPECTED = N_("Customers expected to churn within {months} months")
AT_RISK = N_("Contribution of 12 months at risk")
CELLS_PLAIN = N_("Money at risk by value tier and chance to churn")
CELLS = N_("Most is at risk among the {tier} with a chance to churn of {band}: {value}")
FINDING = N_("{churned} customers may churn within {months} months, and with them {value} of contribution a year")
TEST = N_("out of time: at the last test {expected} were expected to churn and {observed} did")
DO = N_("Begin with the {tier} whose chance to churn is {band}: {customers} customers, {value} at risk.")

_CELLS = {
    "value_tier": Field("Value tier"),
    "band": Field("Chance to churn"),
    "value": Field("Contribution at risk", "money"),
    "customers": Field("Customers", "count"),
    "churned": Field("Expected to churn", "count"),
}


class Risk(Protocol):
    """Expected losses (``analysis.churn_risk.AtRisk`` is one)."""

    @property
    def churned(self) -> Measured: ...
    @property
    def value(self) -> Measured: ...
    @property
    def matrix(self) -> pd.DataFrame: ...


def numbers(risk: Risk | Silent, *, months: int, period: str) -> tuple[Block, ...]:
    """Customers expected to churn and the money they would take along, or why neither is known.

    Args:
        risk: expected losses, or why there are none.
        months: the horizon.
        period: the time the report is about.
    """
    churned, value = (risk, risk) if isinstance(risk, Silent) else (risk.churned, risk.value)
    customers = blocks.kpi(
        "expected_churn", say(EXPECTED, months=months), churned, unit="count", period=period, source=SOURCE
    )
    return customers, blocks.kpi("value_at_risk", AT_RISK, value, unit="money", period=period, source=SOURCE)


def cells(risk: Risk | Silent, *, period: str) -> tuple[Chart, ...]:
    """Where the money at risk lies, by value tier and chance to churn; nothing where no cell can be shown."""
    worst = _worst(risk)
    if isinstance(risk, Silent) or worst is None:
        return ()
    about = About(n=risk.value.n, period=period, source=SOURCE)
    look = {"row": "value_tier", "column": "band", "value": "value"}
    title = say(CELLS, **worst) if risk.matrix["value"].max() > 0 else CELLS_PLAIN
    return (charts.heatmap("risk_by_value", title, risk.matrix, _CELLS, **look, **about),)


def finding(risk: Risk | Silent, model: Model | Silent, *, period: str) -> tuple[Finding, ...]:
    """What is at stake and where to begin; nothing without a model or when nothing is at risk."""
    worst = _worst(risk)
    if isinstance(risk, Silent) or isinstance(model, Silent) or worst is None or risk.value.value <= 0:
        return ()
    churned, value = _told(risk.churned.value, "count"), _told(risk.value.value, "money")
    expected, observed = _told(round(model.test.expected), "count"), _told(model.test.observed, "count")
    return (
        blocks.finding(
            "money_at_risk",
            say(FINDING, churned=churned, months=model.origins.horizon_months, value=value),
            risk.value,
            unit="money",
            period=period,
            source=SOURCE,
            test=say(TEST, expected=expected, observed=observed),
            worth=risk.value.value,
            do=say(DO, **worst),
        ),
    )


def _worst(risk: Risk | Silent) -> dict[str, str] | None:
    """The cell in which most is at risk, in words; none when nothing can be shown."""
    if isinstance(risk, Silent):
        return None
    shown = risk.matrix.dropna(subset=["value"]).sort_values("value", ascending=False)
    if shown.empty:
        return None
    first = shown.iloc[0]
    return {
        "tier": str(first["value_tier"]),
        "band": str(first["band"]),
        "customers": _told(first["customers"], "count"),
        "value": _told(first["value"], "money"),
    }


def _told(number: float, unit: Unit) -> str:
    return format.value(number, unit)
