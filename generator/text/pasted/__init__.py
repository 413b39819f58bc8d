"""What pasting from Word, a web page or a PDF file brings into texts and no document should print."""
