"""Chapter 05 for the analyst: the model in use by what customers spend, the usual models beside it, and contracts."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from workbench.phrase import N_, say
from workbench.show import blocks, format
from workbench.show.blocks import Field, Note, Silent, Table
from workbench.show.chapters.words import column, listed

IN_USE, USUAL, CONTRACTS = "model_in_use", "usual_models", "contract_retention"

NONE_IN_USE = N_("No model values each customer here: {why}.")
ONE_GROUP = N_("A new customer buys {times} times a year, and {share} leave within the first year")
GROUPS = N_(
    "New customers of the group that spends most buy {times} times a year and {share} leave within the first; of the "
    "group that spends least, {few_times} times and {few_share}"
)
UP_TO, BETWEEN, OVER, ANY = N_("up to {most}"), N_("{least} to {most}"), N_("over {least}"), N_("any amount")
BEST = N_(
    "Of the usual models of buying, {model} is the most likely; of {days} days that it had not seen it expected "
    "{share} of the purchases that were made"
)
NO_BEST = N_("No usual model of buying may be used for these customers")
PARAMETER = N_("{name} {value} ({error})")
RENEWED = N_("Of contracts that came up for renewal, {share} were renewed")
NO_CONTRACTS = N_("No contracts are recorded. With them it would be seen, not inferred, when customers leave.")
NO_RENEWALS = N_("No contract has come up for renewal yet")
NOT_USED = N_("Not to be used: {models}, since {why}.")
NOTHING_EXPECTED = N_("Of contracts begun in {cohorts} nothing is expected at the next renewal; of the first, {why}.")

_IN_USE = {
    "group": Field("A purchase brings"),
    "customers": Field("Customers", "count"),
    "purchases": Field("Purchases a year of a new customer", "ratio"),
    "purchases_low": Field("Low", "ratio"),
    "purchases_high": Field("High", "ratio"),
    "leave": Field("Leave within the first year", "percent"),
    "leave_low": Field("Low", "percent"),
    "leave_high": Field("High", "percent"),
}
_USUAL = {
    "model": Field("Model of buying"),
    "log_likelihood": Field("Log-likelihood", "number"),
    "share": Field("Purchases expected, over those made", "percent"),
    "share_low": Field("Low", "percent"),
    "share_high": Field("High", "percent"),
    "fitted": Field("Parameters and their standard errors"),
    "iterations": Field("Steps of the search", "count"),
    "gradient": Field("Slope at its end"),
}
_SO_FAR = {
    "cohort": Field("Begun in"),
    "contracts": Field("Contracts", "count"),
    "running": Field("Running", "count"),
    "due": Field("Renewals due so far", "count"),
    "renewed": Field("Renewed", "percent"),
    "renewed_low": Field("Low", "percent"),
    "renewed_high": Field("High", "percent"),
}
_CONTRACTS = {
    **_SO_FAR,
    "next": Field("Expected of the next", "percent"),
    "next_low": Field("Low", "percent"),
    "next_high": Field("High", "percent"),
    "to_come": Field("Renewals to come, discounted", "ratio"),
    "to_come_low": Field("Low", "ratio"),
    "to_come_high": Field("High", "ratio"),
}


def in_use(groups: pd.DataFrame | Silent, *, period: str) -> Table | Note:
    """The groups of like spend of the model in use: how often they buy, how soon they leave.

    Args:
        groups: a row per group (``analysis.customer_value.spend_groups.by_spend``), or why there is none.
        period: the month of this report.
    """
    if not isinstance(groups, pd.DataFrame):
        return blocks.note(IN_USE, say(NONE_IN_USE, why=groups.why))
    most, least = groups.iloc[-1], groups.iloc[0]
    words = {"times": format.value(most.purchases, "ratio"), "share": format.value(most.leave, "percent")}
    few = {"few_times": format.value(least.purchases, "ratio"), "few_share": format.value(least.leave, "percent")}
    title = say(ONE_GROUP, **words) if len(groups) == 1 else say(GROUPS, **words, **few)
    frame = groups.assign(group=column([_limits(row) for row in groups.to_dict("records")], groups))
    n = int(groups["customers"].sum())
    return blocks.table(
        IN_USE, title, frame, _IN_USE, n=n, period=period, source="customer_value.spend_groups.by_spend"
    )


def usual(models: pd.DataFrame, *, days: int, period: str) -> tuple[Table | Note, ...]:
    """The usual models of buying side by side, and why any of them may not be used.

    Args:
        models: a row per model (``analysis.purchase_models.compare``), the most likely first.
        days: how many were held out.
        period: the month of this report.
    """
    best, rows = models.iloc[0], models.to_dict("records")
    share = None if best["why"] else format.value(1 + best["bias"], "percent")
    title = say(NO_BEST) if share is None else say(BEST, model=best["model"], days=days, share=share)
    slopes = ["" if pd.isna(row["gradient_norm"]) else f"{row['gradient_norm']:.0e}" for row in rows]
    frame = models.assign(
        share=1 + models["bias"].astype(float),
        share_low=1 + models["low"].astype(float),
        share_high=1 + models["high"].astype(float),
        fitted=column([_fitted(row["parameters"]) for row in rows], models),
        gradient=column(slopes, models),
    )
    n, source = int(models["n"].max()), "purchase_models.comparison.compare"
    refused: dict[str, list[str]] = {}
    for row in rows:
        if row["why"]:
            refused.setdefault(row["why"], []).append(row["model"])
    texts = [say(NOT_USED, models=listed(names), why=why) for why, names in refused.items()]
    notes = [blocks.note(f"{USUAL}_{place}", text) for place, text in enumerate(texts, start=1)]
    return (blocks.table(USUAL, title, frame, _USUAL, n=n, period=period, source=source), *notes)


def contracts(cohorts: pd.DataFrame, *, period: str) -> tuple[Table | Note, ...]:
    """Contracts by the year they began in; nothing where there are none.

    Args:
        cohorts: a row per cohort (``analysis.purchase_models.retention_by_cohort``).
        period: the month of this report.
    """
    if cohorts.empty:
        return ()
    due = float(cohorts["due"].sum())
    taken_up = float((cohorts["renewed"].astype(float) * cohorts["due"]).sum())
    title = say(RENEWED, share=format.value(taken_up / due, "percent")) if due else say(NO_RENEWALS)
    n, source = int(cohorts["contracts"].sum()), "purchase_models.contract_retention.retention_by_cohort"
    fields = _CONTRACTS if cohorts["next"].notna().any() else _SO_FAR
    table = blocks.table(CONTRACTS, title, cohorts, fields, n=n, period=period, source=source)
    without = cohorts[cohorts["why"].astype(bool)]
    if without.empty:
        return (table,)
    words = {"cohorts": listed(without["cohort"].tolist()), "why": without["why"].iloc[0]}
    return (table, blocks.note(f"{CONTRACTS}_why", say(NOTHING_EXPECTED, **words)))


def _limits(row: Mapping[Hashable, Any]) -> str:
    least, most = (None if pd.isna(row[end]) else format.value(row[end], "money") for end in ("least", "most"))
    if least is None:
        return say(ANY) if most is None else say(UP_TO, most=most)
    return say(OVER, least=least) if most is None else say(BETWEEN, least=least, most=most)


def _fitted(parameters: dict[str, tuple[float, float]] | None) -> str:
    if not isinstance(parameters, dict):
        return ""
    return listed(
        [
            say(PARAMETER, name=name, value=format.value(value, "ratio"), error=format.value(error, "ratio"))
            for name, (value, error) in parameters.items()
        ]
    )
