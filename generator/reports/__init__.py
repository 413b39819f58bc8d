"""One report from file to documents, and many of them: batches, clusters, PDF, exports and imports."""
