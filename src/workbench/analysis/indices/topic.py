"""What an index is of: one topic of the survey."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Topic:
    """What customers were asked about, and in which sense.

    Args:
        construct: such as 'satisfaction'.
        touchpoint: one touchpoint; the whole relationship if empty.
        kind: perception, expectation or importance.
    """

    construct: str
    touchpoint: str = ""
    kind: str = "perception"

    def of(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows about this topic, of a frame with construct, touchpoint ('' for the whole) and kind.

        >>> asked = pd.DataFrame({"item": ["s1", "q1"], "construct": ["satisfaction", "quality"],
        ...                       "touchpoint": ["", "shop"], "kind": "perception"})
        >>> Topic("quality", "shop").of(asked)["item"].tolist()
        ['q1']
        """
        about = (rows["construct"] == self.construct) & (rows["touchpoint"] == self.touchpoint)
        return rows[about & (rows["kind"] == self.kind)]

    def questions(self, items: pd.DataFrame) -> list[str]:
        """Its questions, of those of a survey: item, construct, touchpoint and kind."""
        return [str(item) for item in self.of(items)["item"]]
