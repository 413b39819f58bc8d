"""Any template and any file of data → a document: what is wrong is told at its place in the template or the data."""
