"""Figures to words: how they are printed, the sandbox in which texts read them, the small Markdown."""
