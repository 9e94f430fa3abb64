"""Joint displays: results of several strands side by side, and drafts of how they fit together."""
