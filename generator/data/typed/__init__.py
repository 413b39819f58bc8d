"""What people typed for figures and dates: read where the schema says that one stands, and rewritten on request."""
