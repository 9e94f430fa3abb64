"""Displays of the programme theory: its CMOCs, the whole of it, and the evidence."""
