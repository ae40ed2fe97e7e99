"""A notebook's parameters cell as its typed signature, and the check of what is given to it.

Papermill passes an unknown parameter with a warning, turns ``-p code 0012`` into 12 and
fails on a date after the kernel has started. Here the given values are checked against
the cell tagged ``parameters`` before any kernel starts: a name it lacks and a text that is
not of its type are errors which name the choices.
"""

import ast
import difflib
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import BadParameter

Value = str | int | float | bool
TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
_TRUTH = {"true": True, "false": False}


@dataclass(frozen=True)
class Parameter:
    """One typed assignment of a parameters cell: ``name: type = default  # help``.

    A default of None stands for "not given", where every value of the type can be meant.
    """

    name: str
    type: str
    default: Value | None
    help: str


def signature(notebook: Path) -> dict[str, Parameter]:
    """The parameters of a notebook by name, in the order of its cell.

    Raises BadParameter if a line of the cell cannot serve as a parameter: it is the
    notebook that must be mended then.
    """
    from papermill import inspect_notebook

    found = inspect_notebook(str(notebook))
    _refuse_unread_lines(notebook, set(found))
    return {name: _parameter(notebook, raw) for name, raw in found.items()}


def listed(text: str) -> tuple[str, ...]:
    """The words between commas, each once, in their order.

    Raises BadParameter if there is none.

    >>> listed("en, zh,en")
    ('en', 'zh')
    """
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    if not words:
        raise BadParameter("no language is named", where="--lang", value=text, do="name one, such as en")
    return words


def check(given: Mapping[str, Value], signatures: Mapping[str, Mapping[str, Parameter]]) -> dict[str, dict[str, Value]]:
    """What each notebook gets: the given values that it declares, each as its declared type.

    Args:
        given: values by name; texts, as from a command line, are read as the declared type.
        signatures: the signature of each notebook by the notebook's name.

    Raises BadParameter for a name that no notebook declares and for a value of another type.

    >>> horizon = Parameter("horizon_months", "int", 3, "months to look ahead")
    >>> check({"horizon_months": "6"}, {"04": {"horizon_months": horizon}, "01": {}})
    {'04': {'horizon_months': 6}, '01': {}}
    """
    for name in given:
        if not any(name in parameters for parameters in signatures.values()):
            raise _unknown(name, signatures)
    return {
        notebook: {name: read(parameters[name], value) for name, value in given.items() if name in parameters}
        for notebook, parameters in signatures.items()
    }


def pairs(texts: Collection[str]) -> dict[str, str]:
    """The texts ``name=value`` of a command line, by name; the last one of a name counts.

    >>> pairs(["region=North = best"])
    {'region': 'North = best'}
    """
    for text in texts:
        if "=" not in text or not text.partition("=")[0].strip().isidentifier():
            raise BadParameter("not a parameter", where="-p", value=text, do="write it as name=value")
    return {name.strip(): value for name, _, value in (text.partition("=") for text in texts)}


def read(parameter: Parameter, value: Value) -> Value:
    """A given value as the parameter's type; a text that is not of that type is a BadParameter.

    >>> read(Parameter("region", "str", "", ""), "0012")
    '0012'
    """
    read_value = _from_text(parameter.type, value) if isinstance(value, str) else _as_is(parameter.type, value)
    if read_value is None:
        raise BadParameter(
            f"parameter {parameter.name!r} must be {_words(parameter.type)}",
            where=f"-p {parameter.name}",
            value=value,
            do=f"give {_words(parameter.type)}; it says {parameter.help!r}, and the default is {parameter.default!r}",
        )
    return read_value


def _from_text(kind: str, text: str) -> Value | None:
    if kind == "str":
        return text
    if kind == "bool":
        return _TRUTH.get(text.strip().lower())
    try:
        number = TYPES[kind](text)
    except ValueError:
        return None
    return number if isinstance(number, int | float) and math.isfinite(number) else None


def _as_is(kind: str, value: Value) -> Value | None:
    """A typed value if it is of that type; an int may stand for a float, a bool for nothing else."""
    if kind == "float" and type(value) is int:
        return float(value)
    return value if type(value) is TYPES[kind] else None


def _parameter(notebook: Path, raw: Mapping[str, Any]) -> Parameter:
    try:
        default, is_plain = ast.literal_eval(raw["default"]), True
    except (ValueError, SyntaxError):
        default, is_plain = None, False
    kind = raw["inferred_type_name"].strip()
    kind = type(default).__name__ if kind == "None" else kind
    if kind not in TYPES or not is_plain or (default is not None and _as_is(kind, default) is None):
        raise BadParameter(
            "a parameter of a notebook has no plain type",
            where=f"{notebook}, parameters cell",
            value=f"{raw['name']} = {raw['default']}",
            do=f"give it one of the types {', '.join(TYPES)} and a default of that type, or None",
        )
    return Parameter(raw["name"], kind, default, raw["help"].strip())


def _refuse_unread_lines(notebook: Path, names: set[str]) -> None:
    """Papermill skips a line it cannot read (two ``=``, say); its parameter would then be unknown."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = next(("".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", [])), "")
    for node in ast.parse(source).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        if [target.id for target in targets if isinstance(target, ast.Name) and target.id in names] == []:
            line = source.splitlines()[node.lineno - 1]
            raise BadParameter(
                "a line of the parameters cell is no parameter",
                where=str(notebook),
                value=line,
                do="write `name: type = default  # help` on one line, without a second `=`",
            )


def _unknown(name: str, signatures: Mapping[str, Mapping[str, Parameter]]) -> BadParameter:
    known = {key: value for parameters in signatures.values() for key, value in parameters.items()}
    near = difflib.get_close_matches(name, known, n=1)
    choices = "; ".join(f"{key} ({value.type}): {value.help}" for key, value in known.items())
    return BadParameter(
        f"no notebook has a parameter {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
        where=f"-p {name}",
        do=f"choose from: {choices or 'none, these notebooks have no parameters of their own'}",
    )


def _words(kind: str) -> str:
    return {"str": "a text", "int": "a whole number", "float": "a number", "bool": "true or false"}[kind]
