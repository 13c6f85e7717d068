"""Readers of the demo newspaper, and what they wrote under its stories."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from articles.models import Article
from comments import alike, screening, starter_words
from comments.models import Comment, Contact, Decision, Finding, Status
from comments.moderation import decide

_FILE = Path(__file__).with_name("comments.toml")
_NIGHT = Path(__file__).with_name("comments_night.toml")


def load(progress, moderator):
    """Adds the comments that are missing; ``moderator`` decides on them."""
    starter_words.add(in_use=True)
    rows = tomllib.loads(_FILE.read_text("utf-8"))["comment"]
    stored = []
    for number, row in enumerate(progress(rows, "comments")):
        nonce = f"demo-{number}"
        comment = Comment.objects.filter(nonce=nonce).first()
        stored.append(comment or _comment(row, nonce, stored, moderator))
    _night(stored)


def _night(stored):
    """What came in overnight: some with findings, some that say the same, a newer text."""
    stories = [row.article for row in stored if row.article.is_live][:6]
    for number, row in enumerate(tomllib.loads(_NIGHT.read_text("utf-8"))["comment"]):
        nonce = f"demo-night-{number}"
        if not Comment.objects.filter(nonce=nonce).exists():
            _waiting(row, nonce, stored, stories[number % len(stories)], 9 * (40 - number))
    renewed = next(row for row in stored if row.status == Status.APPROVED)
    words = f"{renewed.body} Tôi xin nói thêm: xong việc thì đừng quên những người ở lại."
    Comment.objects.filter(pk=renewed.pk, version=renewed.version, proposed="").update(
        proposed=words, version=renewed.version + 1
    )


@transaction.atomic
def _waiting(row, nonce, stored, article, minutes_ago):
    at = max(timezone.now() - timedelta(minutes=minutes_ago), article.published_at)
    email = row.get("email", f"{nonce}@example.org")
    # As if it had been typed for some minutes.
    typed_since = timezone.now() - timedelta(minutes=5)
    draft = screening.Draft(article.pk, row["name"], row["body"], "", typed_since, False, email)
    findings = screening.screen(draft)
    answered = next((each for each in stored if each.article_id == article.pk), None)
    comment = Comment.objects.create(
        article=article,
        parent=answered and (answered.parent or answered) if "reply" in row else None,
        name=row["name"],
        body=row["body"],
        alike_id=screening.cluster(findings),
        weight=sum(finding.weight for finding in findings),
        submitted_at=at,
        nonce=nonce,
        verification={"method": "demo"},
    )
    Contact.objects.create(comment=comment, email=email, consent_version=1, consented_at=at)
    alike.join(comment)
    for finding in findings:
        finding.comment = comment
    Finding.objects.bulk_create(findings)


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
