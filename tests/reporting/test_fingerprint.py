"""A month is run again when something it depends on has changed, and only then."""

import subprocess
from pathlib import Path

from workbench.reporting import fingerprint


def test_the_package_hash_follows_every_source_file_but_no_cache(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "a.sql").write_text("SELECT 1")
    first = fingerprint.package_hash(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")
    assert fingerprint.package_hash(tmp_path) == first
    (tmp_path / "queries" / "a.sql").write_text("SELECT 2")
    assert fingerprint.package_hash(tmp_path) != first


def test_a_file_that_moved_counts_as_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x")
    first = fingerprint.package_hash(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert fingerprint.package_hash(tmp_path) != first


def test_versions_name_what_numbers_depend_on() -> None:
    assert {"python", "workbench", "duckdb", "pandas", "scikit-learn"} <= set(fingerprint.versions())


def test_a_missing_file_has_an_empty_hash(tmp_path: Path) -> None:
    assert fingerprint.file_hash(tmp_path / "none") == ""


def test_the_commit_says_whether_files_differ_from_it(tmp_path: Path) -> None:
    assert fingerprint.commit(tmp_path) == ""
    git = ("git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b")
    subprocess.run([*git, "init", "-q"], check=True)
    (tmp_path / "a").write_text("1")
    subprocess.run([*git, "add", "a"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "one"], check=True)
    commit = fingerprint.commit(tmp_path)
    assert len(commit) == 40
    (tmp_path / "a").write_text("2")
    assert fingerprint.commit(tmp_path) == f"{commit}+changes"


def test_the_commit_is_empty_where_there_is_no_git(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fingerprint.commit(tmp_path) == ""
