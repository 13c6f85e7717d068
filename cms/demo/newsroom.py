"""Fills an empty installation with a small newspaper: what ``manage.py demo`` does.

Everything is made through the doors that people use (snapshots, verbs, decisions), so the demo
cannot show a state that the software does not allow. Running it again adds only what is missing.
"""

import tomllib
import zlib
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, time, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from articles import gate, notes, workflow
from articles.body import markup
from articles.body.figures import Figure
from articles.models import (
    Article,
    Author,
    HouseWord,
    Kind,
    Notice,
    Page,
    Publication,
    Section,
    Topic,
)
from articles.photos import library
from articles.versions import revisions
from cms.models import SiteSettings, User
from cms.roles import Role

from . import comments, front_page, paper_trail, plans, reads, scenes
from .markup import to_html
from .scenes import brand

HERE = Path(__file__).parent
PASSWORD = "hai-dang-2019"  # noqa: S105  for a demo on one's own machine only

# Login, name, role, the pen name that belongs to it.
STAFF = [
    ("phongvien", "Hoàng Yến", Role.REPORTER, "Hoàng Yến"),
    ("phongvien2", "Đỗ Quang", Role.REPORTER, "Đỗ Quang"),
    ("bientapvien", "Vũ Khánh Linh", Role.EDITOR, "Vũ Khánh Linh"),
    ("thuky", "Trần Đức Anh", Role.MANAGING_EDITOR, "Trần Đức Anh"),
    ("kiemduyet", "Mai Phương", Role.MODERATOR, None),
    ("bbt", "Lê Thị Ánh", Role.PUBLISHER, None),
]


def load(progress, *, known_password, picture_size=(scenes.WIDTH, scenes.HEIGHT)):
    """Adds what is missing of the demo newsroom.

    ``progress(iterable, label)`` wraps the long loops. With ``known_password`` the logins can be
    used with `PASSWORD`; without it they exist, and nobody can log in with them. Smaller pictures
    are drawn faster.
    """
    staff = _staff(known_password)
    _paper()
    files = [
        tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / "stories").glob("*.toml"))
    ]
    for file in files:
        _section(file["section"])
    missing = [
        {"section": file["section"]["slug"], **story}
        for file in files
        for story in file["story"]
        if not Article.objects.filter(legacy_id=_legacy_id(story["key"])).exists()
    ]
    with ProcessPoolExecutor(max_workers=2) as pool:
        drawn = pool.map(partial(_draw, size=picture_size), missing)
        for story, pictures in zip(progress(missing, "stories"), drawn, strict=True):
            _story(story, pictures, staff)
    front_page.arrange(staff, _legacy_id)
    _related(story for file in files for story in file["story"] if "related" in story)
    plans.load(staff)
    paper_trail.load(staff)
    comments.load(progress, staff["kiemduyet"])
    reads.load()


def _legacy_id(key):
    return f"demo:{key}"


def _staff(known_password):
    people = {}
    for username, name, role, pen_name in STAFF:
        user, made = User.objects.get_or_create(
            username=username,
            defaults={
                "full_name": name,
                "email": f"{username}@example.org",
                "is_staff": True,
                "mail_about": [],  # nobody reads at example.org
            },
        )
        if made:
            if known_password:
                user.set_password(PASSWORD)
            else:
                user.set_unusable_password()
            user.save()
            user.groups.add(Group.objects.get(name=role))
            if pen_name:
                Author.objects.get_or_create(pen_name=pen_name, defaults={"user": user})
        people[username] = user
    return people


def _paper():
    """The paper's face and its static pages."""
    data = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))
    if not SiteSettings.objects.exists():
        site = SiteSettings(**data["site"])
        for field, ink in (("logo_light", "#a3131a"), ("logo_dark", "#f2ede4")):
            out = BytesIO()
            brand.logo(ink, site.name).save(out, "WEBP", lossless=True)
            file = ContentFile(out.getvalue(), "logo")
            getattr(site, field).save(file.name, file, save=False)
        site.save()
    for page in data["page"]:
        defaults = {
            "title": page["title"],
            "order": page["order"],
            "body": markup.clean(to_html(page["body"])),
        }
        Page.objects.get_or_create(slug=page["slug"], defaults=defaults)
    for word in data["house_word"]:
        HouseWord.objects.get_or_create(wrong=word["wrong"], defaults=word)


def _section(data, parent=None):
    children = data.pop("child", [])
    section, _made = Section.objects.get_or_create(
        slug=data["slug"], defaults={**data, "parent": parent}
    )
    for child in children:
        _section(child, parent=section)


def _draw(story, size):
    """The story's pictures as JPEG bytes, the lead photo first; runs in another process."""
    pictures = []
    for number, picture in enumerate(_pictured(story)):
        out = BytesIO()
        seed = zlib.crc32(story["key"].encode()) % 1000 + number
        scenes.draw(picture["scene"], seed, size).save(out, "JPEG", quality=90)
        pictures.append(out.getvalue())
    return pictures


def _pictured(story):
    """What says how a picture looks and what is said of it: the story itself, then its figures."""
    return [part for part in (story, *story.get("figure", [])) if "scene" in part]


def _moment(story):
    """When a story of the demo appears: never later today than now, if it is out already."""
    now = timezone.localtime()
    hour, minute = map(int, story["time"].split(":"))
    day = now.date() - timedelta(days=story["days_ago"])
    moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    if story.get("status") == "scheduled":
        return moment + timedelta(days=1)
    if moment > now:
        moment = now - timedelta(minutes=5 + zlib.crc32(story["key"].encode()) % 90)
    return moment


