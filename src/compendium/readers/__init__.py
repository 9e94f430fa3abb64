"""Exports into tidy tables, with what was found, lost and guessed; a module a kind of file."""
