"""Word templates to documents, and documents to lines of text: an engine that knows nothing of budgets."""
