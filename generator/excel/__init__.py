"""Tables to worksheets; `reading` does the reverse."""
