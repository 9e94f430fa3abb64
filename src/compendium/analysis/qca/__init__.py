"""Qualitative comparative analysis, for the team: one row per case, or per combination of them."""
