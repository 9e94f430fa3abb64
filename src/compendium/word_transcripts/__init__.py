"""Transcripts as Word files with codings as comments, out and back."""
