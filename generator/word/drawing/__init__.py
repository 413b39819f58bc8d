"""Pictures and codes that tags print: marks while a part is printed, drawings that fit their place afterwards."""
