"""The effect kinds, one file each, found by being here."""
