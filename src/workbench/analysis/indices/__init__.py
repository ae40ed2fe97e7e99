"""The index of a topic of the survey, 0 to 100: by month, segment and touchpoint, and what changed.

An answer on a scale from a to b becomes 100 (x - a) / (b - a), turned where the question is reversed;
the engine does that. The index is the weighted mean of its questions' means (Fornell et al. 1996).

| module | what it holds |
|---|---|
| topic | what an index is of: construct, touchpoint, and in which sense |
| weighing | how much each question counts: path model weights, the same for all months |
| item_sums | sums by question and group of customers, and the index they make |
| over_time | the index of a month, its history, and its change |
| comparisons | all constructs or touchpoints beside each other, and which changes to believe |
| segments | the index of every segment, alone and drawn together |
"""

from workbench.analysis.indices.comparisons import table, touchpoints
from workbench.analysis.indices.item_sums import FEWEST
from workbench.analysis.indices.over_time import history, of_month, over_months
from workbench.analysis.indices.segments import by_segment
from workbench.analysis.indices.topic import Topic
from workbench.analysis.indices.weighing import Weights, alike, weights

__all__ = [
    "FEWEST", "Topic", "Weights", "alike", "by_segment", "history", "of_month", "over_months", "table", "touchpoints",
    "weights",
]  # fmt: skip
