"""The command line: the only package that writes to the screen, and that uses click and tqdm."""
