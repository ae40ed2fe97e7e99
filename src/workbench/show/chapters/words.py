"""Words that the sentences of all chapters share, and a column of texts that stay phrases."""

from collections.abc import Iterable

import pandas as pd

from workbench.show.words import listed, opened, whole

__all__ = ["column", "listed", "opened", "whole"]


def column(texts: Iterable[str], frame: pd.DataFrame) -> pd.Series:
    """Texts as a column of a frame, one a row; pandas' own kind of text would forget that they are phrases.

    >>> column(["a", "b"], pd.DataFrame(index=[7, 9])).to_dict()
    {7: 'a', 9: 'b'}
    """
    return pd.Series(list(texts), index=frame.index, dtype=object)
