"""A source: a folder with one file a table, and what it says of itself in ``source.toml``.

    <table>.sql        a SELECT returning that table's columns; {data} and {source} stand for folders
    <table>.csv        UTF-8, a header, values separated by comma, semicolon or tab
    <table>.parquet
    <table>.xlsx       one sheet, or one named as the table
    source.toml        optional: [source] title, licence, ...; [company] settings for a new store

Other files may lie beside them; one of these four kinds only if the source's SQL names it,
since otherwise it is a table with a misspelt name.
"""

import difflib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import BadParameter, NotReady
from workbench.memory.schema import TABLES, Table
from workbench.memory.sources import declaration
from workbench.memory.sources.declaration import Declaration

DECLARATION = "source.toml"
EXAMPLES = Path("data") / "sources"
ENDINGS = (".sql", ".csv", ".parquet", ".xlsx")


@dataclass(frozen=True)
class SourceFile:
    """The file that brings a table."""

    table: Table
    path: Path

    @property
    def label(self) -> str:
        """The file as it is named in quarantine: with its folder, since every month has its own."""
        return f"{self.path.parent.name}/{self.path.name}"


@dataclass(frozen=True)
class Source:
    """A source, found and not yet read.

    Args:
        folder: its folder, absolute.
        files: one a table, in the order of the schema, so that customers come first.
        data: what ``{data}`` stands for; None if nothing was named.
        declaration: what ``source.toml`` says.
    """

    folder: Path
    files: tuple[SourceFile, ...]
    data: Path | None
    declaration: Declaration


def find(folder: Path, data: Path | None = None) -> Source:
    """The source in a folder.

    Raises:
        BadParameter: the folder or DIR does not exist, or a file in it cannot be a table.
        NotReady: the Python package that brings its data is not installed.
    """
    folder = _existing(folder, "the source folder")
    files = _files(folder)
    named = {name: [path for path in files if path.stem == name] for name in TABLES}
    found = tuple(SourceFile(TABLES[name], _only(paths)) for name, paths in named.items() if paths)
    if not found:
        advice = f"put files named <table>.csv, .parquet, .xlsx or .sql into it; the tables are {', '.join(TABLES)}"
        raise BadParameter("the source folder holds no table", where=str(folder), do=advice)
    about = declaration.read(folder / DECLARATION)
    return Source(folder, found, _data(data, about, folder), about)


def example(name: str) -> Path:
    """The folder of a source that the project brings, by its name.

    Raises:
        BadParameter: there is none of that name in ``data/sources``, at or above the working directory.
    """
    here = Path.cwd()
    found = next((folder / EXAMPLES for folder in (here, *here.parents) if (folder / EXAMPLES).is_dir()), None)
    names = sorted(path.name for path in found.iterdir() if path.is_dir()) if found else []
    if found is None or name not in names:
        advice = f"name one of {', '.join(['demo', *names])}"
        raise BadParameter("no such source", where=str(found or EXAMPLES), value=name, do=advice)
    return found / name


def _files(folder: Path) -> list[Path]:
    """The files that may be tables; refused if one cannot be read, or is neither a table nor named by SQL."""
    seen = (path for path in sorted(folder.iterdir()) if path.suffix.lower() in ENDINGS and path.name[0] != ".")
    files = [path for path in seen if not path.is_dir()]
    for path in files:
        if not os.access(path, os.R_OK):
            advice = "give read permission, or mend the link"
            raise BadParameter("a file cannot be read", where=str(path), do=advice)
    queries = [path.read_text(encoding="utf-8", errors="replace") for path in files if path.suffix.lower() == ".sql"]
    for path in files:
        if path.stem not in TABLES and not any(path.name in query for query in queries):
            raise _unknown(path)
    return files


def _unknown(path: Path) -> BadParameter:
    near = difflib.get_close_matches(path.stem.lower(), TABLES, n=1)
    guess = f"did you mean {near[0]}{path.suffix}? " if near else ""
    return BadParameter(
        "a file is named after no table",
        where=str(path),
        value=path.stem,
        do=f"{guess}rename it or move it away; the tables are {', '.join(TABLES)}",
    )


def _only(paths: list[Path]) -> Path:
    if len(paths) > 1:
        names = " and ".join(path.name for path in paths)
        raise BadParameter("two files for one table", where=str(paths[0].parent), value=names, do="keep one of them")
    return paths[0]


def _data(data: Path | None, about: Declaration, folder: Path) -> Path | None:
    """DIR: the one named, else the folder of the Python package that the source says brings it."""
    if data is not None:
        return _existing(data, "--data")
    package, _, inside = about.source.package.partition("/")
    if not package:
        return None
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        advice = f"install it, or name the folder of the files with --data (see {folder / DECLARATION})"
        raise NotReady("the package that brings the data is not installed", where=str(folder), value=package, do=advice)
    return _existing(Path(spec.submodule_search_locations[0]) / inside, f"the package {package}")


def _existing(folder: Path, what: str) -> Path:
    if not folder.is_dir():
        raise BadParameter("no such folder", where=what, value=folder, do="name an existing folder")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise BadParameter("the folder may not be read", where=what, value=folder, do="give read permission")
    return folder.resolve()
