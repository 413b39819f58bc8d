"""Worksheets to the entries of a report: cells, tables, slots, and what changes the file."""
