"""The advocacy evaluation compendium: tools for realist, mixed-methods evaluation."""
