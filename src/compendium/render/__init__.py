"""From display records to pages and what else a report can be had as; nothing is calculated."""
