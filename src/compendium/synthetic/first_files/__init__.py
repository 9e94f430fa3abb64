"""Files of a made-up service for care leavers, as a team would have them before there is a study.

A survey from SPSS, another from an online tool, a coding project, a theory in Word: what the
tutorial (docs/tutorial.md) begins with. Every file says of itself that its data are made up.
"""
