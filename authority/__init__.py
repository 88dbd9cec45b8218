"""What is allowed: effects, limits, the kernel, the ledger, and the desk, the only door to a shop's writes."""
