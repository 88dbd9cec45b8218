"""The learning board: what each lever of a shop should do today, from all that was seen."""
