"""What people type, read: figures, targets and dates in every spelling that offices use, as their canonical text.

Knows neither the data nor the documents they stand in. What has one reading is read; what has several, or none, is
refused with the forms to write: nothing is guessed.
"""
