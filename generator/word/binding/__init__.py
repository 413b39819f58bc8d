"""What a part brings into a volume besides its text: its lists, its notes, the prefixes that it names."""
