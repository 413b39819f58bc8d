"""Figures that texts type instead of referring to them: what the reader sees, and which figure may be meant."""
