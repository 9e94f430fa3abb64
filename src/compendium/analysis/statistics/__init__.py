"""Methods of statistics on plain numbers: they know no study, no tables and no questionnaire."""
