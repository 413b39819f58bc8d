"""YAML text to checked records: reading, schemas, records of reports and profiles, codes, paths and edits of a file."""
