"""Readers of the demo newspaper, and what they wrote under its stories."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments import starter_words
from comments.models import Comment, Contact, Decision, Finding, Status
from comments.moderation import decide

_FILE = Path(__file__).with_name("comments.toml")


def load(progress, moderator):
    """Adds the comments that are missing; ``moderator`` decides on them."""
    starter_words.add(in_use=True)
    rows = tomllib.loads(_FILE.read_text("utf-8"))["comment"]
    stored = []
    for number, row in enumerate(progress(rows, "comments")):
        nonce = f"demo-{number}"
        comment = Comment.objects.filter(nonce=nonce).first()
        stored.append(comment or _comment(row, nonce, stored, moderator))


@transaction.atomic
def _comment(row, nonce, stored, moderator):
    article = Article.objects.get(legacy_id=f"demo:{row['story']}")
    at = min(article.published_at + timedelta(hours=row["hours_after"]), timezone.now())
    comment = Comment.objects.create(
        article=article,
        parent=stored[row["reply_to"]] if "reply_to" in row else None,
        name=row["name"],
        body=row["body"],
        submitted_at=at,
        nonce=nonce,
        verification={"method": "demo"},
    )
    Contact.objects.create(comment=comment, email=row["email"], consent_version=1, consented_at=at)
    verb = {Status.APPROVED: "approve", Status.REJECTED: "reject", Status.SPAM: "spam"}.get(
        row["status"]
    )
    if row["status"] == Status.SPAM:
        Finding.objects.create(comment=comment, rule="link", weight=2)
    if verb:
        decide([(comment.pk, 1)], verb, moderator, row.get("reason", ""))
        Decision.objects.filter(comment=comment).update(
            at=min(at + timedelta(minutes=40), timezone.now())
        )
        comment.refresh_from_db()
    return comment
