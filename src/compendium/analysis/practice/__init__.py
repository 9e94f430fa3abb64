"""The framework for practice: its principles, and what workshops decided."""
