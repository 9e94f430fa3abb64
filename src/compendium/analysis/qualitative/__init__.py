"""Coded interviews, focus groups and written answers: themes, their counts, and the words."""
