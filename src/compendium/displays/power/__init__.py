"""Displays of a planned impact study: its designs, what they would find, and who waits."""