@transaction.atomic
def _story(story, pictures, staff):
    status = story.get("status", "published")
    moment, now = _moment(story), timezone.now()
    embargo = now + timedelta(days=2) if status == "embargoed" else None
    names = story.get("authors", [])
    authors = [Author.objects.get_or_create(pen_name=name)[0] for name in names]
    reporter = next((author.user for author in authors if author.user), staff["phongvien"])
    stored = [
        _photo(words, picture, reporter)
        for words, picture in zip(_pictured(story), pictures, strict=True)
    ]
    lead = stored.pop(0) if "scene" in story else None
    figures = [
        (figure["after"], _figure(photo, figure["align"]))
        for figure, photo in zip(story.get("figure", []), stored, strict=True)
    ]
    data = {
        **revisions.empty(),
        "kicker": story.get("kicker", ""),
        "headline": story["headline"],
        "mark": story.get("mark", ""),
        "standfirst": story.get("standfirst", ""),
        "body": to_html(story.get("body", ""), figures),
        "section": Section.objects.get(slug=story["section"]).pk,
        "topics": [_topic(name).pk for name in story.get("topics", [])],
        "authors": [author.pk for author in authors],
        "source": story.get("source", ""),
        "published_at": embargo or (moment if status in _APPROVED else None),
        "embargo_until": embargo,
        "breaking_until": now + timedelta(hours=8) if story.get("breaking") else None,
    }
    if lead:
        data |= {
            "lead_photo": lead.pk,
            "lead_caption": lead.caption,
            "lead_credit": lead.credit,
            "lead_alt": lead.alt,
        }
    article = revisions.create(data, reporter, legacy_id=_legacy_id(story["key"]))
    for verb, actor in _STEPS[status]:
        details = _DETAILS.get(verb, {})
        who = staff.get(actor, reporter)
        workflow.take(verb, article, who, reason=story.get("reason", ""), **details)
    if status == "expired":  # time has passed over it since
        revision, ended = article.revisions.get(), (now - timedelta(hours=3)).isoformat()
        revision.snapshot["expires_at"] = ended
        revision.save()
        Article.objects.filter(pk=article.pk).update(expires_at=ended)
    if "note" in story:
        notes.write(article, staff["bientapvien"], story["note"])
    if status in _APPROVED:
        Notice.objects.about(article).update(read_at=now)  # news of days long gone
    # The history should look as if it had grown with the stories, and never lie in the future.
    worked_on = min(moment, now)
    article.revisions.update(created_at=worked_on - timedelta(hours=3))
    for minutes, step in enumerate(article.transitions.order_by("pk")):
        article.transitions.filter(pk=step.pk).update(
            at=worked_on - timedelta(hours=2) + timedelta(minutes=20 * minutes)
        )


_APPROVED = ("published", "scheduled", "withdrawn", "expired", "embargoed")
_PUBLISHED = [("submit", "reporter"), ("approve", "bientapvien"), ("publish", "thuky")]
_STEPS = {
    "draft": [],
    "submitted": [("submit", "reporter")],
    "returned": [("submit", "reporter"), ("send_back", "bientapvien")],
    "approved": [("submit", "reporter"), ("approve", "bientapvien")],
    "published": _PUBLISHED,
    "scheduled": _PUBLISHED,
    "expired": _PUBLISHED,
    "embargoed": _PUBLISHED,
    "withdrawn": [*_PUBLISHED, ("withdraw", "thuky")],
    "discarded": [("discard", "reporter")],
}
# What a step is told beside: the demo answers for its stories as they are.
_DETAILS = {
    "publish": {"passed": gate.EVERY},
    "withdraw": {"facts": {"requester": "Ban biên tập"}},
}


def _topic(name):
    return Topic.objects.filter(name=name).first() or Topic.objects.create(name=name)


def _photo(words, picture, reporter):
    try:
        return library.store(
            ContentFile(picture, name="demo.jpg"),
            uploader=reporter,
            caption=words["caption"],
            credit=words["credit"],
            alt=words["alt"],
            kind=words.get("kind", Kind.NEWS),
        )
    except library.Duplicate as duplicate:
        return duplicate.photo


def _figure(photo, align):
    return str(Figure(photo.pk, align, photo.caption, photo.credit, photo.alt))


def _related(stories):
    """Chosen related stories, once all are there."""
    demo = Article.objects.filter(legacy_id__startswith=_legacy_id(""))
    untouched = demo.alias(saves=Count("revisions")).filter(saves=1).in_bulk(field_name="legacy_id")
    ids = dict(demo.values_list("legacy_id", "pk"))
    for story in stories:
        article = untouched.get(_legacy_id(story["key"]))
        if article is None:
            continue  # linked before, or edited by somebody since
        wanted = [ids[_legacy_id(key)] for key in story["related"]]
        data = {**revisions.working(article), "related": wanted}
        revisions.save(article, data, article.reporter, base_id=article.latest_revision_id)
        article.refresh_from_db()
        if article.publication == Publication.PUBLISHED:
            workflow.publish(article, User.objects.get(username="thuky"), passed=gate.EVERY)
            Article.objects.filter(pk=article.pk).update(updated_at=None)
            Notice.objects.about(article).update(read_at=timezone.now())
