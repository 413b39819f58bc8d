"""The final accounts (部门决算): ledger, nine tables, disclosures, series of the charts, texts."""
