"""What is wrong with the bytes, the characters and the lines of a file, told where it was typed."""
