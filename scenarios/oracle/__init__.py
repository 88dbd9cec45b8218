"""The clairvoyant reference: it knows the laws and shocks of a market, never its luck, and keeps the same limits."""
