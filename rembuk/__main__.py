"""`python -m rembuk`."""

from rembuk.cli import main

main()
