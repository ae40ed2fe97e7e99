"""Texts are UTF-8; a file that is not is refused with the place of the first wrong byte."""

import codecs
from pathlib import Path

from workbench.errors import BadParameter

_CHUNK = 2**22


def check(path: Path) -> None:
    """Read a file once, in pieces.

    Raises:
        BadParameter: it is not UTF-8; names the first wrong byte, counted from 0.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise BadParameter(
                    "not UTF-8",
                    where=f"{path}, byte {read - kept + error.start:,}",
                    value=error.object[error.start : error.start + 8],
                    do="save it as UTF-8 (in Excel: 'CSV UTF-8')",
                ) from error
            if not chunk:
                return
            read += len(chunk)
