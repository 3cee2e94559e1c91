"""`make bench`: every measurement, one JSON line per figure."""

import runpy

for part in ("answers", "versions", "pictures", "trace", "themes"):
    runpy.run_module(f"bench.{part}", run_name="__main__")
