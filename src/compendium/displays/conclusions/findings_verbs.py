"""Verbs that show what people concluded: boxes of sentences, and a list of them in plain words.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

import dataclasses

from compendium.disclosure.released import Released
from compendium.displays.making import note_of, refuse_unreleased, show
from compendium.displays.record import Display, Sentence


def finding(id: str, released: Released) -> None:
    """A box of sentences: what people concluded from what stands above."""
    show(_findings(id, released, "caption_finding"))


def main_messages(id: str, released: Released) -> None:
    """A box of sentences: what people concluded from the whole study."""
    show(_findings(id, released, "caption_main_messages"))


def key_findings(id: str, released: Released) -> None:
    """A box of sentences: what the whole study found, and what follows from it."""
    show(_findings(id, released, "caption_key_findings"))


def plain_findings(id: str, released: Released) -> None:
    """A list of sentences in plain words and large print, what carries them folded away."""
    box = _findings(id, released, "caption_plain_findings")
    kind = "plain_findings" if box.kind == "findings" else box.kind
    show(dataclasses.replace(box, kind=kind))


def _findings(id: str, released: Released, caption: str) -> Display:
    """A box of sentences; it stands where all are held back, to say so."""
    refuse_unreleased(id, "findings", released)
    if released.frame.empty and not released.withheld:
        return Display(id, "absent", released, Sentence("absent_findings"), None, ())
    return Display(id, "findings", released, Sentence(caption), None, note_of(released))
