"""The list of months comes from the manifests and escapes what is in them."""

import json
from pathlib import Path

from workbench.reporting import index


def manifest(month: str, text: str = "12,431") -> dict[str, object]:
    figures = [{"name": "customers", "title": "Customers", "value": text, "interval": "1 to 2"}]
    return {"month": month, "closed_at": "2026-10-02T00:00:00+00:00", "snapshot": "s1", "key_figures": figures}


def test_months_are_listed_newest_first_with_their_key_figures(tmp_path: Path) -> None:
    for month in ("2026-08", "2026-10", "2026-09"):
        (tmp_path / month).mkdir()
        (tmp_path / month / "manifest.json").write_text(json.dumps(manifest(month)))
    (tmp_path / "notes").mkdir()
    index.write(tmp_path)
    page = (tmp_path / "index.html").read_text()
    places = [page.index(f'"{month}/report.html"') for month in ("2026-10", "2026-09", "2026-08")]
    assert places == sorted(places)
    assert page.count("<dd>12,431 <small>1 to 2</small></dd>") == 3 and "October 2026" in page


def test_hostile_text_is_escaped() -> None:
    page = index.render([manifest("2026-09", "<script>alert(1)</script>")])
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_the_page_asks_nothing_from_outside() -> None:
    page = index.render([manifest("2026-09")])
    assert "http://" not in page and "https://" not in page and "default-src 'none'" in page


def test_a_month_published_by_another_version_is_still_listed() -> None:
    older = {**manifest("2026-08"), "key_figures": [{"title": "Customers", "text": "12"}]}
    page = index.render([older, manifest("2026-09")])
    assert "August 2026" in page and page.count("<dd>") == 1
