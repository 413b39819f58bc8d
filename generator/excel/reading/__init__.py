"""Worksheets to the entries of a report: cells, rows placed in slots, and the resulting edits of the file."""
