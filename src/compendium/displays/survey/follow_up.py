"""How the same people's scores change over months: tables of change and of who came again."""

from __future__ import annotations

from compendium.disclosure.released import Released, Value, missing
from compendium.displays.number_texts import ENDS, with_interval
from compendium.displays.sentences import Count, Label, Sentence
from compendium.displays.survey.score_tables import shares_of
from compendium.displays.text_table import Row, TextTable
from compendium.words import capitalised, say

CHANGE_COLUMNS = (
    "occasion_heading",
    "base",
    "means_first_later",
    "change_difference",
    "contrast_measure",
    "change_effect",
    "p_value",
    "p_adjusted",
)
ATTRITION_COLUMNS = (
    "occasion_heading",
    "answered_first",
    "answered_again",
    "share_again",
    "not_again",
)
RELIABLE_COLUMNS = ("occasion_heading", "reliable_shares", "base", "reliable_criterion")


def change_table(released: Released, lang: str) -> TextTable:
    """One row per later occasion under its topic; the reason where there is no test."""
    rows, topic = [], None
    for i, row in released.frame.iterrows():
        if row["construct"] != topic:
            topic = row["construct"]
            rows.append(_heading(released, topic, lang, len(CHANGE_COLUMNS) - 1))
        head, cells = _occasion(released, i, lang), _change_cells(released, i, lang)
        if row["guard"] and missing(released.frame.at[i, "n"]):  # nobody to give a number of
            why = Value(released, i, "guard").say(lang)
            head, cells = say("with_reason", lang, what=head, why=why), ("",) * len(cells)
        rows.append(Row(head, cells, depth=1, of=(i,)))
    numeric = tuple(name != "contrast_measure" for name in CHANGE_COLUMNS[1:])
    return TextTable(tuple(say(name, lang) for name in CHANGE_COLUMNS), tuple(rows), numeric)


def attrition_table(released: Released, lang: str) -> TextTable:
    """One row per later occasion, or per area under it: at first, again, the share, the others."""
    rows, areas = [], released.frame["area"].nunique() > 1
    for occasion, found in released.frame.groupby("occasion", sort=False, observed=False):
        said = capitalised(released.label("occasion", occasion, lang))
        if areas:
            rows.append(Row(said, ("",) * (len(ATTRITION_COLUMNS) - 1)))
        for i, area in found["area"].items():
            head = capitalised(released.label("area", area, lang)) if areas else said
            cells = _attrition_cells(released, i, lang)
            rows.append(Row(head, cells, depth=int(areas), of=(i,)))
    columns = tuple(say(name, lang) for name in ATTRITION_COLUMNS)
    return TextTable(columns, tuple(rows), (True,) * (len(columns) - 1))


def _attrition_cells(released: Released, row: int, lang: str) -> tuple[str, ...]:
    first, again, lost = (Value(released, row, c).say(lang) for c in ("first", "again", "lost"))
    return first, again, with_interval(released, row, "share", ENDS, lang), lost


def reliable_table(released: Released, lang: str) -> TextTable:
    """One row per later occasion under its topic: the shares, their base, what was needed."""
    rows, topic = [], None
    keys = ["construct", "occasion"]
    for (construct, _), found in released.frame.groupby(keys, sort=False, observed=False):
        if construct != topic:
            topic = construct
            rows.append(_heading(released, topic, lang, len(RELIABLE_COLUMNS) - 1))
        places = list(found.index)
        cells = _reliable_cells(released, places, lang)
        head = _occasion(released, places[0], lang)
        rows.append(Row(head, cells, depth=1, of=tuple(places)))
    columns = tuple(say(name, lang) for name in RELIABLE_COLUMNS)
    return TextTable(columns, tuple(rows), (False, True, False))


def occasion_line(released: Released, row: int, lang: str) -> str:
    """What a bar is called: the occasion, and how much a person must change to count."""
    occasion = _occasion(released, row, lang)
    if missing(released.frame.at[row, "needed"]):
        return occasion
    needed = Value(released, row, "needed").say(lang)
    return say("occasion_needed", lang, occasion=occasion, needed=needed)


def alt_reliable_change(released: Released) -> Sentence:
    """Where most and where fewest improved; where all are alike, how many rows there are."""
    frame = released.frame
    drawn = frame[frame["guard"] == ""].drop_duplicates(["construct", "occasion"])
    count = Count(released, tuple(int(i) for i in drawn.index))
    own = frame[(frame["level"] == "improved") & frame["percent"].notna()]
    if own["percent"].nunique() < 2:
        return Sentence("alt_reliable_none", {"count": count})
    parts: dict = {"count": count}
    for name, row in (("top", int(own["percent"].idxmax())), ("low", int(own["percent"].idxmin()))):
        parts[f"{name}_percent"] = Value(released, row, "percent")
        parts[name] = Label(released, "construct", frame.at[row, "construct"])
        parts[f"{name}_occasion"] = Label(released, "occasion", frame.at[row, "occasion"])
    return Sentence("alt_reliable_change", parts)


def _heading(released: Released, construct: str, lang: str, cells: int) -> Row:
    return Row(released.label("construct", construct, lang), ("",) * cells)


def _occasion(released: Released, row: int, lang: str) -> str:
    return capitalised(released.label("occasion", released.frame.at[row, "occasion"], lang))


def _change_cells(released: Released, row: int, lang: str) -> tuple[str, ...]:
    def number(column: str) -> str:
        return Value(released, row, column).say(lang)

    frame, pair = released.frame.loc[row], released.frame.at[row, "test"] != "friedman"
    return (
        number("n"),
        _means(released, row, lang),
        with_interval(released, row, "difference", ("difference_lower", "difference_upper"), lang)
        if pair
        else number("difference"),
        number("guard") if frame["guard"] else _test(released, row, lang),
        with_interval(released, row, "estimate", ENDS, lang),
        number("p"),
        number("p_holm"),
    )


def _means(released: Released, row: int, lang: str) -> str:
    first, later = (Value(released, row, f"mean_{when}").say(lang) for when in ("first", "later"))
    hidden = missing(released.frame.at[row, "mean_first"])
    return first if hidden else say("first_then", lang, first=first, later=later)


def _test(released: Released, row: int, lang: str) -> str:
    """The test and the measure of effect; for the team Friedman's statistic too."""
    test = released.frame.at[row, "test"]
    if not test:
        return Value(released, row, "p").say(lang)
    if test != "friedman" or "statistic" not in released.frame:
        return say(test, lang)
    said = {name: Value(released, row, name).say(lang) for name in ("statistic", "statistic_df")}
    return say("friedman_said", lang, chi2=said["statistic"], df=said["statistic_df"])


def _reliable_cells(released: Released, rows: list[int], lang: str) -> tuple[str, ...]:
    row = rows[0]
    if released.frame.at[row, "guard"]:
        return Value(released, row, "guard").say(lang), "", ""
    shares = shares_of(released, rows, lang)
    needed, alpha = (Value(released, row, name).say(lang) for name in ("needed", "alpha"))
    criterion = needed
    if not missing(released.frame.at[row, "needed"]):
        criterion = say("needed_said", lang, needed=needed, alpha=alpha)
    return shares, Value(released, row, "base").say(lang), criterion
