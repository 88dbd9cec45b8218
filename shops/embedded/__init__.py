"""The built-in shop: a shop of its own on SQLite, with buyers, carriers, a factory and ads that a market can drive."""
