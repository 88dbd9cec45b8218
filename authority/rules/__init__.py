"""Rules of the kernel that have a file of their own: pure functions of limits, snapshot and exposure."""
