"""Charts and text tables of released data: verbs that notebooks call, records, drawings."""
