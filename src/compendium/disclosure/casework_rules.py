"""Which rule stands behind each mark in tables of casework; a part of `disclosure.rules`."""

from __future__ import annotations

_C1 = dict.fromkeys(("plain", "c"), "C1")
# Tables of one column: counts and shares of all referrals.
_PARTS = ("composition", "quarters", "repeats")
_COUNTED = (*_PARTS, "referrals", "referral_flow", "referral_rates")

RULES: dict[str, dict[tuple[str, ...], dict[str, str]]] = {
    "referrals": {
        ("yes", "no", "signposted", "not_recorded", "referrals"): _C1,
        ("percent",): _C1 | {"blank": "C1"},
    },
    **{measure: {("referrals",): _C1, ("percent",): _C1 | {"blank": "C1"}} for measure in _PARTS},
    "referral_flow": {("referrals",): _C1},
    "referral_rates": {("referrals", "rate"): _C1, ("years", "population"): {}},
    "waits": {
        ("percent", "lower", "upper", "ended"): _C1,
        ("referrals", "left_out"): _C1,
    },
    "median_waits": {
        ("days", "lower", "upper"): {"c": "C1"},
        ("referrals", "left_out"): _C1,
    },
    "time_open": {
        ("weeks", "lower", "upper"): {"c": "C2"},
        ("referrals", "still_open", "left_out"): {},
    },
    "activities_per_case": {
        ("mean", "lower", "upper", "median", "quarter", "three_quarters"): {"c": "C2"},
        ("cases",): {},
    },
    "activity_mix": {
        ("percent",): {"c": "C2"},
        ("cases", "activities", "percent_cases"): {},
    },
}

MEASURES: dict[str, str] = {
    "referrals": "measure_referrals",
    "composition": "measure_composition",
    "quarters": "measure_quarters",
    "repeats": "measure_repeats",
    "referral_flow": "measure_referral_flow",
    "referral_rates": "measure_referral_rates",
    "waits": "measure_waits",
    "median_waits": "measure_median_waits",
    "time_open": "measure_time_open",
    "activities_per_case": "measure_activities_per_case",
    "activity_mix": "measure_activity_mix",
}

SAID_ONCE: dict[tuple[str, str], tuple[str, ...]] = {
    ("waits", "ended"): ("site_id",),
    ("waits", "referrals"): ("site_id",),
    ("waits", "left_out"): ("site_id",),
}

SWITCHED: dict[tuple[str, str], str] = {
    **{(m, stands): "casework_round_to" for m in _COUNTED for stands in ("plain", "blank")},
    ("waits", "plain"): "casework_midpoint",
    ("median_waits", "plain"): "casework_midpoint",
}
