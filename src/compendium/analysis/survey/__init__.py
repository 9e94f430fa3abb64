"""Surveys: who was asked and answered, scales, comparisons, and what is missing."""
