"""Evidence on CMOCs as a workbook: written with the passages beside, read back checked.

The workbook lies in ``private/<study>/``. Analysts judge in it, choosing from lists; reading it
back shows every difference first, and writes ``theory/evidence.csv`` only when somebody confirms
them.
"""
