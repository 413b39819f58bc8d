"""Git by its plumbing: names in trees, contents of objects, revisions. Everything in it is a stranger's data."""
