"""What a file might have been meant to hold where its schema refuses what it holds."""
