"""What tags make of columns, cells and runs, as docxtpl's do: {%tc for … %}, {% colspan … %}, {%r if … %}, {{r … }}."""
