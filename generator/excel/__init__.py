"""Tables to worksheets; `reading` goes the other way."""
