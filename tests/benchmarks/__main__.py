"""All benches, one after the other, and a report of what they found: ``var/bench.html``.

    python -m tests.benchmarks [name …]

Fails when one of them fails; the others are run all the same.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.nodes import HOME

from .table import KEPT_IN, to_html

BENCHES = ("uploads", "desk", "old_paper", "search", "comments", "page_cache", "servers")
ON_SQLITE = {"uploads"}  # it measures memory, which is the process's own
REPORT = HOME / "var/bench.html"
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>What the newsroom costs</title>
<style>
  :root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
  body {{ max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }}
  table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
  :is(th, td) {{ padding: .15rem .6rem; text-align: end; white-space: nowrap; }}
  th[scope=row] {{ text-align: start; font-weight: normal; }}
  :is(th, td):last-child {{ text-align: start; }}
  tr {{ border-bottom: 1px solid #8884; }}
  rect {{ fill: #5b7fa6; }} path {{ stroke: currentColor; stroke-width: 2; }}
  .failed rect {{ fill: #c0392b; }} .failed td {{ font-weight: bold; }}
  div {{ overflow-x: auto; }}
</style>
<h1>What the newsroom costs</h1>
<p>{machine}. A stroke is a limit; red is beyond it.</p>
<div>{tables}</div>
"""


def main(names):
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder, "tables")
        kept.touch()
        failed = [name for name in names if run(name, kept)]
        tables = [json.loads(line) for line in kept.read_text().splitlines()]
    REPORT.parent.mkdir(exist_ok=True)
    machine = (
        f"{time.strftime('%d/%m/%Y %H:%M')}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {platform.system()} {platform.machine()}"
    )
    REPORT.write_text(_PAGE.format(machine=machine, tables="".join(map(to_html, tables))))
    print(f"\n{REPORT.relative_to(HOME)} has it all. Failed: {', '.join(failed) or 'none'}.")
    return int(bool(failed))


def run(name, kept):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", KEPT_IN: str(kept)}
    if name not in ON_SQLITE:
        environment["TEST_DATABASE"] = "postgres"
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    return subprocess.run(command, cwd=HOME, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or BENCHES))
