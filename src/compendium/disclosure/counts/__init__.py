"""Counts that add up: what is hidden, what beside it, and how the rest is rounded."""
