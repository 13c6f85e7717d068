"""Text of a reader as HTML, with the places that somebody should look at in <mark>."""

from django.utils.html import escape
from django.utils.safestring import mark_safe


def marked(text, places):
    """``text`` with line breaks; ``places``: ``(start, end)``, in any order, may overlap."""
    html, done = [], 0
    for start, end in sorted(places):
        start = max(start, done)
        if start < end:
            html += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
            done = end
    html.append(escape(text[done:]))
    return mark_safe("".join(html).replace("\n", "<br>"))  # noqa: S308  it is escaped
