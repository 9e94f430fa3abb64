"""The definitions of a study of many authorities, after those of the study it takes as its pattern.

What somebody concluded of the pattern's own sites is left out: findings, meta-inferences, patterns
over sites, whether interviews suffice, and whatever else names one of its sites.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import yaml

from compendium.definitions import read_csv_rows, read_yaml
from compendium.study import Study
from compendium.synthetic.many_sites.one_site import Authority
from compendium.writers.files import write_bytes, write_csv, write_text

# What is not taken from the pattern: data and how they were made, and conclusions.
LEFT = ("raw", "synthetic", "findings", "theory/patterns.csv", "theory/evidence.csv")
# What of study.yml belongs to the pattern alone: it was never published, and nobody signed.
LEFT_OF_HEADER = ("earlier_releases", "disclosure_signed_off", "publication")
# By whom a cell of an export is told to be of a site.
OF_SITE = ("site", "site_id")


class _Plain(yaml.SafeDumper):
    """What stands in two places is written in both."""

    def ignore_aliases(self, data) -> bool:
        return True


def label(site_id: str) -> dict[str, str]:
    """What an authority is called; the Welsh is a draft."""
    return {"en": f"Authority {site_id}", "cy": f"Awdurdod {site_id}"}


def counted(count: int) -> str:
    """So many authorities, in English."""
    return "1 authority" if count == 1 else f"{count} authorities"


def write_definitions(
    folder: Path, pattern: Study, authorities: list[Authority], evidence_ids: set[str]
) -> None:
    """Write everything but the data; of the pattern's evidence `evidence_ids` is carried over."""
    ours = {
        "study.yml": lambda: _header(folder.name, pattern, authorities),
        "theory/cmocs.yml": lambda: _cmocs(pattern, authorities),
        "theory/retroduction.yml": lambda: _memos(pattern, evidence_ids),
        "sample.csv": lambda: _sample(pattern, authorities),
        "theory/confidence.csv": lambda: _confidence(pattern),
        "impact.yml": lambda: _impact(pattern, authorities),
    }
    for path in sorted(p for p in pattern.folder.rglob("*") if p.is_file()):
        name = path.relative_to(pattern.folder).as_posix()
        if {name, name.split("/")[0]} & {*LEFT, pattern.header.consent.file}:
            continue
        if name not in ours:
            write_bytes(folder / name, path.read_bytes())
            continue
        made = ours[name]()
        if isinstance(made, pd.DataFrame):
            write_csv(folder / name, made)
        else:
            write_text(folder / name, _yaml(made, pattern))


def _impact(pattern: Study, authorities: list[Authority]) -> dict:
    """The plan of an impact study; with one authority nothing tells how alike its people are."""
    plan = read_yaml(pattern.folder / "impact.yml")
    return plan if len(authorities) > 1 else {k: v for k, v in plan.items() if k != "alike"}


