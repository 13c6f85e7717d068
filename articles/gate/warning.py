"""Rules that warn: a person who has seen them may pass them. Each yields its reasons."""

import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import spelling
from articles.models import Article, Publication
from cms.text import fold

from .blocking import named
from .reasons import Passage, Reason

# Syllables: what handbooks and the papers' own averages agree on. As in static/js/admin-story.js.
LONG_HEADLINE = 14
SAME_HEADLINE = timedelta(days=30)
# Nobody reads more passages of one word.
_SHOWN = 3


def standfirst_is_written(version):
    if not version.data["standfirst"]:
        yield Reason("standfirst", _("The standfirst is missing."))


def lead_photo_has_caption(version):
    if version.data["lead_photo"] and not version.data["lead_caption"]:
        yield Reason("lead_caption", _("The lead photo has no caption."))


def lead_photo_is_described(version):
    data = version.data
    if data["lead_photo"] and not data["lead_alt"] and not data["lead_decorative"]:
        yield Reason(
            "lead_alt", _("The lead photo has neither alternative text nor is decorative.")
        )


def figures_have_captions(version):
    for number, figure in enumerate(version.figures, 1):
        if figure.photo_id and not figure.caption:
            yield Reason(
                "body", _("Photo %(number)s of the text has no caption."), {"number": number},
                about=str(figure.photo_id),
            )  # fmt: skip


def figures_are_described(version):
    for figure in version.figures:
        if figure.photo_id and not figure.alt and not figure.decorative:
            yield Reason(
                "body",
                _("A photo in the text has neither alternative text nor is decorative: %(photo)s"),
                named(figure),
                about=str(figure.photo_id),
            )


def headline_is_short(version):
    syllables = len(version.data["headline"].split())
    if syllables > LONG_HEADLINE:
        yield Reason(
            "headline",
            _("The headline has %(count)s syllables; up to %(most)s read best."),
            {"count": syllables, "most": LONG_HEADLINE},
        )


def headline_is_new(version):
    folded = fold(version.data["headline"])
    if not folded:
        return
    twins = Article.objects.filter(
        folded_headline=folded,
        published_at__gte=version.now - SAME_HEADLINE,
        publication=Publication.PUBLISHED,
    ).exclude(pk=version.story and version.story.pk)
    for pk, published_at in twins.order_by("-published_at").values_list("pk", "published_at")[:1]:
        yield Reason(
            "headline",
            _("Story number %(number)s of %(day)s has the same headline."),
            {"number": pk, "day": f"{timezone.localtime(published_at):%d/%m/%Y}"},
            about=str(pk),
        )


def words_are_spelled_one_way(version):
    for spellings in spelling.mixed(text for _field, text in version.texts):
        rarest = min(spellings, key=lambda spelled: (spellings[spelled], spelled))
        places = _places(version, rarest)
        counted = ", ".join(f"{spelled} ({count})" for spelled, count in spellings.most_common())
        yield Reason(
            places[0][0] if places else "body",
            _("One word is spelled in two ways: %(spellings)s"),
            {"spellings": counted},
            about="/".join(sorted(spellings)),
            passages=tuple(passage for _field, passage in places[:_SHOWN]),
        )


def _places(version, syllable):
    """``(field, passage)`` of each place where ``syllable`` stands."""
    pattern = re.compile(rf"(?<![^\W\d_]){syllable}(?![^\W\d_])", re.IGNORECASE)
    return [
        (name, Passage.around(text, *found.span()))
        for name, text in version.texts
        for found in pattern.finditer(text)
    ]


def house_list_is_kept(version):
    found = {}
    for name, text in version.texts:
        for hit in version.house.find(text):
            passage = Passage.around(text, hit.start, hit.end, right=hit.right, note=hit.note)
            found.setdefault((passage.hit, hit.right), []).append((name, passage))
    for (wrong, right), places in found.items():
        yield Reason(
            places[0][0],
            _("House list: “%(right)s”, not “%(wrong)s”"),
            {"right": right, "wrong": wrong},
            about=f"{wrong}/{right}",
            passages=tuple(passage for _field, passage in places[:_SHOWN]),
        )


WARNINGS = (
    standfirst_is_written,
    lead_photo_has_caption,
    lead_photo_is_described,
    figures_have_captions,
    figures_are_described,
    headline_is_short,
    headline_is_new,
    words_are_spelled_one_way,
    house_list_is_kept,
)
