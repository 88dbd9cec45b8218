"""The outside of a shop: worlds as data, the market that lives in them, its measures and its auditor."""
