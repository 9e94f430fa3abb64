"""Write the files of the made-up service: the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from compendium.synthetic.first_files.surveys import write_advisers, write_care_leavers
from compendium.synthetic.first_files.talk import write_interviews, write_theory

FILES = {
    "care_leavers.sav": write_care_leavers,
    "personal_advisers.csv": write_advisers,
    "interviews.qdpx": write_interviews,
    "theory.docx": write_theory,
}


def write_first_files(folder: Path) -> list[Path]:
    """Write all four into a folder, over those that are there; returns them."""
    for name, write in FILES.items():
        write(folder / name)
    return [folder / name for name in FILES]
