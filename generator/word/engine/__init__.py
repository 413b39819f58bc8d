"""Templates of anyone, filled with any data: how plain values are printed, and which names a template reads."""