def _yaml(content: object, pattern: Study) -> str:
    written = yaml.dump(content, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    return f"# Made up after {pattern.id}; see many_sites.yml.\n{written}"


def _header(study: str, pattern: Study, authorities: list[Authority]) -> dict:
    """study.yml as it stands, with these sites and without what was said of the pattern's."""
    header = read_yaml(pattern.folder / "study.yml")
    header = {key: value for key, value in header.items() if key not in LEFT_OF_HEADER}
    sites = {site["site_id"]: site for site in header["sites"]}
    header |= {"study": study, **_said_of_it(header["title"], len(authorities))}
    header["sites"] = [
        {**sites[a.like], "site_id": a.site_id, "label": label(a.site_id)} for a in authorities
    ]
    header["sources"] = [_source(source, authorities) for source in header["sources"]]
    header["coding"].pop("sufficiency", None)
    many = len(authorities) > 1
    if plans := header.get("planned_comparisons"):
        kept = [_plan(p, pattern) for p in plans if many and not p.get("sites")]
        header["planned_comparisons"] = kept
    if rows := header.get("joint_display"):
        other = [r for r in rows if r.get("reference", {}).get("kind") == "other_sites"]
        header["joint_display"] = [r for r in rows if many or r not in other]
    if counted := header.get("reference_population"):
        header["reference_population"] = [
            {**row, "site_id": a.site_id}
            for a in authorities
            for row in counted
            if row["site_id"] == a.like
        ]
    return header


def _said_of_it(title: dict[str, str], count: int) -> dict[str, dict[str, str]]:
    """Title and description, which say that everything is made up, and that the talk repeats."""
    authorities = counted(count)
    return {
        "title": {
            "en": f"{title['en']}: made up for {authorities}",
            "cy": f"{title['cy']}: ffug, ar gyfer {count} awdurdod",
        },
        "about": {
            "en": f"Made up for {authorities}, to try what a study of this size asks of a machine. "
            "Nothing here is a finding about any service. The authorities take after the sites of "
            "a smaller study in turn: with what was planted there, drawn anew, and people of their "
            "own. What people say was written for those sites and is the same word for word in "
            "every authority that takes after one of them. Some texts still speak of those sites "
            "and of their number.",
            "cy": f"Ffug, ar gyfer {count} awdurdod, i weld beth mae astudiaeth o'r maint hwn yn "
            "ei ofyn gan gyfrifiadur. Nid oes yma unrhyw ganfyddiad am unrhyw wasanaeth. Mae'r "
            "awdurdodau'n dilyn safleoedd astudiaeth lai yn eu tro: yr un gwerthoedd a blannwyd, "
            "wedi'u tynnu o'r newydd, a'u pobl eu hunain. Ysgrifennwyd yr hyn a ddywed pobl ar "
            "gyfer y safleoedd hynny, ac mae'r un fath air am air ym mhob awdurdod sy'n dilyn un "
            "ohonynt. Mae rhai testunau'n dal i sôn am y safleoedd hynny ac am eu nifer.",
        },
    }


def _source(source: dict, authorities: list[Authority]) -> dict:
    """A source whose cells name a site by its label has those of the authorities."""
    values = dict(source.get("values", {}))
    for column in set(OF_SITE) & set(values):
        values[column] = {label(a.site_id)["en"]: a.site_id for a in authorities}
    return {**source, "values": values} if values else source


def _plan(plan: dict, pattern: Study) -> dict:
    """A comparison between sites; its title says who is compared, not how many sites there are."""
    asked = plan.get("groups") or pattern.instrument(plan["instrument"]).groups
    said = [pattern.group(g).label for g in asked]
    en, cy = (", ".join(label.say(lang) for label in said) for lang in ("en", "cy"))
    title = {"en": f"{en}, by authority", "cy": f"{cy}, fesul awdurdod"}
    return {**plan, "title": {lang: text[0].upper() + text[1:] for lang, text in title.items()}}


def _cmocs(pattern: Study, authorities: list[Authority]) -> list[dict]:
    """The configurations, theorised and looked for in every authority like the sites they name."""
    found = read_yaml(pattern.folder / "theory" / "cmocs.yml")
    for cmoc in found:
        for key in {"sites_theorised", "looked_for"} & set(cmoc):
            cmoc[key] = [a.site_id for a in authorities if a.like in cmoc[key]]
    return found


def _memos(pattern: Study, evidence_ids: set[str]) -> list[dict]:
    """The retroduction log; memos name the evidence that is still there."""
    memos = read_yaml(pattern.folder / "theory" / "retroduction.yml")
    for memo in memos:
        if "evidence" in memo:
            memo["evidence"] = [e for e in memo["evidence"] if e in evidence_ids]
    return memos


def _sample(pattern: Study, authorities: list[Authority]) -> pd.DataFrame:
    """The sample plan of each authority's pattern."""
    rows = read_csv_rows(pattern.folder / "sample.csv")
    return pd.DataFrame(
        {**row, "site_id": a.site_id}
        for a in authorities
        for row in rows
        if row["site_id"] == a.like
    )


def _confidence(pattern: Study) -> pd.DataFrame:
    """Judgements of confidence that name no site."""
    path = pattern.folder / "theory" / "confidence.csv"
    rows = pd.DataFrame(read_csv_rows(path))
    labels = {text for s in pattern.sites for text in (s.label.en, s.label.cy)}
    named = "|".join(rf"\b{re.escape(text)}\b" for text in sorted(labels))
    return rows[~rows["reason"].str.contains(named)]
