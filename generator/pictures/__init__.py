"""Image files of any origin → pictures that documents can show: looked at within bounds, never decoded; and codes."""
