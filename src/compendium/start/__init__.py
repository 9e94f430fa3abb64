"""A first draft of a study from a team's own files: what they say, what is guessed, what is asked.

Nothing here is right because a machine wrote it. Every guess is marked where it stands, and the
list of what needs a person lies beside the study.
"""
