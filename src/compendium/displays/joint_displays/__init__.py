"""Joint displays as tables: survey and talk side by side, and what was concluded."""
