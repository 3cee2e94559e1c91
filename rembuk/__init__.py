"""The wiring: application, command line, migrations, static files, catalogues."""

__version__ = "0.1.0"
