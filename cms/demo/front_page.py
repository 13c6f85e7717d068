"""The front page of the demo as two editors arranged it, one after the other, and a pin."""

from contextlib import suppress
from datetime import timedelta

from django.utils import timezone

from articles.layout import layouts, placing
from articles.models import Article, Layout, Section

# Who, for which section's page (None: the front page), and with which note.
_ROUNDS = [
    (
        "thuky",
        None,
        "Trang sáng",
        [
            ("cau-song-len", "top:0", {}),
            ("khung-cui-van-ha", "top:2", {"crop": "classic"}),
            ("lo-bong-da-bai-cat", "the-thao:0", {}),
        ],
    ),
    (
        "bbt",
        None,
        "Thêm bài lễ hội tối mai, ghim tin bão đến sáng",
        [
            ("cau-song-len", "top:0", {"headline": "Cầu sông Lèn hợp long: An Thủy thôi chờ phà"}),
            ("la-chan-mua-bao", "top:1", {"until": True}),
            ("le-hoi-chua-da-trai", "top:3", {}),
            ("thi-tran-suoi-bang-nhiet-thua", "the-gioi:0", {"crop": "classic"}),
        ],
    ),
    ("thuky", "kinh-te", "", [("cang-nam-hai", "top:0", {})]),
]


def arrange(staff, legacy_id):
    """Arranges it once; an arrangement that somebody made since stays."""
    if Layout.objects.exists():
        return
    stories = dict(
        Article.objects.filter(legacy_id__startswith=legacy_id("")).values_list("legacy_id", "pk")
    )
    sections = {section.slug: section for section in Section.objects.all()}
    for username, page, note, slots in _ROUNDS:
        user, section = staff[username], sections.get(page)
        for key, slot, words in slots:
            zone, _colon, position = slot.partition(":")
            if zone in sections:
                slot = f"section-{sections[zone].pk}:{position}"
            # Somebody may have withdrawn a story of an older demo.
            with suppress(layouts.Refused, KeyError):
                _place(user, section, stories[legacy_id(key)], slot, words)
        with suppress(layouts.Refused):
            layouts.apply_draft(user, section, note=note)


def _place(user, section, story, slot, words):
    layouts.change(user, section, placing.put(user, section, story, slot, move=True))
    if "until" in words:
        morning = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
        words = {**words, "until": (morning + timedelta(days=1)).isoformat()}
    if words:
        layouts.change(user, section, placing.write(user, section, story, words, slot))
