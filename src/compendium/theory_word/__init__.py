"""The programme theory as a Word file, and what people changed in it.

Statements stand in it in their newest version. Reading it back shows every difference first; once
confirmed, a changed statement becomes a new version beside the old one, never in its place.
"""
