"""Which rule stands behind each mark: a table of measure, columns and how a cell stands.

A cell stands as its mark says (``c z u limited over under``), or, where it has none, as

    plain    the number itself, or a word that is what the analysis found
    blank    neither number nor mark
    joined   a side of the answers that stands together with its neighbour
    gone     a side of the answers of which nothing is printed
    small    of several small areas together
    pooled   of a small staff group over all areas together
    all      of anybody else over all areas together
    apart    of a small staff group in one area: not applicable there, told over all areas alone
    little   one phrase for what few say and what nobody says

A column that has no line here holds no number or word that was worked out from data (names,
people's words, what analysts wrote), or is not printed.
"""

from __future__ import annotations

from compendium.analysis.survey.consensus_results import SPREAD
from compendium.analysis.theory.completeness import PARTS
from compendium.disclosure import casework_rules, literature

# What is said of a planned study (`compendium.disclosure.impact`).
IMPACT = (
    *("question", "assumptions", "stops", "designs", "waiting", "ethics"),
    *("power", "by_sites", "curve", "false_alarms", "rehearsal"),
)

# How a cell stands, and the rule behind it; two with a space between them where both are.
Rules = dict[str, str]

_S1_BASE: Rules = {"c": "S1", "u": "S1", "limited": "S1"}
_S4: Rules = {"c": "S4"}
_SIDES: Rules = dict.fromkeys(("over", "under", "joined", "gone"), "S3") | {"c": "S1"}
_WORDS: Rules = dict.fromkeys(("plain", "small", "all", "c"), "Q1") | {"pooled": "S5 Q1"}
_J1: Rules = dict.fromkeys(("c", "little"), "J1")
_MISSING = ("missing", "percent", "asked", "answered")
_ESTIMATES = ("lower", "upper", "difference", "difference_lower", "difference_upper")

