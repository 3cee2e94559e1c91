"""`rembuk skm`."""

import click


@click.command()
def skm() -> None:
    """Compute the index."""
