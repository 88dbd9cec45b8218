"""Worlds, one folder each: a ``World`` declaration, ``world.toml`` and the data it stands on."""
