"""The data file of a new year: from last year's, or from a profile."""
