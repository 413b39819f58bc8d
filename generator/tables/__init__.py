"""Tables as offices write them, whatever file they stand in: cells, headings, what stands below them."""
