"""What a bench found: a table in the terminal, and one with bars in the report of `make bench`."""

import json
import os
from html import escape

NAME_WIDTH, WIDTH = 40, 15
# Where `python -m tests.benchmarks` wants the tables of its benches to be kept.
KEPT_IN = "BENCH_TABLES"
_BAR, _ROW = 320, 14


class Table:
    """``columns``: name -> digits after the point. ``plotted`` is the column that has a limit.

    Each row is printed as it comes.
    """

    def __init__(self, title, columns, plotted):
        self.title, self.columns, self.plotted = title, columns, plotted
        self.rows, self.failed = [], False
        print(f"\n{title}\n{'':{NAME_WIDTH}}" + "".join(f"{name:>{WIDTH}}" for name in columns))

    def row(self, name, *values, most=None, least=None, failed=None):
        """``values`` as the columns are; None where there is none.

        A row fails when what is plotted is more than ``most`` or less than ``least``, or as
        ``failed`` says.
        """
        values = dict(zip(self.columns, values, strict=True))
        plotted = values[self.plotted]
        if failed is None:
            failed = (most is not None and plotted > most) or (
                least is not None and plotted < least
            )
        self.failed |= bool(failed)
        said = [_said(values[column], digits) for column, digits in self.columns.items()]
        print(f"{name:{NAME_WIDTH}}" + "".join(f"{text:>{WIDTH}}" for text in said)
              + (" <" if failed else ""))  # fmt: skip
        limit = most if most is not None else least
        self.rows.append((name, said, plotted, limit, bool(failed)))

    def keep(self):
        """For the report, if there is to be one."""
        if path := os.environ.get(KEPT_IN):
            with open(path, "a") as file:
                file.write(json.dumps(vars(self)) + "\n")


def _said(value, digits):
    return "–" if value is None else f"{value:,.{digits}f}"


def to_html(table):
    """A kept table, with a bar in each row and a stroke where its limit is."""
    largest = max((max(p or 0, limit or 0) for _n, _s, p, limit, _f in table["rows"]), default=0)
    scale = _BAR / (largest or 1)
    head = "".join(f"<th scope=col>{escape(name)}" for name in table["columns"])
    rows = "".join(
        f"<tr{' class=failed' if failed else ''}><th scope=row>{escape(name)}"
        + "".join(f"<td>{text}" for text in said)
        + f"<td>{_bar(plotted, limit, scale)}"
        for name, said, plotted, limit, failed in table["rows"]
    )
    return (
        f"<h2>{escape(table['title'])}</h2>\n"
        f"<table><tr><td>{head}<th scope=col>{escape(table['plotted'])}{rows}</table>\n"
    )


def _bar(value, limit, scale):
    stroke = ""
    if limit is not None:
        x = limit * scale
        stroke = f'<path d="M{x:.1f} 0V{_ROW}"/><title>{limit:g}</title>'
    width = (value or 0) * scale
    return (
        f'<svg width="{_BAR + 4}" height="{_ROW}" aria-hidden="true">'
        f'<rect width="{width:.1f}" height="{_ROW}"/>{stroke}</svg>'
    )
