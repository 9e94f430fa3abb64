"""For tests: a plan of an impact study by hand, and the tables of a study with one."""

from __future__ import annotations

import shutil
from pathlib import Path

TEMPLATE = Path(__file__).parents[1] / "data" / "_template" / "impact.yml"


def add_impact(folder: Path, report: bool = True) -> Path:
    """The template's plan in a study's folder; its report too, if wanted. The file's path."""
    path = folder / "impact.yml"
    shutil.copy(TEMPLATE, path)
    if report:
        study = folder / "study.yml"
        text = study.read_text(encoding="utf-8")
        assert "reports: [site_report]" in text
        text = text.replace("reports: [site_report]", "reports: [impact_design]")
        study.write_text(text, encoding="utf-8")
        (folder / "findings" / "findings.yml").unlink(missing_ok=True)
    return path
