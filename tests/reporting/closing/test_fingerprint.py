"""A month is run again when something it depends on has changed, and only then."""

import subprocess
from pathlib import Path

from workbench.reporting.closing import fingerprint


def test_a_hash_follows_every_source_file_of_its_part_but_no_cache(tmp_path: Path) -> None:
    parts = {
        "memory/queries/a.sql": "chapters",
        "analysis/a.py": "chapters",
        "errors.py": "chapters",
        "show/templates/a.css": "page",
        "show/languages/zh.po": "page",
        "reporting/a.py": "page",
        "cli.py": "chapters",
    }
    for name in parts:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    for name, part in parts.items():
        before = {part: fingerprint.package_hash(part, tmp_path) for part in ("chapters", "page")}
        (tmp_path / name).write_text("2")
        after = {part: fingerprint.package_hash(part, tmp_path) for part in ("chapters", "page")}
        assert fingerprint.changed(before, after) == [part], name
    (tmp_path / "memory" / "__pycache__").mkdir()
    (tmp_path / "memory" / "__pycache__" / "a.pyc").write_text("x")
    assert {part: fingerprint.package_hash(part, tmp_path) for part in ("chapters", "page")} == after


def test_a_file_that_moved_counts_as_a_change(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x")
    first = fingerprint.package_hash("chapters", tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert fingerprint.package_hash("chapters", tmp_path) != first


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
