"""Figures for tests, as they are written in a report."""

from __future__ import annotations

from generator.quantity import Quantity


def q(text: str) -> Quantity:
    """The figure that a text is."""
    quantity = Quantity.parse(text)
    assert quantity is not None, text
    return quantity
