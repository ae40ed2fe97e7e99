"""Where rows come from: a folder with one file a table, read as texts before anything is checked."""

from workbench.memory.sources.folder import Source, SourceFile, example, find
from workbench.memory.sources.staging import Staged, stage

__all__ = ["Source", "SourceFile", "Staged", "example", "find", "stage"]
