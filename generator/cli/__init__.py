"""The command line: the only room that knows the screen, and the only one that knows click and tqdm."""
