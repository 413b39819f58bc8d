"""A year at a glance (一览): its rows, as a Word document and as a workbook."""
