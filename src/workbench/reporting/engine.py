"""The door papermill knows: ``papermill --engine workbench in.ipynb out.ipynb``.

Papermill loads the engines of all packages while it is itself being imported. An engine
that imports papermill at its head therefore cannot be imported first by anyone else, so
this class only passes on; what it does is in ``execution``.
"""

from typing import Any


class WorkbenchEngine:
    """Runs a notebook and tells truthfully how it ended; see ``execution``."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, **options: Any) -> Any:
        """Run ``nb`` and return it; how it ended stands in ``nb.metadata.workbench``."""
        from workbench.reporting.notebooks.execution import TruthfulEngine

        return TruthfulEngine.execute_notebook(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> str:
        """The kernel always belongs to the interpreter that runs the report."""
        return "python3"

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> str:
        """Notebooks are written in Python."""
        return "python"
