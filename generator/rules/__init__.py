"""Figures and texts to problems: a module for each family of codes."""
