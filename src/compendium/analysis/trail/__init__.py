"""The evidence trail: from a sentence somebody concluded back to file and row, and from there on.

`links` says what each thing of a study goes back to, `results` makes results of it, `broken` finds
conclusions that go back to nothing.
"""
