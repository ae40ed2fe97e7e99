"""Chapter 03, in the order an executive asks: how satisfied, changed, why, where first; then what an analyst asks.

| module | its question |
|---|---|
| index | how satisfied, and did it change? |
| touchpoints | what changed at the touchpoints? |
| chain | what leads to satisfaction, and what follows from it? |
| drivers | which drivers go with it? |
| shifts | do they matter otherwise than before? |
| improve | where first, and how sure is that? |
| gaps | where did customers expect more? |
| segments | do groups of customers differ? |
| kano | what is taken for granted, what is a delight? |
| worth | what do customers get for what it costs them, and what would they pay? |
| answers | what became of each question? |
| respondents | who answered, and what do weights change? |
| voices | what do customers say of us, and when? |

From results to blocks: each function picks the sentence its numbers allow, and says why where there
is nothing to show.
"""

from workbench.show.chapters.satisfaction.answers import answer_counts
from workbench.show.chapters.satisfaction.chain import chain_diagram, chain_proofs
from workbench.show.chapters.satisfaction.drivers import driver_effects, driver_findings, driver_shares, explained_kpi
from workbench.show.chapters.satisfaction.gaps import channel_gaps, dimension_gaps, expectation_gaps, gap_surfaces
from workbench.show.chapters.satisfaction.improve import improvement_findings, improvement_map
from workbench.show.chapters.satisfaction.index import (
    change_kpi,
    constructs,
    index_finding,
    index_kpi,
    index_over_months,
    mix_note,
    survey_missing,
)
from workbench.show.chapters.satisfaction.kano import kano_classes
from workbench.show.chapters.satisfaction.respondents import (
    respondent_traits,
    respondents,
    response_kpis,
    weightings,
    weights_refused,
)
from workbench.show.chapters.satisfaction.segments import segment_driver_table, segment_drivers, segment_index
from workbench.show.chapters.satisfaction.shifts import driver_shift, driver_shifts
from workbench.show.chapters.satisfaction.touchpoints import change_findings, touchpoint_changes, touchpoint_levels
from workbench.show.chapters.satisfaction.voices import advocacy_kpis, word_of_mouth
from workbench.show.chapters.satisfaction.worth import delivered, delivered_tables, price_outcomes

__all__ = [
    "advocacy_kpis", "answer_counts", "chain_diagram", "chain_proofs", "change_findings", "change_kpi", "channel_gaps",
    "constructs", "delivered", "delivered_tables", "dimension_gaps", "driver_effects", "driver_findings",
    "driver_shares", "driver_shift", "driver_shifts", "expectation_gaps", "explained_kpi", "gap_surfaces",
    "improvement_findings", "improvement_map", "index_finding", "index_kpi", "index_over_months", "kano_classes",
    "mix_note", "price_outcomes", "respondent_traits", "respondents", "response_kpis", "segment_driver_table",
    "segment_drivers", "segment_index", "survey_missing", "touchpoint_changes", "touchpoint_levels", "weightings",
    "weights_refused", "word_of_mouth",
]  # fmt: skip