# Of each measure: columns, and the rule behind each way a cell of theirs can stand.
RULES: dict[str, dict[tuple[str, ...], Rules]] = {
    "sample": {
        ("interviewed", "surveyed"): _S1_BASE | {"c": "T1", "over": "X1", "apart": "S5"},
        ("interviewed_all", "surveyed_all"): _S1_BASE | {"c": "T1", "over": "X1"},
        ("invited", "invited_all"): {"c": "X1", "apart": "S5"},
    },
    "answers": {("percent",): _SIDES, ("base",): _S1_BASE | {"over": "X1"}},
    "change": {("percent",): _SIDES | {"plain": "X1"}, ("base",): _S1_BASE | {"over": "X1"}},
    "scores": {
        ("n",): _S1_BASE | {"c": "S4"},
        ("mean", "lower", "upper"): _S4,
        ("alpha", "alpha_lower", "alpha_upper"): _S4,
        ("omega", "omega_lower", "omega_upper"): _S4,
        ("alpha_n",): _S1_BASE | {"c": "S4", "over": "X1"},
    },
    "missing_items": {("share",): {"plain": "M1", "c": "M1"}, _MISSING: {}},
    "missing_reasons": {("share",): {"plain": "M1", "c": "M1"}, ("respondents", *_MISSING): {}},
    "missing_patterns": {
        ("percent",): _SIDES | {"plain": "X1"},
        ("base",): _S1_BASE | {"over": "X1"},
        ("people",): {},
    },
    "missing_test": {
        ("n",): _S1_BASE | {"c": "S4", "over": "X1"},
        ("chi2",): {},
        ("p",): _S4 | {"under": "X1"},
    },
    "imputation": {
        ("n",): _S1_BASE | {"c": "S4", "over": "X1"},
        ("mean", "lower", "upper"): _S4,
        ("missing_information",): _S4 | {"plain": "X1", "under": "X1"},
    },
    "items": {
        ("n",): _S1_BASE | {"c": "S4", "over": "X1"},
        ("item_rest", "alpha_without", "alpha"): _S4,
        ("lowest", "highest"): {},
        ("floor", "ceiling"): {"c": "X1"},
    },
    "before_now": {
        ("n",): _S1_BASE | {"c": "S4", "over": "X1"},
        ("mean", "lower", "upper"): _S4,
    },
    "contrasts": {
        ("n_1", "n_2"): _S1_BASE | {"over": "S4"},
        ("estimate",): _S1_BASE | _S4,
        _ESTIMATES: _S4,
        ("p", "p_holm", "dunn", "dunn_holm"): _S4 | {"under": "X1"},
    },
    "sensitivity": {
        ("n_1", "n_2"): _S1_BASE | {"over": "X1"},
        ("estimate",): _S1_BASE | _S4,
        ("lower", "upper"): _S4,
        ("p",): _S4 | {"under": "X1"},
        ("agreement",): {},
    },
    "ordinal": {
        ("n",): _S1_BASE | {"over": "X1"},
        ("estimate", "lower", "upper"): _S4,
        ("p", "check"): _S4 | {"under": "X1"},
    },
    "clusters": {
        ("n",): _S1_BASE | {"over": "X1"},
        ("estimate", "lower", "upper", "design_effect", "df"): _S4,
        ("p",): _S4 | {"under": "X1"},
    },
    "crosstab": {
        ("n",): _S1_BASE | {"over": "X1"},
        ("v", "v_lower", "v_upper"): {"c": "S3 S4"},
        ("p",): {"c": "S3 S4", "under": "X1"},
    },
    "group_scores": {
        ("n",): _S1_BASE | {"over": "S4"},
        ("mean",): _S1_BASE | _S4,
        ("lower", "upper"): _S4,
        ("top_share",): _S4 | {"over": "S3", "under": "S3"},
    },
    "attrition": {
        ("first",): _S1_BASE | {"c": "T1", "over": "X1"},
        ("again",): _S1_BASE | {"over": "X1"},
        ("lost",): dict.fromkeys(("c", "over", "under"), "X1"),
        ("share", "lower", "upper"): {"c": "X1"},
    },
    "change_over_time": {
        ("n",): _S1_BASE | {"c": "S4", "over": "X1"},
        ("mean_first", "mean_later", *_ESTIMATES): _S4,
        ("estimate",): {"c": "S4 X1"},
        ("statistic",): {},
        ("p", "p_holm"): _S4 | {"under": "X1"},
    },
    "occasion_means": {
        ("n",): _S1_BASE | {"c": "S4", "over": "X1"},
        ("mean", "lower", "upper"): _S4,
    },
    "reliable_change": {
        ("percent",): _SIDES | {"plain": "X1"},
        ("base",): _S1_BASE | {"over": "X1"},
        ("needed", "alpha"): _S4,
    },
    "consensus": {
        ("base",): _S1_BASE,
        ("percent",): {"c": "S1", "over": "S3", "under": "S3"},
        ("lower", "upper", "median", *SPREAD, "ipr", "ipras"): {"c": "K1"},
        ("disagreement", "verdict", "others", "result"): {"c": "K1"},
    },
    "concordance": {
        ("n",): _S1_BASE | {"over": "X1"},
        ("w",): _S4,
        ("chi2",): {},
        ("p",): _S4 | {"under": "X1"},
    },
    "themes": {("share",): _WORDS, ("people", "asked"): {}},
    "open_answers": {("share",): _WORDS, ("people", "asked"): {}},
    "joint": {
        ("n",): _S1_BASE | {"c": "J1", "over": "X1"},
        ("mean", *_ESTIMATES): _J1,
        ("reference_mean",): _J1,
        ("reference_n",): _S1_BASE | {"c": "J1", "over": "X1"},
        ("quant_signal", "qual_signal", "draft", "label"): _J1,
    },
    "evidence": {
        ("share",): dict.fromkeys(("plain", "small", "all", "c"), "E1") | {"pooled": "S5 E1"},
        ("people",): {},
    },
    "verdicts": {("verdict",): dict.fromkeys(("c", "little"), "E2")},
    "theory": {("spread", "pattern", "rival"): dict.fromkeys(("c", "little"), "E3")},
    "patterns": {("pattern", "looked_for", "supported_in", "differs"): {"c": "E3"}},
    "completeness": {tuple(PARTS): dict.fromkeys(("c", "little"), "E4")},
    **casework_rules.RULES,
    "table_one": {
        ("people",): {"c": "S8", "over": "S8"},
        ("percent",): {**dict.fromkeys(("c", "joined"), "S8"), "over": "S8", "under": "S3"},
        ("base",): _S1_BASE | {"over": "X1"},
    },
    "response": {
        ("answered",): _S1_BASE | {"c": "T1", "over": "X1"},
        ("invited",): {"c": "X1"},
        ("rate",): {"c": "X1", "over": "X1"},
        ("lower", "upper"): {"c": "S4"},
        ("finished",): {"c": "S8", "over": "S8", "under": "S3"},
    },
    "cherries": {
        ("first", "last"): {"c": "S1"},
        ("percent",): {"c": "X1", "over": "X1", "under": "S3"},
        ("lower", "upper"): {"c": "S4"},
        ("set_aside",): {"c": "S8"},
    },
    "agreement": {
        ("kappa", "lower", "upper", "pabak", "ac1", "percent", "prevalence"): {"c": "A1"},
        ("uses_1", "uses_2", "sources"): {"c": "A1"},
        ("units",): {},
    },
    # What a team wrote; the numbers beside it are the team's alone.
    "codebook": {("passages", "texts"): {}},
    "topic_guide": {("passages", "evidence"): {}},
    "data_collection": {("passages",): {}},
    **{n: {} for n in ("project_summary", "project_facts", "plain_words", "plain_check")},
    **{name: {} for name in ("versions", "statements", "retroduction", "links", "trail", "trace")},
    **{n: {} for n in ("rameses", "gramms", "srqr", "coreq", "sufficiency", *literature.WRITTEN)},
    # Of workshops: counts of decisions, which are no people's.
    "decisions": {("raised_by", "dissent"): {}, ("days",): {}},
    "decision_counts": {("accepted", "decisions", "fed_back"): {}},
    "principle_share": {("traced", "percent"): {"c": "W1"}},
    **{name: {("traced",): {"c": "W1"}} for name in ("gripp2", "involving_young")},
    "agreement_detail": {
        ("kappa", "lower", "upper", "pabak", "ac1", "percent", "prevalence"): {"c": "A1"},
        ("ac1_lower", "ac1_upper", "alpha", "alpha_lower", "alpha_upper"): {"c": "A1"},
        ("prevalence_index", "bias_index", "uses_1", "uses_2", "sources"): {"c": "A1"},
        ("units",): {},
    },
    "agreement_overall": {
        ("percent", "kappa", "ac1", "alpha", "sources"): {"c": "A1"},
        ("kappa_lower", "kappa_upper", "ac1_lower", "ac1_upper"): {"c": "A1"},
        ("alpha_lower", "alpha_upper"): {"c": "A1"},
        ("units", "read", "set_aside"): {},
    },
    "boundaries": {
        ("alpha_u", "lower", "upper", "uses_1", "uses_2", "sources"): {"c": "A1"},
        ("units",): {},
    },
    "agreement_plan": {("kappa_units", "ac1_units"): {}},
    # Of a planned study: assumptions, what other tables release already, and what follows of them.
    **{f"impact_{name}": {} for name in IMPACT},
}

