"""The structure of a Word template: where its tags stand, what they govern, and what filling it may do to its form."""
