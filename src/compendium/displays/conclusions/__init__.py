"""What people concluded: sentences, paragraphs, checklists, and the evidence trail as tables."""