# What is told whole or held back whole: how often is not counted, for that would say something.
UNCOUNTED = {"quotes": "Q2", "quote_bank": "Q2", "principle_words": "Q2", "findings": "F1"}
UNCOUNTED |= literature.EXACT
# Tables of numbers in which words stand as well, under a rule of their own.
QUOTED = {"joint": "Q2"}
# People's words as they were said: asking for them under a public profile is an error.
REFUSED = ("passages", "passage_counts", "framework")
# Exact counts of talk and how codes meet, for the team; a public page says that there are such.
TEAM_ONLY = (
    *("theme_counts", "coding_rules", "co_occurrence", "triads", "disagreements"),
    *("coverage", "coverage_summary", "saturation", "saturation_ratios"),
    *("configurations", "theory_driven", "stats_by_theme"),
    *("open_text_summary", "open_text_codes", "open_text_responses"),
    "casework_quality",
)

# A number said once for several rows of a table, by what those rows share.
SAID_ONCE: dict[tuple[str, str], tuple[str, ...]] = {
    ("agreement", "units"): ("coder",),
    ("agreement_detail", "units"): ("coder", "unit"),
    ("boundaries", "units"): ("coder",),
    ("table_one", "base"): ("item_id", "area"),
    ("consensus", "result"): ("statement",),
    **casework_rules.SAID_ONCE,
}
# What differs in surveys under a profile that goes by counts (rule N1).
BY_COUNTS: dict[str, dict[tuple[str, ...], Rules]] = {
    "answers": {
        ("percent",): dict.fromkeys(("c", "joined", "gone"), "N1"),
        ("base",): {"c": "N1"},
    },
    "change": {
        ("percent",): dict.fromkeys(("c", "joined", "gone"), "N1"),
        ("base",): {"c": "N1", "over": "X1"},
    },
    "missing_patterns": {
        ("percent",): dict.fromkeys(("c", "joined", "gone"), "N1"),
        ("base",): {"c": "N1", "over": "X1"},
    },
    "group_scores": {("top_share",): {"c": "N1"}},
    "reliable_change": {
        ("percent",): dict.fromkeys(("c", "joined", "gone"), "N1"),
        ("base",): {"c": "N1", "over": "X1"},
    },
    "attrition": {("first", "again"): {"c": "N1", "over": "X1"}},
    "table_one": {("people", "percent"): {"c": "N1"}, ("base",): {"c": "N1", "over": "X1"}},
    "response": {("finished",): {"c": "N1"}},
    "consensus": {("percent", "base"): {"c": "N1"}},
}
# Of which columns every number is rounded under a profile that rounds numbers of people.
ROUNDED_PEOPLE: dict[str, tuple[str, ...]] = {
    "sample": ("interviewed", "surveyed", "interviewed_all", "surveyed_all"),
    "answers": ("percent", "base"),
    "change": ("percent", "base"),
    "scores": ("n", "alpha_n"),
    "missing_patterns": ("percent", "base"),
    "missing_test": ("n",),
    "imputation": ("n",),
    "items": ("n",),
    "before_now": ("n",),
    "contrasts": ("n_1", "n_2"),
    "sensitivity": ("n_1", "n_2"),
    "ordinal": ("n",),
    "clusters": ("n",),
    "crosstab": ("n",),
    "group_scores": ("n", "top_share"),
    "joint": ("n", "reference_n"),
    "attrition": ("first", "again", "lost", "share", "lower", "upper"),
    "change_over_time": ("n",),
    "occasion_means": ("n",),
    "reliable_change": ("percent", "base"),
    "table_one": ("people", "percent", "base"),
    "response": ("answered", "rate", "lower", "upper", "finished"),
    "cherries": ("percent", "lower", "upper"),
    "consensus": ("percent", "base"),
    "concordance": ("n",),
}

