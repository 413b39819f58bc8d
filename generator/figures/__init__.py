"""Records to the namespace of figures: funds, scores, roll-ups, what was published, how a figure came about."""
