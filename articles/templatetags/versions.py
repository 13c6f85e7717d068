"""The words of two versions of a story, within each other or side by side."""

from django import template
from django.utils.html import format_html, format_html_join

from articles.versions import wording

register = template.Library()

# Of long stretches that stayed the same, the words next to a change are enough.
_LONGEST = 600
_KEPT = 240
_MARKS = {
    ("", wording.ADDED): "<ins>{}</ins>",
    ("", wording.REMOVED): "<del>{}</del>",
    ("before", wording.REMOVED): "<mark>{}</mark>",
    ("after", wording.ADDED): "<mark>{}</mark>",
}


@register.simple_tag
def words(row, side=""):
    """The words of a `Row` with what was added and removed; of one ``side``, what only it has."""
    shown = []
    for part in row.parts:
        if part.kind == wording.SAME:
            shown.append(_shortened(part.text))
        elif mark := _MARKS.get((side, part.kind)):
            shown.append(format_html(mark, part.text))
    return format_html_join("", "{}", ((text,) for text in shown))


def _shortened(text):
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_KEPT].rsplit(' ', 1)[0]} […] {text[-_KEPT:].split(' ', 1)[-1]}"
