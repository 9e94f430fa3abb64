"""A Papermill engine that runs a notebook in a forked copy of a warm process, without a kernel.

A kernel starts Python anew and imports pandas and matplotlib for every notebook. Here they are
imported once; each notebook gets a fork of that process to itself and, in it, the shell that a
kernel runs cells in. POSIX alone; what thin notebooks do not need (widgets, input, a debugger)
is left to the stock engine (``ENGINE=kernel``).
"""
