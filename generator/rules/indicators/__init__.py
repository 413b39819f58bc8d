"""The rules of indicators: what they measure, what they are compared by, and what they earn."""
