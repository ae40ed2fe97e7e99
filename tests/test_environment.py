"""environment.yml, the Makefile's pins and requirements.lock agree with pyproject.toml."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"duckdb": "python-duckdb"}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCK = (ROOT / "requirements.lock").read_text()


def conda_requirements() -> dict[str, SpecifierSet]:
    lines = re.findall(r"^  - ([a-z0-9.-]+)(.*)$", (ROOT / "environment.yml").read_text(), flags=re.MULTILINE)
    return {name: SpecifierSet(spec.strip()) for name, spec in lines if name not in ("pip", "conda-forge")}


def locked_versions() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", LOCK, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


def test_conda_asks_for_what_pyproject_asks_for() -> None:
    wanted = [Requirement(text) for text in PYPROJECT["dependencies"]]
    expected = {CONDA_NAMES.get(r.name, r.name): r.specifier for r in wanted}
    expected["python"] = SpecifierSet(PYPROJECT["requires-python"])
    assert conda_requirements() == expected


def test_conda_installs_the_package_itself_by_pip() -> None:
    assert "- pip:\n      - --editable ." in (ROOT / "environment.yml").read_text()


def test_the_lock_satisfies_every_requirement() -> None:
    extras = [text for group in PYPROJECT["optional-dependencies"].values() for text in group]
    locked = locked_versions()
    for requirement in map(Requirement, [*PYPROJECT["dependencies"], *extras]):
        versions = locked[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(v) for v in versions), (requirement, versions)


def test_every_locked_version_has_its_hashes_and_no_address() -> None:
    for name in ("requirements.lock", "requirements-uv.lock"):
        text = (ROOT / name).read_text()
        entries = re.split(r"\n(?=[a-z0-9])", text.strip())
        assert len(entries) >= 1
        assert all("--hash=sha256:" in entry for entry in entries), name
        assert "://" not in text and "--index" not in text and " @ " not in text, name
