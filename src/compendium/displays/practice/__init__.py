"""Displays of the framework for practice and of the workshops that made it."""
