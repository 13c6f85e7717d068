"""What is erased when its time is over, and what a legal hold keeps."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments import moderation, queues, reader_mail
from comments.models import (
    Comment,
    CommentSettings,
    Contact,
    Decision,
    Hold,
    Likeness,
    ReaderAddress,
    Status,
)
from tests import factories

pytestmark = pytest.mark.django_db


def aged(days, status=Status.APPROVED, **fields):
    row = factories.comment(factories.story(), status, **fields)
    long_ago = timezone.now() - timedelta(days=days)
    Comment.objects.filter(pk=row.pk).update(submitted_at=long_ago)
    Decision.objects.filter(comment=row).update(at=long_ago)
    return row


def retain(*options):
    out = StringIO()
    call_command("retain_comments", *options, stdout=out)
    return out.getvalue()


def body(row):
    return Comment.objects.get(pk=row.pk).body


def test_contacts_go_after_their_months_and_published_words_stay():
    old, new = aged(400, body="Cũ"), aged(300, body="Mới")
    assert "Thông tin liên hệ của người bình luận: 1" in retain()
    assert list(Contact.objects.values_list("comment", flat=True)) == [new.pk]
    assert body(old) == "Cũ"


@pytest.mark.parametrize(
    "status",
    [Status.PENDING, Status.REJECTED, Status.SPAM, Status.WITHDRAWN, Status.FORWARDED],
)
def test_what_is_not_published_loses_its_words(status):
    CommentSettings(refused_months=3).save()
    old, new = aged(100, status, body="Lời cũ"), aged(80, status, body="Lời mới")
    retain()
    assert (body(old), body(new)) == ("", "Lời mới")


def test_what_was_never_confirmed_goes_after_two_days():
    aged(2.1, Status.UNCONFIRMED, body="Chưa xác nhận")
    new = aged(1.9, Status.UNCONFIRMED, body="Vừa gửi")
    retain()
    assert list(Comment.objects.all()) == [new]
    assert body(new) == "Vừa gửi"


def test_addresses_for_mail_that_nobody_needs_go():
    aged(1, email="quen@example.org")
    long_ago = timezone.now() - timedelta(days=3)
    for email, confirmed in (("quen@example.org", long_ago), ("la@example.org", long_ago),
                             ("quen2@example.org", None)):  # fmt: skip
        ReaderAddress.objects.create(
            email=email, asked_at=long_ago, made_at=long_ago, confirmed_at=confirmed
        )
    retain()
    assert [row.email for row in ReaderAddress.objects.all()] == ["quen@example.org"]


def test_old_traces_of_likeness_go():
    row = aged(1)
    Likeness.objects.create(comment=row, key=1, at=timezone.now() - timedelta(days=15))
    kept = Likeness.objects.create(comment=row, key=2)
    retain()
    assert list(Likeness.objects.all()) == [kept]


@pytest.mark.parametrize("on", ["comment", "address"])
def test_a_legal_hold_keeps_it_until_it_is_over(on):
    row = aged(500, Status.REJECTED, body="Bằng chứng", email="Hoa@example.org")
    other = aged(500, Status.REJECTED, body="Khác", email="khac@example.org")
    what = {"comment": row} if on == "comment" else {"email": "hoa@example.org"}
    hold = Hold.objects.create(reason="Vụ án", **what)
    retain()
    assert (body(row), body(other)) == ("Bằng chứng", "")
    assert Contact.objects.get().comment == row
    hold.expires_on = timezone.localdate() - timedelta(days=1)
    hold.save()
    retain()
    assert body(row) == ""
    assert not Contact.objects.exists()


def test_a_rehearsal_counts_and_changes_nothing():
    row = aged(500, Status.SPAM, body="Rác")
    told = retain("--dry-run")
    assert "Bình luận không đăng và đã rút: 1" in told
    assert "Nothing was changed." in told
    assert body(row) == "Rác"
    assert Contact.objects.exists()


def test_a_second_run_finds_nothing():
    aged(500, Status.SPAM)
    aged(500)
    retain()
    assert {line.rpartition(": ")[2] for line in retain().splitlines()} == {"0"}


def test_what_was_decided_stays_decided_and_is_in_no_queue(moderator):
    rows = [aged(400, state) for state in (Status.REJECTED, Status.SPAM, Status.FORWARDED)]
    retain()
    for row in rows:
        before = row.status
        row.refresh_from_db()
        assert (row.body, row.status) == ("", before)
        assert not queues.QUEUES[row.status].rows(moderator).exists()


def test_what_somebody_has_just_passed_on_or_put_back_is_kept(moderator):
    old = [aged(400, body="Chuyển"), aged(400, Status.REJECTED, body="Xem lại")]
    moderation.forward(old[0].pk, old[0].version, moderator)
    moderation.decide([(old[1].pk, old[1].version)], "reopen", moderator)
    retain()
    assert [body(row) for row in old] == ["Chuyển", "Xem lại"]


def test_what_was_brought_along_and_waits_is_kept_until_somebody_reads_it():
    brought = {"verification": {"method": "import"}}
    rows = [aged(4000, state, body="Cũ", **brought) for state in ("pending", "unconfirmed")]
    retain()
    assert [body(row) for row in rows] == ["Cũ", "Cũ"]


def test_of_a_comment_that_stands_only_the_words_of_the_paper_are_explained_for_ever(moderator):
    rows = [aged(400, body="Gọi 0912345678"), aged(400, body="Lời của bạn đọc")]
    moderation.mask(rows[0].pk, rows[0].version, moderator)
    moderation.edit(rows[1].pk, rows[1].version, "Lời của tòa soạn", moderator)
    Decision.objects.update(at=timezone.now() - timedelta(days=400))
    retain()
    kept = {step.verb: step.replaced.get("body") for step in Decision.objects.all()}
    assert (kept["mask"], kept["edit"]) == (None, "Lời của bạn đọc")


def test_an_address_is_not_asked_again_before_its_time_and_its_link_lives_as_long(settings):
    settings.MAIL_IS_ON = True
    reader_mail.ask("hoa@example.org")
    ReaderAddress.objects.update(
        asked_at=timezone.now() - timedelta(days=3), made_at=timezone.now() - timedelta(days=3)
    )
    aged(1, email="hoa@example.org")
    retain()
    assert ReaderAddress.objects.exists()
    ReaderAddress.objects.update(asked_at=timezone.now() - timedelta(days=8))
    retain()
    assert not ReaderAddress.objects.exists()
