"""Displays of agreement between coders."""
