"""Rows for tests: keyword defaults, so that a test states only what matters to it."""

from io import BytesIO
from itertools import count

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles import gate, planning, workflow
from articles.models import Article, Author, Section, Topic
from articles.photos import library
from articles.versions import revisions
from cms.models import User
from cms.roles import Role
from comments.models import Comment, Contact, Status
from comments.moderation import decide

PASSWORD = "mot-mat-khau-dai"
_number = count(1)


def user(role=None, *, username=None, desks=(), **fields):
    """A member of the staff, with a `Role` or several."""
    number = next(_number)
    fields = {
        "username": username or f"user{number}",
        "full_name": f"Nguyễn Thị {number}",
        "email": f"user{number}@example.org",
        "is_staff": True,
        **fields,
    }
    person = User.objects.create_user(password=PASSWORD, **fields)
    roles = role if isinstance(role, list | tuple) else [role] if role else []
    person.groups.set(Group.objects.filter(name__in=roles))
    person.desks.set(desks)
    return person


def logs_in(client, username, password=PASSWORD):
    """Does the login page let this person in?"""
    answer = client.post("/admin/login/", {"username": username, "password": password})
    return answer.status_code == 302


def superuser(**fields):
    return user(is_superuser=True, **fields)


def reporter(**fields):
    return user(Role.REPORTER, **fields)


def managing_editor(**fields):
    return user(Role.MANAGING_EDITOR, **fields)


def moderator(**fields):
    return user(Role.MODERATOR, **fields)


def section(name=None, **fields):
    name = name or f"Chuyên mục {next(_number)}"
    return Section.objects.create(name=name, **fields)


def topic(name=None, **fields):
    return Topic.objects.create(name=name or f"Chủ đề {next(_number)}", **fields)


def author(pen_name=None, **fields):
    return Author.objects.create(pen_name=pen_name or f"Bút danh {next(_number)}", **fields)


def picture_file(size=(800, 600), colour=None, image_format="JPEG", name="anh.jpg", **options):
    """A real picture file; another each time, since the library keeps no duplicates."""
    number = next(_number)
    colour = colour or (number * 37 % 256, number * 91 % 256, number * 53 % 256)
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, image_format, **options)
    return ContentFile(out.getvalue(), name=name)


def photo(file=None, **words):
    words = {"caption": "Một bức ảnh", "credit": "Ảnh: Mỹ Lệ", "alt": "Cảnh trong ảnh", **words}
    return library.store(file or picture_file(), **words)


def snapshot(**fields):
    """A snapshot that would pass the gate, but for what ``fields`` change.

    Relations may be given as rows; they are turned into ids.
    """
    data = {
        "kicker": "",
        "headline": f"Đường sắt Hà Nội được mở lại {next(_number)}",
        "mark": "HĐ",
        "standfirst": "Chuyến tàu đầu tiên rời ga lúc sáu giờ.",
        "body": "<p>Hành khách đã có mặt từ sớm.</p>",
        "lead_photo": None,
        "lead_caption": "",
        "lead_credit": "",
        "lead_alt": "",
        "lead_decorative": False,
        "lead_place": "",
        "section": None,
        "further_sections": [],
        "topics": [],
        "authors": [],
        "related": [],
        "source": "Theo TTXVN",
        "published_at": None,
        "expires_at": None,
        "embargo_until": None,
        "breaking_until": None,
        "comment_policy": "default",
        "seo_title": "",
        "seo_description": "",
        **fields,
    }
    if "section" not in fields:
        data["section"] = section()
    for name in ("section", "lead_photo"):
        data[name] = getattr(data[name], "pk", data[name])
    for name in ("authors", "topics", "further_sections", "related"):
        data[name] = [getattr(row, "pk", row) for row in data[name]]
    return data


def draft(by=None, **fields):
    return revisions.create(snapshot(**fields), by)


def plan(by=None, planner=None, **words):
    """A planned story, written by ``by`` and planned by them too unless somebody else did."""
    number = next(_number)
    words = {"headline": f"Hội đồng họp phiên {number}", "reporter": by, **words}
    story = planning.create(planning.Words(**words), planner or by)
    return Article.objects.get(pk=story.pk)


def story(by=None, publisher=None, **fields):
    """A published story; ``published_at`` and the like make it scheduled, expired …

    The gate lets nothing out that is under embargo or expired: these two are written past it, as if
    time had brought them about.
    """
    past_the_gate = {name: fields.pop(name) for name in _PAST_THE_GATE if fields.get(name)}
    article = draft(by=by, **fields)
    workflow.publish(article, publisher or _anybody_who_publishes(), passed=gate.EVERY)
    if past_the_gate:
        Article.objects.filter(pk=article.pk).update(**past_the_gate)
        revision = Article.objects.get(pk=article.pk).live_revision
        revision.snapshot |= past_the_gate
        revision.save()
    return Article.objects.get(pk=article.pk)


_PAST_THE_GATE = ("embargo_until", "expires_at")


def comment(article, status=Status.APPROVED, *, by=None, email="ban@example.org", **fields):
    """A comment, decided on by a moderator unless it waits."""
    number = next(_number)
    fields = {"name": "Nguyễn Văn Hòa", "body": f"Bài viết hay {number}", **fields}
    row = Comment.objects.create(article=article, nonce=f"nonce-{number}", **fields)
    Contact.objects.create(comment=row, email=email, consent_version=1, consented_at=timezone.now())
    verbs = {Status.APPROVED: "approve", Status.REJECTED: "reject", Status.SPAM: "spam"}
    if status in verbs:
        reason = "off_topic" if status == Status.REJECTED else ""
        decide([(row.pk, 1)], verbs[status], by or _anybody_who_moderates(), reason)
        row.refresh_from_db()
    elif status != Status.PENDING:
        row.status = status
        row.save()
    return row


def _anybody_who_publishes():
    return User.objects.filter(groups__name=Role.MANAGING_EDITOR).first() or managing_editor()


def _anybody_who_moderates():
    return User.objects.filter(groups__name=Role.MODERATOR).first() or moderator()