# Each rule, in the order of docs/disclosure.md: its name, and the words that say what it does.
RULE_WORDS: dict[str, tuple[str, str]] = {
    "S1": ("rule_name_s1", "rule_s1"),
    "S2": ("rule_name_s2", "rule_s2"),
    "S3": ("rule_name_s3", "rule_s3"),
    "N1": ("rule_name_n1", "rule_n1"),
    "S4": ("rule_name_s4", "rule_s4"),
    "S5": ("rule_name_s5", "rule_s5"),
    "S6": ("rule_name_s6", "rule_s6"),
    "S7": ("rule_name_s7", "rule_s7"),
    "S8": ("rule_name_s8", "rule_s8"),
    "Q1": ("rule_name_q1", "rule_q1"),
    "Q2": ("rule_name_q2", "rule_q2"),
    "C1": ("rule_name_c1", "rule_c1"),
    "C2": ("rule_name_c2", "rule_c2"),
    "T1": ("rule_name_t1", "rule_t1"),
    "A1": ("rule_name_a1", "rule_a1"),
    "E1": ("rule_name_e1", "rule_e1"),
    "E2": ("rule_name_e2", "rule_e2"),
    "E3": ("rule_name_e3", "rule_e3"),
    "E4": ("rule_name_e4", "rule_e4"),
    "J1": ("rule_name_j1", "rule_j1"),
    "K1": ("rule_name_k1", "rule_k1"),
    "F1": ("rule_name_f1", "rule_f1"),
    "M1": ("rule_name_m1", "rule_m1"),
    "W1": ("rule_name_w1", "rule_w1"),
    "L1": ("rule_name_l1", "rule_l1"),
    "X1": ("rule_name_x1", "rule_x1"),
}
