"""`make bench`: every measurement, one JSON line per figure."""

import runpy

runpy.run_module("bench.themes", run_name="__main__")
