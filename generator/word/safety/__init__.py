"""What in a Word file acts on the machine of its reader."""
