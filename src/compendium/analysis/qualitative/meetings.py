"""Which codes meet: in one passage, in the same characters, in one person's talk, near each other.

Everything goes by the coding of record. A code counts for every code above it, no unit twice; a
code and one above it always meet and are no pair. How often codes meet says what was said
together, not what brings about what.
"""

from __future__ import annotations

from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.meeting_counts import UNITS, meetings
from compendium.analysis.qualitative.queries import coded_talk, fitting
from compendium.analysis.qualitative.themes import WROTE_AN_ANSWER, rule_in_use
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.sample import INTERVIEWED
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.schemas import DATA_TYPES
from compendium.theory import in_outline_order
from compendium.words import Text

NUMBERS = ("first", "second", "either")
TURNS = 3
POPULATIONS = {
    "interview": INTERVIEWED,
    "open_answer": WROTE_AN_ANSWER,
    "observation": Text("what was observed", "yr hyn a arsylwyd"),
}


@remembered
def co_occurrence(
    data: Tables,
    unit: str = "segment",
    turns: int = TURNS,
    where: str = "",
    data_type: str = "interview",
) -> Result:
    """How often two codes meet, and how often each stands without the other.

    Parameters
    ----------
    unit : str
        ``segment``: in one passage. ``event``: in one source. ``person``: in one person's talk,
        wherever it was; talk of unknown speakers counts for nobody. ``characters``: in the same
        characters of a text, which overlapping passages share; what has no length has none.
        ``turns``: within so many turns of each other in one source. No export says where turns
        begin and end: the coded passages of a source, in the order in which they begin, stand in
        for them, and those that begin at one character are one.
    turns : int
        How many turns apart codes may be, with the unit ``turns``; 0 is the same turn.
    where : str
        Only passages that a query finds (`compendium.analysis.qualitative.queries`), such as
        ``group = parent``.
    data_type : str
        ``interview`` (focus groups too), ``open_answer`` or ``observation``: other data, of other
        people, and never put together.

    Returns
    -------
    Result
        One row per pair of codes that meet, the pairs that meet most often first, then by
        `jaccard`, then in the order of the codebook: `code_1`, `code_2`; `both`, in how many
        units they meet; `first` and `second`, in how many the one and the other code stands;
        `either`, in how many any of them; `jaccard`, both / either. With turns, `both` are those
        that carry either code and have the other near.

    Raises
    ------
    StudyError
        If there is no such unit, kind of talk or number of turns, or the query cannot be read.
    """
    _refuse(unit, turns, data_type)
    talk, book = coded_talk(data), in_outline_order(data.study.codebook)
    kept = fitting(talk, data, where) & (talk.segments["data_type"] == data_type).to_numpy()
    part = CodedTalk(talk.segments[kept].reset_index(drop=True), talk.codings, book)
    frame = meetings(part, unit, turns)
    order = frame.sort_values(["both", "jaccard"], ascending=False, kind="stable")
    names = {c.code_id: c.label for c in book}
    return Result(
        "co_occurrence",
        order.reset_index(drop=True),
        by=("code_1", "code_2"),
        people="both",  # units; people where the unit is one person's talk
        kinds={**dict.fromkeys(NUMBERS, "count"), "jaccard": "coefficient"},
        population=POPULATIONS[data_type],
        method=f"method_co_occurrence_{unit}",
        origin=origin_of(data.segments),
        labels={
            "code_1": names,
            "code_2": names,
            "parent": {c.code_id: Text(c.parent_id, c.parent_id) for c in book},
            "unit": {unit: Text(unit, unit)},
            "method": {"turns": Text(str(turns), str(turns))},
            "query": {"text": Text(where, where)} if where.strip() else {},
            **rule_in_use(data.study),
        },
    )


def _refuse(unit: str, turns: int, data_type: str) -> None:
    if unit not in UNITS:
        raise StudyError(f"unit = {unit!r}: codes meet in one of {listed(UNITS)}.")
    if turns < 0:
        raise StudyError(f"turns = {turns}: how many turns apart is 0, 1, 2 and so on.")
    if data_type not in DATA_TYPES:
        raise StudyError(f"data_type = {data_type!r} is not one of {listed(DATA_TYPES)}.")
