"""The parts of an Excel workbook (.xlsx) to what they say of cells: texts, styles, formulas, conditional formats."""
