"""Reports over time: states at any commit, differences, history, and where a document comes from."""
