"""Measurements of the program, none of them part of it."""
