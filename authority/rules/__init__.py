"""The rules of the kernel by topic: pure functions of limits, snapshot and exposure."""
