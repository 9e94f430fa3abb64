"""Displays of surveys: answers, scores, comparisons, who took part, and what is missing."""
