"""Git through its plumbing: names in trees, contents of objects, revisions. None of what it returns is trusted."""
