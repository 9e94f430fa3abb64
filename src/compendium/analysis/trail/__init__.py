"""The evidence trail: from a sentence somebody concluded back to file and row, and from there on.

`kinds` names the kinds of things, `links` says what each goes back to, `numbers` what a number in a
sentence was counted on, `sources` what lies in files and `places` where; `results` makes results of
it, `broken` finds conclusions that go back to nothing.
"""
