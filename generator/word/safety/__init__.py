"""Finds what a Word file would do on the machine of its reader: run programs, fetch files."""
