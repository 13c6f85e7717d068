"""Deciding on comments: one door, one answer for each, never over a colleague's head."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import ProtectedError
from django.utils import timezone

from articles import notes
from articles.models import Note
from cms.models import User
from cms.roles import Role
from comments import erasing, moderation, own
from comments.models import Block, Comment, Decision, Reason, Status
from comments.moderation import Result, Verb, answer, decide, undo
from tests import factories

AFTER = {
    Verb.APPROVE: Status.APPROVED,
    Verb.REJECT: Status.REJECTED,
    Verb.SPAM: Status.SPAM,
    Verb.REOPEN: Status.PENDING,
}


@pytest.fixture
def story(db):
    return factories.story()


def reason_for(verb):
    return Reason.INSULT if verb == Verb.REJECT else ""


@pytest.mark.parametrize("verb", AFTER)
@pytest.mark.parametrize("before", [*AFTER.values(), Status.FORWARDED])
def test_every_verb_from_every_state(story, moderator, verb, before):
    row = factories.comment(story, before)
    rows_before = Decision.objects.count()
    (answer,) = decide([(row.pk, row.version)], verb, moderator, reason_for(verb))
    version = row.version
    row.refresh_from_db()
    if before == AFTER[verb]:
        assert answer.result != Result.DONE
        assert row.version == version
        assert Decision.objects.count() == rows_before
        return
    assert answer.result == Result.DONE
    assert (row.status, row.version) == (AFTER[verb], version + 1)
    decision = row.decisions.first()
    assert (decision.before, decision.after) == (before, AFTER[verb])
    assert decision.actor == moderator
    assert decision.actor_name == str(moderator)
    assert decision.text_hash == hashlib.sha256(row.body.encode()).hexdigest()


def test_who_comes_second_changes_nothing_and_learns_who_was_first(story):
    row = factories.comment(story, Status.PENDING)
    first = factories.moderator(full_name="Mai Phương")
    second = factories.moderator()
    decide([(row.pk, 1)], Verb.REJECT, first, Reason.INSULT)
    (answer,) = decide([(row.pk, 1)], Verb.APPROVE, second)
    assert (answer.result, answer.by) == (Result.ALREADY, "Mai Phương")
    row.refresh_from_db()
    assert row.status == Status.REJECTED
    assert row.decisions.count() == 1


def test_a_version_nobody_has_decided_on_has_changed(story, moderator):
    row = factories.comment(story, Status.PENDING)
    Comment.objects.filter(pk=row.pk).update(version=2, body="Văn bản khác")
    (answer,) = decide([(row.pk, 1)], Verb.APPROVE, moderator)
    assert answer.result == Result.CHANGED
    assert Comment.objects.get(pk=row.pk).status == Status.PENDING


def test_a_comment_that_is_gone_is_said_to_be_missing(db, moderator):
    (answer,) = decide([(10**30, 1)], Verb.APPROVE, moderator)
    assert answer.result == Result.MISSING


def test_of_many_each_gets_its_own_answer(story, moderator):
    fresh, taken = (factories.comment(story, Status.PENDING) for _ in range(2))
    decide([(taken.pk, 1)], Verb.SPAM, moderator)
    answers = decide([(fresh.pk, 1), (taken.pk, 1)], Verb.APPROVE, moderator)
    assert [answer.result for answer in answers] == [Result.DONE, Result.ALREADY]


def test_an_approval_publishes_nothing_but_itself(story, moderator):
    parent = factories.comment(story, Status.PENDING)
    reply = factories.comment(story, Status.PENDING, parent=parent)
    other = factories.comment(story, Status.PENDING)
    decide([(parent.pk, 1)], Verb.APPROVE, moderator)
    assert list(Comment.objects.public()) == [parent]
    decide([(reply.pk, 1)], Verb.APPROVE, moderator)
    assert set(Comment.objects.public()) == {parent, reply}
    decide([(parent.pk, 2)], Verb.SPAM, moderator)
    assert not Comment.objects.public().exists()
    other.refresh_from_db()
    assert other.status == Status.PENDING


@pytest.mark.parametrize("reason", ["", "because", None])
def test_a_rejection_needs_a_reason_of_the_list(story, moderator, reason):
    row = factories.comment(story, Status.PENDING)
    with pytest.raises(ValueError, match="not a valid Reason"):
        decide([(row.pk, 1)], Verb.REJECT, moderator, reason)
    row.refresh_from_db()
    assert row.status == Status.PENDING


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.SPAM])
@pytest.mark.parametrize("reason", [Reason.INSULT, "x" * 500])
def test_a_reason_left_in_the_form_does_not_stick_to_another_verdict(
    story, moderator, verb, reason
):
    row = factories.comment(story, Status.PENDING)
    (answer,) = decide([(row.pk, 1)], verb, moderator, reason)
    assert answer.result == Result.DONE
    assert row.decisions.get().reason == ""


def test_decisions_pile_up_and_earlier_ones_stay_as_they_were(story, moderator):
    row = factories.comment(story, Status.PENDING)
    verbs = [Verb.APPROVE, Verb.REOPEN, Verb.REJECT, Verb.APPROVE]
    seen = []
    for version, verb in enumerate(verbs, start=1):
        decide([(row.pk, version)], verb, moderator, reason_for(verb))
        rows = list(row.decisions.order_by("pk").values())
        assert rows[:-1] == seen
        seen = rows
    assert [decision["after"] for decision in seen] == [AFTER[verb] for verb in verbs]


def test_a_decision_is_neither_changed_nor_deleted(story, moderator):
    step = factories.comment(story).decisions.get()
    step.reason = Reason.INSULT
    for deed in (step.save, step.delete):
        with pytest.raises(TypeError):
            deed()
    assert Decision.objects.get().reason == ""


def test_a_comment_that_was_decided_on_cannot_be_deleted(story):
    with pytest.raises(ProtectedError):
        factories.comment(story).delete()


def test_the_decision_outlives_the_login_of_who_took_it(story):
    somebody = factories.moderator(full_name="Mai Phương")
    row = factories.comment(story, by=somebody)
    User.objects.filter(pk=somebody.pk).delete()
    assert row.decisions.get().actor_name == "Mai Phương"


@pytest.mark.parametrize("role", [Role.REPORTER, Role.EDITOR, None])
def test_who_may_not_moderate_decides_nothing(story, staff, role):
    row = factories.comment(story, Status.PENDING)
    with pytest.raises(PermissionDenied):
        decide([(row.pk, 1)], Verb.APPROVE, staff[role])
    row.refresh_from_db()
    assert row.status == Status.PENDING
    assert not Decision.objects.exists()


@pytest.mark.parametrize("verb", AFTER)
@pytest.mark.parametrize("before", AFTER.values())
def test_a_step_is_undone_exactly_and_the_undoing_is_not(story, moderator, verb, before):
    row = factories.comment(story, before)
    (answer,) = decide([(row.pk, row.version)], verb, moderator, reason_for(verb))
    if answer.result != Result.DONE:
        return
    assert undo(answer.decision, moderator).result == Result.DONE
    assert Comment.objects.get(pk=row.pk).status == before
    assert undo(row.decisions.first().pk, moderator).result == Result.MISSING
    assert Comment.objects.get(pk=row.pk).status == before


@pytest.mark.parametrize("before", [Status.PENDING, Status.APPROVED])
def test_a_reply_of_the_paper_is_taken_back_with_what_it_approved(story, moderator, before):
    row = factories.comment(story, before)
    answers = answer(row.pk, row.version, "Cảm ơn bạn.", moderator)
    reply = Comment.objects.get(from_paper=True)
    assert set(Comment.objects.public()) == {row, reply}
    assert {undo(each.decision, moderator).result for each in answers} == {Result.DONE}
    row.refresh_from_db()
    reply.refresh_from_db()
    assert (row.status, reply.status) == (before, Status.WITHDRAWN)
    # Nor does it come back when the comment is approved once more.
    if before == Status.PENDING:
        decide([(row.pk, row.version)], Verb.APPROVE, moderator)
    assert list(Comment.objects.public()) == [row]
    assert not Comment.objects.waiting().exists()


def test_what_a_colleague_did_since_is_not_undone(story):
    row = factories.comment(story, Status.PENDING)
    first, second = factories.moderator(), factories.moderator(full_name="Mai Phương")
    (mine,) = decide([(row.pk, 1)], Verb.SPAM, first)
    decide([(row.pk, 2)], Verb.APPROVE, second)
    answer = undo(mine.decision, first)
    assert (answer.result, answer.by) == (Result.ALREADY, "Mai Phương")
    assert Comment.objects.get(pk=row.pk).status == Status.APPROVED


def test_a_newer_text_of_an_approved_comment_waits_and_takes_the_place_of_the_old(story, moderator):
    row = factories.comment(story, body="Chữ củ")
    Comment.objects.filter(pk=row.pk).update(proposed="Chữ mới")
    assert list(Comment.objects.waiting()) == [row]
    (answer,) = decide([(row.pk, row.version)], Verb.APPROVE, moderator)
    row.refresh_from_db()
    assert (row.body, row.proposed, row.folded) == ("Chữ mới", "", "nguyen van hoa chu moi")
    assert not Comment.objects.waiting().exists()
    undo(answer.decision, moderator)
    row.refresh_from_db()
    assert (row.body, row.proposed, row.status) == ("Chữ củ", "Chữ mới", Status.APPROVED)


def test_a_newer_text_that_is_refused_leaves_the_approved_one_standing(story, moderator):
    row = factories.comment(story, body="Chữ củ")
    Comment.objects.filter(pk=row.pk).update(proposed="Chữ mới")
    decide([(row.pk, row.version)], Verb.REJECT, moderator, Reason.INSULT)
    row.refresh_from_db()
    assert (row.body, row.proposed, row.status) == ("Chữ củ", "", Status.APPROVED)


@pytest.mark.drill
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_moderators_at_the_same_moment_make_one_decision():
    story = factories.story()
    people = [factories.moderator() for _ in range(2)]
    for _round in range(3):
        row = factories.comment(story, Status.PENDING)
        start = Barrier(2)

        def rule(person, verb, row=row, start=start):
            try:
                start.wait(10)
                return decide([(row.pk, 1)], verb, person)[0]
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(rule, people, [Verb.APPROVE, Verb.SPAM]))
        assert sorted(answer.result for answer in answers) == [Result.ALREADY, Result.DONE]
        winner = people[[answer.result for answer in answers].index(Result.DONE)]
        decision = Decision.objects.get(comment=row)
        assert decision.actor == winner
        assert [answer.by for answer in answers if answer.by] == [str(winner)]
        row.refresh_from_db()
        assert (row.status, row.version) == (decision.after, 2)


def test_undoing_a_pass_on_takes_the_note_back_unless_it_is_settled(moderator, managing_editor):
    for is_settled in (False, True):
        row = factories.comment(factories.story(), Status.PENDING)
        answer = moderation.forward(row.pk, row.version, moderator)
        note = Note.objects.get(article=row.article)
        if is_settled:
            notes.settle(note, managing_editor, done=True)
        moderation.undo(answer.decision, moderator)
        assert Note.objects.filter(article=row.article).exists() is is_settled
        assert Comment.objects.get(pk=row.pk).status == Status.PENDING


def test_masking_publishes_no_newer_text_that_waits(story, moderator):
    row = factories.comment(story, body="Gọi 0912345678 nhé")
    assert own.revise(row, "Vay tiền gọi 0987654321 ngay")
    row.refresh_from_db()
    answer = moderation.mask(row.pk, row.version, moderator)
    row.refresh_from_db()
    assert (row.body, row.status) == ("Gọi •••••••••• nhé", Status.APPROVED)
    assert row.proposed.startswith("Vay tiền gọi •")
    assert "0987654321" not in row.proposed
    assert moderation.undo(answer.decision, moderator).result == Result.DONE
    row.refresh_from_db()
    assert (row.body, row.proposed) == ("Gọi 0912345678 nhé", "Vay tiền gọi 0987654321 ngay")
    moderation.mask(row.pk, row.version, moderator)
    decide([(row.pk, row.version + 1)], Verb.APPROVE, moderator)
    row.refresh_from_db()
    assert row.body.startswith("Vay tiền gọi •")
    assert row.house_edited_at, "readers see that the paper changed it"


def test_masking_covers_the_numbers_in_a_name_too(story, moderator):
    row = factories.comment(story, name="Vay 0912345678", body="Bài viết hay")
    answer = moderation.mask(row.pk, row.version, moderator)
    row.refresh_from_db()
    assert (row.name, row.body) == ("Vay ••••••••••", "Bài viết hay")
    assert row.house_edited_at
    assert row.decisions.first().replaced["name"] == "Vay 0912345678"
    assert moderation.mask(row.pk, row.version, moderator).result == Result.IDLE
    undo(answer.decision, moderator)
    row.refresh_from_db()
    assert (row.name, row.house_edited_at) == ("Vay 0912345678", None)


def test_a_name_is_corrected_and_the_old_one_is_in_the_log(story, moderator):
    row = factories.comment(story, name="Nguyễn Văn Hoà Bnh", body="Cầu đẹp")
    answer = moderation.edit(row.pk, row.version, row.body, moderator, " Nguyễn Văn  Hòa Bình ")
    row.refresh_from_db()
    assert (row.name, row.body) == ("Nguyễn Văn Hòa Bình", "Cầu đẹp")
    assert row.folded == "nguyen van hoa binh cau dep"
    assert row.house_edited_at
    step = row.decisions.first()
    assert (step.verb, step.replaced["name"]) == (Verb.EDIT, "Nguyễn Văn Hoà Bnh")
    assert undo(answer.decision, moderator).result == Result.DONE
    row.refresh_from_db()
    assert (row.name, row.house_edited_at) == ("Nguyễn Văn Hoà Bnh", None)


@pytest.mark.parametrize("name", ["", " ", "Nguyễn Văn Hòa"])
def test_a_name_that_is_left_as_it_is_or_empty_is_no_edit(story, moderator, name):
    row = factories.comment(story)
    answer = moderation.edit(row.pk, row.version, row.body, moderator, name)
    assert answer.result == Result.IDLE


@pytest.mark.parametrize("name", ["Tòa soạn", "Báo Mới Lập", "Adm1n"])
def test_the_staff_gives_nobody_the_name_of_the_paper(story, moderator, name):
    row = factories.comment(story)
    with pytest.raises(moderation.ReservedName):
        moderation.edit(row.pk, row.version, "Chữ khác", moderator, name)
    row.refresh_from_db()
    assert (row.name, row.house_edited_at) == ("Nguyễn Văn Hòa", None)
    assert row.body != "Chữ khác"


def test_what_the_paper_wrote_itself_is_edited_under_its_name(story, moderator):
    row = factories.comment(story, name="Báo Mới Lập", from_paper=True)
    answer = moderation.edit(row.pk, row.version, "Chữ khác", moderator, "Báo Mới Lập")
    assert answer.result == Result.DONE


def test_correcting_a_name_publishes_no_newer_text_and_stays_told(story, moderator):
    row = factories.comment(story, body="Chữ cũ")
    assert own.revise(row, "Chữ mới")
    row.refresh_from_db()
    moderation.edit(row.pk, row.version, row.newest_text, moderator, "Trần Thị Hoa")
    row.refresh_from_db()
    assert (row.name, row.body, row.proposed) == ("Trần Thị Hoa", "Chữ cũ", "Chữ mới")
    decide([(row.pk, row.version)], Verb.APPROVE, moderator)
    row.refresh_from_db()
    assert (row.body, bool(row.house_edited_at)) == ("Chữ mới", True)


def test_a_name_taken_off_leaves_no_trace_of_the_one_before(story, moderator):
    row = factories.comment(story, name="Vay 0912345678")
    row.findings.create(rule="phone", field="name", start=4, end=14)
    moderation.edit(row.pk, row.version, row.body, moderator, "Bí Mật")
    erasing.take_name_off(row)
    assert not any("name" in step.replaced for step in row.decisions.all())
    assert row.findings.get().start is None


def test_the_paper_does_not_answer_twice_unless_it_wants_to(story, moderator):
    row = factories.comment(story)
    answers = Comment.objects.filter(from_paper=True)
    answer(row.pk, row.version, "Cảm ơn bạn.", moderator)
    # Pressed twice; and by a colleague whose page is older.
    for person in (moderator, factories.moderator()):
        (given,) = answer(row.pk, row.version, "Xin cảm ơn.", person)
        assert (given.result, given.by, given.pk) == (Result.ALREADY, str(moderator), row.pk)
    assert answers.count() == 1
    answer(row.pk, row.version, "Thêm một ý.", moderator, seen=answers.get().pk)
    assert answers.count() == 2


@pytest.mark.parametrize(
    "status", [Status.REJECTED, Status.SPAM, Status.FORWARDED, Status.WITHDRAWN]
)
def test_an_answer_publishes_nothing_that_was_refused(story, moderator, status):
    row = factories.comment(story, status)
    (given,) = answer(row.pk, row.version, "Cảm ơn bạn.", moderator)
    assert given.result == Result.IDLE
    assert Comment.objects.get().status == status


def test_what_is_passed_on_is_the_newest_text_and_all_of_it(story, moderator):
    row = factories.comment(story, body="Chữ cũ")
    newest = "Chữ mới " * 249 + "hết"
    Comment.objects.filter(pk=row.pk).update(proposed=newest)
    moderation.forward(row.pk, row.version, moderator)
    note = Note.objects.get(article=story)
    assert newest in note.text
    assert row.name in note.text
    erasing.take_name_off(row)
    note.refresh_from_db()
    assert newest in note.text
    assert row.name not in note.text


def test_who_is_blocked_again_after_a_block_is_over_is_blocked(story, moderator):
    row = factories.comment(story, email="xau@example.org")
    over = timezone.localdate() - timedelta(days=1)
    Block.objects.create(kind="email", value="xau@example.org", expires_on=over)
    block, is_new = moderation.block(row.pk, "email", moderator)
    assert is_new
    assert list(Block.objects.of("xau@example.org", "")) == [block]
    assert block.actor == moderator


def test_readers_are_told_only_of_words_that_the_paper_changed(story, moderator):
    row = factories.comment(story, body="Gọi 0912345678 nhé")
    assert own.revise(row, "Lời của riêng tôi")
    row.refresh_from_db()
    moderation.mask(row.pk, row.version, moderator)
    row.refresh_from_db()
    assert row.house_edited_at
    decide([(row.pk, row.version)], Verb.APPROVE, moderator)
    row.refresh_from_db()
    assert (row.body, row.house_edited_at) == ("Lời của riêng tôi", None)


def test_of_a_comment_passed_on_twice_no_word_survives_its_erasing(moderator, managing_editor):
    row = factories.comment(factories.story(), Status.PENDING, body="Số nhà 12", name="Bí Mật")
    for version in (1, 3):
        moderation.forward(row.pk, version, moderator)
        notes.settle(Note.objects.first(), managing_editor, done=True)
        decide([(row.pk, version + 1)], Verb.REOPEN, moderator)
    assert Note.objects.filter(text__contains="Số nhà 12").count() == 2
    erasing.erase(row)
    assert Note.objects.count() == 2
    assert not Note.objects.filter(text__regex="Số nhà 12|Bí Mật").exists()
