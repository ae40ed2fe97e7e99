"""What a block carries in a cell's output, and what becomes of it in a saved notebook."""

import nbformat
import pandas as pd

from workbench.show import blocks
from workbench.show.blocks import MIME, Field

COLUMNS = {"segment": Field("Group"), "customers": Field("Customers", "count"), "answered": Field("Answered", "count")}


def saved(block: blocks.Block) -> dict[str, object]:
    """The block's fields after its notebook was written and read again."""
    [bundle] = block.bundles()
    output = nbformat.v4.new_output("display_data", data=bundle)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    return nbformat.reads(nbformat.writes(notebook), as_version=4).cells[0].outputs[0].data[MIME]


def test_columns_keep_their_order_in_a_saved_notebook() -> None:
    frame = pd.DataFrame({"customers": [3], "segment": ["loyal"], "answered": [2]})
    block = blocks.table("t", "T", frame, COLUMNS, n=3, period="September 2026", source="ledger")
    assert [column["name"] for column in saved(block)["columns"]] == list(COLUMNS)


def test_a_column_that_the_frame_lacks_is_named() -> None:
    frame = pd.DataFrame({"segment": ["loyal"]})
    try:
        blocks.table("t", "T", frame, COLUMNS, n=1, period="", source="")
    except KeyError as error:
        assert "customers" in str(error) and "answered" in str(error)
    else:
        raise AssertionError("a missing column went unnoticed")
