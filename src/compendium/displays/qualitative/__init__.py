"""Displays of coded talk and written answers: themes, codes that meet, and people's words."""
