"""Tables as offices write them, in whatever file: cells, headings, and the rows below these."""
