"""Fills the table of contents of a document: the field that asks for it, and its entries."""
