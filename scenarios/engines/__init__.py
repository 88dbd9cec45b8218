"""The decision engines alone, without crew and model, as a policy in numbers."""
