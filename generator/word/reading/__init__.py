"""Brings Word files of any editor into the one layout that the rest of the engine expects."""
