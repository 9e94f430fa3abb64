"""The service map in words: who refers, what is accepted, how long people wait.

Captions, alternative texts and tables; `referrer_bars` and `wait_curves` draw.
"""

from __future__ import annotations

from compendium.analysis.service.casework_words import ALL, OUTCOME_WORDS
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import ENDS, from_to, with_interval
from compendium.displays.record import Label, Sentence
from compendium.displays.sentences import one_after_another
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

# The day named in the alternative text of the waits: four weeks.
TOLD_DAY = "28"
OUTCOMES = tuple(OUTCOME_WORDS)


def sites_of(released: Released) -> list[str]:
    """The sites that a table has rows of, in order."""
    return list(dict.fromkeys(released.frame["site_id"]))


def notes(released: Released) -> tuple[Sentence, ...]:
    """That area and model cannot be told apart, where areas stand side by side."""
    return (Sentence("note_area_is_model"),) if len(sites_of(released)) > 1 else ()


def alt_who_refers(released: Released) -> Sentence | None:
    """Of each site how many referrals, and who refers most."""
    frame, parts = released.frame, []
    for site in sites_of(released):
        rows = frame[(frame["site_id"] == site) & frame["referrals"].gt(0)]
        own = rows[rows["referrer_type"] != ALL]
        if own.empty:
            continue
        top = int(own["referrals"].idxmax())
        (whole,) = frame.index[(frame["site_id"] == site) & (frame["referrer_type"] == ALL)]
        part = {
            "site": Label(released, "site_id", site),
            "count": Value(released, int(whole), "referrals"),
            "top": Label(released, "referrer_type", frame.at[top, "referrer_type"]),
            "top_count": Value(released, top, "referrals"),
        }
        parts.append(Sentence("alt_who_refers_site", part))
    return Sentence("alt_who_refers", {"parts": one_after_another(parts)}) if parts else None


def alt_waits(released: Released) -> Sentence | None:
    """Of each site what share had first contact within four weeks."""
    frame = released.frame
    told = frame.index[(frame["day"] == TOLD_DAY) & frame["percent"].notna()]
    parts = [
        Sentence(
            "alt_waits_site",
            {
                "site": Label(released, "site_id", frame.at[row, "site_id"]),
                "share": Value(released, int(row), "percent"),
            },
        )
        for row in told
    ]
    return Sentence("alt_waits", {"parts": one_after_another(parts)}) if parts else None


def who_refers_table(released: Released, lang: str) -> TextTable:
    """One row per referrer, under its site where there are several."""
    return outcome_table(released, "referrer_type", "referred_by", lang)


def referral_years_table(released: Released, lang: str) -> TextTable:
    """One row per calendar year, under its site where there are several."""
    return outcome_table(released, "year", "year", lang)


def outcome_table(released: Released, key: str, heading: str, lang: str) -> TextTable:
    """One row per value of `key`, under its site where there are several, with its outcomes."""
    frame, sites = released.frame, sites_of(released)
    outcomes = [o for o in OUTCOMES if o != "not_recorded" or frame[o].ne(0).any()]
    columns, rows = [*outcomes, "referrals", "percent"], []
    for site in sites:
        if len(sites) > 1:
            rows.append(Row(released.label("site_id", site, lang), ("",) * len(columns)))
        for i in frame.index[frame["site_id"] == site]:
            cells = tuple(Value(released, i, c).say(lang) for c in columns)
            name = released.label(key, frame.at[i, key], lang)
            rows.append(Row(name, cells, depth=int(len(sites) > 1), of=(i,)))
    names = (heading, *(OUTCOME_WORDS[o] for o in outcomes), "referrals", "share_accepted")
    return TextTable(tuple(say(n, lang) for n in names), tuple(rows), (True,) * len(columns))


def waits_table(released: Released, lang: str) -> TextTable:
    """One row per day, a column per site; then how many were followed, left out, and ended."""
    frame, sites = released.frame, sites_of(released)
    at = {(r["site_id"], r["day"]): i for i, r in frame.iterrows()}
    days = list(dict.fromkeys(frame["day"]))
    rows = [
        Row(
            released.label("day", day, lang),
            tuple(with_interval(released, at[s, day], "percent", ENDS, lang) for s in sites),
            of=tuple(at[s, day] for s in sites),
        )
        for day in days
    ]
    further = {
        "waits_ended": ("ended", days[-1]),
        "waits_followed": ("referrals", days[0]),
        "waits_left_out": ("left_out", days[0]),
    }
    for key, (column, day) in further.items():
        cells = tuple(Value(released, at[s, day], column).say(lang) for s in sites)
        rows.append(Row(say(key, lang, day=day), cells, of=tuple(at[s, day] for s in sites)))
    columns = (say("first_contact", lang), *(released.label("site_id", s, lang) for s in sites))
    return TextTable(columns, tuple(rows), (True,) * len(sites))


def median_waits_table(released: Released, lang: str) -> TextTable:
    """One row per site: the day by which half had first contact, and on how many it rests."""
    rows = tuple(
        Row(
            released.label("site_id", row["site_id"], lang),
            (
                Value(released, i, "days").say(lang),
                from_to(released, i, ENDS, lang),
                Value(released, i, "referrals").say(lang),
                Value(released, i, "left_out").say(lang),
            ),
            of=(i,),
        )
        for i, row in released.frame.iterrows()
    )
    names = ("area", "waits_half_by", "interval", "waits_followed", "waits_left_out")
    return TextTable(tuple(say(n, lang) for n in names), rows, (True,) * 4)
