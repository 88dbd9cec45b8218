"""Run the command line as ``python -m shopstaff``."""

from shopstaff.cli import main

main()
