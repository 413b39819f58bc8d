"""Reads a Word template for its author: all faults of its tags in one run, in order, as comments in a copy."""
