"""The codebook and the topic guides as tables: what the team wrote, and for the team what came."""

from __future__ import annotations

from compendium.analysis.qualitative.codebook import ORPHAN
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import numbers
from compendium.displays.qualitative.outline import depth
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import say

CODEBOOK_WIDTHS = (22, 50, 28)
GUIDE_WIDTHS = (60, 40)
GUIDE_WIDTHS_TEAM = (48, 20, 14, 18)
ROLES = {
    "C": "role_C",
    "M_res": "role_M_res",
    "M_reas": "role_M_reas",
    "O": "role_O",
}
CAME = {"passages": "guide_passages", "evidence": "guide_evidence"}
ORIGINS = {"deductive": "origin_deductive", "inductive": "origin_inductive"}


def codebook_table(released: Released, lang: str) -> TextTable:
    """One row per code, indented as it stands in the tree."""
    rows = []
    for i, row in released.frame.iterrows():
        code = row["code_id"]
        label = released.label("code_id", code, lang)
        head = say("codebook_code", lang, code=code, label=label)
        cells = (_meaning(released, i, lang), _about(released, i, lang))
        rows.append(Row(head, cells, depth=depth(released, code)))
    names = ("theme", "codebook_meaning", "codebook_about")
    return TextTable(
        tuple(say(n, lang) for n in names), tuple(rows), (False, False), CODEBOOK_WIDTHS
    )


def _meaning(released: Released, row: int, lang: str) -> str:
    code, frame = released.frame.at[row, "code_id"], released.frame
    written = {name: texts[code].en for name, texts in released.labels.items() if code in texts}
    lines = [written.get("definition", "")]
    for name, key in (("include", "codebook_include"), ("exclude", "codebook_exclude")):
        lines += [say(key, lang, text=written[name])] if name in written else []
    if "example" in frame and frame.at[row, "example"]:
        lines.append(say("codebook_example", lang, text=frame.at[row, "example"]))
    return paragraphs(*lines)


def _about(released: Released, row: int, lang: str) -> str:
    entry = released.frame.loc[row]
    code, lines = entry["code_id"], [_state(released, row, lang)]
    lines += [say(key, lang) for key in (ROLES.get(entry["realist_role"]),) if key]
    lines += [say(key, lang) for key in (ORIGINS.get(entry["origin"]),) if key]
    lines += [say("codebook_orphan", lang)] if entry["place"] == ORPHAN else []
    written = released.labels
    if code in written["version"]:
        lines.append(say("codebook_version", lang, version=written["version"][code].en))
    if code in written["change"]:
        lines.append(say("codebook_change", lang, text=written["change"][code].en))
    return paragraphs(*lines, _uses(released, row, lang))


def _state(released: Released, row: int, lang: str) -> str:
    entry = released.frame.loc[row]
    if entry["status"] == "retired":
        return say("codebook_retired", lang)
    if entry["status"] == "merged":
        into = entry["merged_into"]
        named = {"code": into, "label": released.label("code_id", into, lang)}
        return say("codebook_merged", lang, code=say("codebook_code", lang, **named))
    return ""


def _uses(released: Released, row: int, lang: str) -> str:
    """How often an active code is used, where the reader is of the team."""
    entry = released.frame.loc[row]
    if "passages" not in entry or entry["status"] != "active":
        return ""
    if not entry["passages"]:
        return say("codebook_never", lang)
    return say("codebook_uses", lang, **numbers(released, row, ("passages", "texts"), lang))


def topic_guide_table(released: Released, lang: str) -> TextTable:
    """One row per question under its guide: what it was to test, and for the team what came."""
    frame, rows, guide = released.frame, [], None
    came = [c for c in CAME if c in frame]
    for i, row in frame.iterrows():
        if row["guide"] != guide:
            guide = row["guide"]
            rows.append(Row(released.label("guide", guide, lang), ("",) * (1 + len(came))))
        text = released.label("question", f"{guide} {row['question']}", lang)
        head = say("codebook_code", lang, code=row["question"], label=text)
        meant = [released.label("tests", t, lang) for t in row["tests"].split("; ") if t]
        tests = "\n".join(meant) or say("guide_nothing", lang)
        rows.append(Row(head, (tests, *(Value(released, i, c).say(lang) for c in came)), depth=1))
    names = ("question", "guide_tests", *(CAME[c] for c in came))
    widths = GUIDE_WIDTHS_TEAM if came else GUIDE_WIDTHS
    numeric = (False,) * (1 + len(came))
    heads = tuple(say(n, lang) for n in names)
    return TextTable(heads, tuple(rows), numeric, widths, gist=False)
