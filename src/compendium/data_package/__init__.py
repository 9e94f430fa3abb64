"""A study's consented data for other programs, with a description of each file."""
