"""What a conclusion of the joint display rests on, kept beside it, so that changes can be told.

What both strands say now is shown first, and written into ``findings/joint_display.yml`` only when
somebody confirms it. A conclusion that has been signed is signed anew only if its row is named:
whoever does that has looked at it again.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import yaml

from compendium.analysis.joint_displays.integration import SIGNED, side_by_side
from compendium.conclusions import JointInputs, MetaInference
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import missing
from compendium.intake.tables import Tables, open_tables
from compendium.problems import StudyError, listed
from compendium.study import Study
from compendium.writers.files import write_text

FILE = "findings/joint_display.yml"
TEAM = "exact"
Inputs = dict[str, JointInputs]


def inputs_now(data: Tables) -> dict[tuple[str, str], JointInputs]:
    """What the strands say now, by row and site, as the team sees it."""
    released = Release(data, profile_named(TEAM))(side_by_side(data))
    digests = side_by_side(data).frame["declared"]
    rows = released.frame.assign(declared=digests).to_dict("records")
    return {
        (r["row"], r["site"]): JointInputs(**{n: _plain(n, r[n]) for n in SIGNED}) for r in rows
    }


def _plain(name: str, value: object) -> object:
    if isinstance(value, str) or missing(value):
        return value if isinstance(value, str) else None
    return float(value) if "mean" in name else int(value)


def sign(study: Study, row: str = "", site: str = "", confirmed: bool = False) -> str:
    """Show what would be signed; write it into the study if that is confirmed.

    Parameters
    ----------
    row, site : str
        Sign these conclusions, again if need be; without a row, those that nobody signed yet.

    Raises
    ------
    StudyError
        If there is no such conclusion, or an entry of the file cannot be added to.
    """
    every = study.meta_inferences
    named = [m for m in every if m.row == row and (not site or m.site == site)]
    if (row or site) and not named:
        rows = dict.fromkeys(m.row for m in every)
        place = f"{row or '(no row named)'} {site}".strip()
        raise StudyError(f"There is no conclusion on {place}. There is: {listed(rows)}.")
    now = inputs_now(open_tables(study))
    found = {_place(m): (m, _of(m, now)) for m in every}
    chosen = {p: v for p, v in found.items() if (v[0] in named if row else not v[0].inputs)}
    stale = {p: v for p, v in found.items() if v[0].inputs and v[0].inputs != v[1]}
    left = [p for p in stale if p not in chosen]
    lines = [f"{study.id}: {FILE}, {len(chosen)} to sign", *_shown(chosen)]
    if left:
        lines.append(f"  changed since they were signed: {', '.join(left)}")
        lines.append("  Look at them again, correct label and sentence, then name each with --row.")
    if not chosen:
        return "\n".join(lines)
    if not confirmed:
        return "\n".join([*lines, "Nothing is written yet. If this is right, add --confirm."])
    path = study.folder / FILE
    write_text(path, _with_inputs(path, [chosen.get(_place(m), (m, None))[1] for m in every]))
    return "\n".join([*lines, f"  written {FILE}"])


def _place(found: MetaInference) -> str:
    return f"{found.row} {found.site}".strip()


def _of(found: MetaInference, now: dict[tuple[str, str], JointInputs]) -> Inputs:
    """What a conclusion rests on now: its site, or every site of the study."""
    mine = {site: inputs for (row, site), inputs in now.items() if row == found.row}
    return {found.site: mine[found.site]} if found.site else mine


def _shown(chosen: dict[str, tuple[MetaInference, Inputs]]) -> list[str]:
    lines = []
    for place, (found, inputs) in chosen.items():
        lines.append(f"  {place}: {found.label}")
        for site, each in inputs.items():
            parts = (f"{k} {v}" for k, v in dataclasses.asdict(each).items() if v not in (None, ""))
            lines.append(f"    {site}: {', '.join(parts)}")
            if (then := found.inputs.get(site)) and then != each:
                lines.append(f"      then: {_differences(then, each)}")
    return lines


def _differences(then: JointInputs, now: JointInputs) -> str:
    pairs = ((n, getattr(then, n), getattr(now, n)) for n in SIGNED)
    return ", ".join(f"{name} {was}" for name, was, found in pairs if was != found)


def _with_inputs(path: Path, inputs: list[Inputs | None]) -> str:
    """The file with what each entry rests on; everything else stays as somebody wrote it."""
    text = path.read_text(encoding="utf-8")
    lines, entries = text.splitlines(), yaml.compose(text, Loader=yaml.SafeLoader).value
    # From the end, so that lines above keep their numbers.
    for entry, new in reversed(list(zip(entries, inputs, strict=True))):
        if new is None:
            continue
        if entry.flow_style:
            raise StudyError(
                f"{path.name}, line {entry.start_mark.line + 1}: an entry in braces cannot be "
                "signed. Write it as `key: value` lines."
            )
        for key, value in reversed(entry.value):
            if key.value == "inputs":
                del lines[key.start_mark.line : _end(lines, value)]
        last = [pair for pair in entry.value if pair[0].value != "inputs"][-1]
        below = _end(lines, last[1])
        lines[below:below] = _block(new, " " * entry.start_mark.column)
    return "\n".join(lines) + "\n"


def _end(lines: list[str], value: yaml.Node) -> int:
    """The line after a value; blank lines and remarks after it belong to what comes next."""
    end = value.end_mark.line + (value.end_mark.column > 0)
    end = max(min(end, len(lines)), value.start_mark.line + 1)
    while end - 1 > value.start_mark.line and not lines[end - 1].split("#")[0].strip():
        end -= 1
    return end


def _block(inputs: Inputs, indent: str) -> list[str]:
    lines = [f"{indent}inputs:"]
    for site, each in inputs.items():
        parts = [f"{k}: {_scalar(v)}" for k, v in dataclasses.asdict(each).items() if v is not None]
        lines.append(f"{indent}  {_scalar(site)}: {{{', '.join(parts)}}}")
    return lines


def _scalar(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
