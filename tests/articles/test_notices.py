"""Who learns of which step: notices, their badge and page; what is mailed to whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import gate, notices, planning, timed_updates, workflow
from articles.models import Notice
from articles.models.revision import Verb
from articles.versions import revisions
from cms.delivery import Channel
from cms.models import ApprovalSteps, Delivery, MailAbout, SiteSettings, User
from cms.roles import Role
from tests import factories

from .desk import fresh, in_state, seen, take, url, vi

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/thong-bao/"


def told(story, verb=None):
    """The people with a notice of a step of ``story``, of its latest one unless ``verb``."""
    step = story.transitions.filter(verb=verb).first() if verb else story.transitions.first()
    return {notice.recipient for notice in step.notices.all()}


def test_submitting_tells_whoever_on_that_desk_may_approve(reporter):
    top = factories.section()
    section = factories.section(parent=top)
    expected = {
        factories.user(Role.EDITOR),
        factories.user(Role.EDITOR, desks=[section]),
        factories.user(Role.MANAGING_EDITOR, desks=[top]),
        factories.user(Role.PUBLISHER),
    }
    factories.user(Role.EDITOR, desks=[factories.section()])
    factories.user(Role.EDITOR, is_active=False)
    factories.reporter()
    factories.moderator()
    story = factories.draft(by=reporter, section=section)
    workflow.submit(story, reporter)
    assert told(story) == expected
    assert all(notice.asks for notice in Notice.objects.all())


def test_an_unfiled_story_is_for_those_who_work_everywhere(reporter):
    everywhere = factories.user(Role.EDITOR)
    factories.user(Role.EDITOR, desks=[factories.section()])
    story = factories.draft(by=reporter, section=None)
    workflow.submit(story, reporter)
    assert told(story) == {everywhere}


def test_nobody_is_told_what_they_did_themselves():
    editor, colleague = factories.user(Role.EDITOR), factories.user(Role.EDITOR)
    story = factories.draft(by=editor, authors=[factories.author(user=editor)])
    workflow.submit(story, editor)
    assert told(story) == {colleague}
    workflow.approve(story, editor)
    assert editor not in told(story)


@pytest.mark.parametrize("steps", ApprovalSteps)
def test_approving_tells_whoever_may_publish_and_the_writers(steps, reporter):
    SiteSettings.objects.update_or_create(pk=1, defaults={"approval_steps": steps})
    chief, editor = factories.managing_editor(), factories.user(Role.EDITOR)
    other_editor, second = factories.user(Role.EDITOR), factories.reporter()
    story = factories.draft(by=reporter, authors=[factories.author(user=second)])
    workflow.submit(story, reporter)
    workflow.approve(story, editor)
    publishers = {chief, other_editor} if steps == ApprovalSteps.ONE else {chief}
    assert told(story) == publishers | {reporter, second}
    asked = {notice.recipient for notice in story.transitions.first().notices.filter(asks=True)}
    assert asked == publishers


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("submitted", "send_back"), ("approved", "publish"), ("live", "withdraw"),
        ("withdrawn", "put_back"), ("submitted", "discard"),
    ],
)  # fmt: skip
def test_what_happens_to_a_story_is_told_to_its_people(state, verb, reporter):
    second, gone = factories.reporter(), factories.reporter(is_active=False)
    bylines = [factories.author(user=person) for person in (second, gone, None)]
    story = in_state(state, by=reporter, authors=bylines)
    take(verb, story, factories.managing_editor())
    assert told(story) == {reporter, second}


def test_planning_and_giving_away_tell_the_old_hand_and_the_new(managing_editor, reporter):
    other = factories.reporter()
    story = workflow.plan(planning.Words(headline="Họp báo", reporter=reporter), managing_editor)
    assert told(story) == {reporter}
    workflow.assign(story, managing_editor, to=other)
    assert told(story) == {reporter, other}
    workflow.discard(fresh(story), factories.managing_editor())
    assert told(story) == {other, managing_editor}  # who planned it learns that it is off


def test_what_somebody_took_on_waits_for_nobody_else(reporter):
    editors = [factories.user(Role.EDITOR) for _ in range(3)]
    story = factories.draft(by=reporter)
    workflow.submit(story, reporter)
    notices.read(editors[1], story)
    workflow.send_back(story, editors[0], reason="Thiếu nguồn")
    # Who never looked has nothing to look at any more; who did keeps it in the list.
    assert told(story, "submit") == {editors[1]}
    assert told(story) == {reporter}


def test_a_recalled_story_waits_for_nobody(reporter):
    factories.user(Role.EDITOR)
    story = factories.draft(by=reporter)
    workflow.submit(story, reporter)
    workflow.recall(story, reporter)
    assert not Notice.objects.exists()


def test_a_step_that_is_refused_leaves_no_notice(reporter, managing_editor):
    story = factories.draft(by=reporter, section=None, source="")
    with pytest.raises(workflow.Refused):
        workflow.publish(story, managing_editor)
    assert not Notice.objects.exists()


def test_a_desk_of_many_is_one_insert(reporter):
    section = factories.section()
    story = factories.draft(by=reporter, section=section)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            workflow.submit(story, reporter)
        workflow.recall(story, reporter)
        return len(captured)

    factories.user(Role.EDITOR)
    asked()  # from here on the permissions of the reporter are known
    few = asked()
    for number in range(20):
        factories.user(Role.EDITOR, desks=[section] if number % 2 else [])
    assert asked() == few


# --- The badge ----------------------------------------------------------------------------


def badge(response):
    return seen(response).partition(vi("Notices"))[2].split()[0]


def test_every_page_of_the_admin_shows_how_many_are_unread(login, reporter, managing_editor):
    story = factories.draft(by=reporter)
    workflow.submit(story, reporter)
    workflow.send_back(story, managing_editor, reason="Thiếu nguồn")
    client = login(reporter)
    for path in ("/admin/", url("changelist"), ADDRESS, "/admin/password_change/"):
        assert badge(client.get(path)) == "1", path
    assert not badge(login(managing_editor).get("/admin/")).isdigit()


def test_the_badge_is_one_query_and_says_no_more_than_99(reporter, managing_editor):
    story = factories.draft(by=reporter)
    workflow.submit(story, managing_editor)
    step = story.transitions.get()
    people = User.objects.bulk_create(User(username=f"n{n}") for n in range(3))
    for number, person in zip((0, 99, 100), people, strict=True):
        for _each in range(number):
            step.pk = None
            step.save()
            Notice.objects.create(step=step, recipient=person)
    with CaptureQueriesContext(connection) as captured:
        assert [Notice.objects.badge(person) for person in people] == ["", "99", "99+"]
    assert len(captured) == 3


# --- The page -----------------------------------------------------------------------------


def some_notices(reporter, editor, count=3):
    for number in range(count):
        story = factories.draft(by=reporter, headline=f"Tin số {number}")
        workflow.submit(story, reporter)
        workflow.send_back(story, editor, reason=f"Lý do {number}")


def test_the_page_lists_ones_own_newest_first(login, reporter, managing_editor):
    some_notices(reporter, managing_editor)
    some_notices(factories.reporter(), managing_editor, count=1)
    text = seen(login(reporter).get(ADDRESS))
    places = [text.index(f"Lý do {number}") for number in (2, 1, 0)]
    assert places == sorted(places)
    assert f"{managing_editor} trả lại bài" in text
    assert text.count("Tin số 0") == 1


def test_older_ones_are_a_page_away(login, reporter, managing_editor):
    some_notices(reporter, managing_editor, count=52)
    client = login(reporter)
    first = client.get(ADDRESS)
    assert "Tin số 2 Lý do 2" in seen(first)
    assert "Tin số 1 Lý do 1" not in seen(first)
    older = first.content.decode().partition("?before=")[2].partition('"')[0]
    text = seen(client.get(ADDRESS, {"before": older}))
    assert "Tin số 1 Lý do 1" in text
    assert "Tin số 0 Lý do 0" in text
    assert "Tin số 2" not in text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 25, "1; DROP"])
def test_a_page_that_was_never_offered_is_none(login, reporter, before):
    assert login(reporter).get(ADDRESS, {"before": before}).status_code == 404


def test_opening_a_notice_reads_it_and_leads_to_the_story(login, reporter, managing_editor):
    some_notices(reporter, managing_editor, count=2)
    notice = Notice.objects.filter(recipient=reporter).first()
    client = login(reporter)
    response = client.get(f"{ADDRESS}{notice.pk}/")
    assert response.url == url("change", notice.step.article_id)
    assert Notice.objects.badge(reporter) == "1"
    assert login(managing_editor).get(f"{ADDRESS}{notice.pk}/").status_code == 404


def test_opening_the_story_by_any_way_reads_what_was_said_of_it(login, reporter, managing_editor):
    some_notices(reporter, managing_editor, count=1)
    story = Notice.objects.get(recipient=reporter).step.article
    login(reporter).get(url("change", story.pk))
    assert Notice.objects.badge(reporter) == ""


def test_all_read_reads_what_stood_on_the_page_and_nothing_newer(login, reporter, managing_editor):
    some_notices(reporter, managing_editor, count=2)
    newest = Notice.objects.filter(recipient=reporter).first().pk
    some_notices(reporter, managing_editor, count=1)
    others = Notice.objects.exclude(recipient=reporter).unread().count()
    client = login(reporter)
    assert client.get(f"{ADDRESS}da-doc/").status_code == 405
    client.post(f"{ADDRESS}da-doc/", {"newest": newest})
    assert Notice.objects.badge(reporter) == "1"
    for nonsense in ("", "x", "9" * 30):
        assert client.post(f"{ADDRESS}da-doc/", {"newest": nonsense}).status_code == 302
    assert Notice.objects.exclude(recipient=reporter).unread().count() == others


def test_a_story_that_went_to_another_desk_is_not_named(login, reporter):
    mine, other = factories.section(), factories.section()
    editor = factories.user(Role.EDITOR, desks=[mine])
    story = factories.draft(by=reporter, section=mine, headline="Chuyện kín")
    workflow.submit(story, reporter)
    client = login(editor)
    assert "Chuyện kín" in seen(client.get(ADDRESS))
    story.__class__.objects.filter(pk=story.pk).update(section=other)
    text = seen(client.get(ADDRESS))
    assert "Chuyện kín" not in text
    assert vi("A story that you can no longer see") in text
    notice = Notice.objects.get(recipient=editor)
    response = client.get(f"{ADDRESS}{notice.pk}/", follow=True)
    assert vi("You can no longer see this story.") in seen(response)


def test_what_was_read_long_ago_is_forgotten(login, reporter, managing_editor):
    some_notices(reporter, managing_editor, count=3)
    old, recent, unread = Notice.objects.filter(recipient=reporter)
    long_ago = old.step.at - notices.KEPT * 2
    Notice.objects.filter(pk=old.pk).update(read_at=long_ago)
    Notice.objects.filter(pk=recent.pk).update(read_at=recent.step.at)
    login(reporter).get(ADDRESS)
    assert set(Notice.objects.filter(recipient=reporter)) == {recent, unread}


def test_the_page_asks_the_same_however_many_notices_stand_on_it(login, reporter, managing_editor):
    client = login(reporter)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    some_notices(reporter, managing_editor, count=1)
    few = asked()
    some_notices(reporter, managing_editor, count=10)
    assert asked() == few
    assert few <= 11


# --- Mail ---------------------------------------------------------------------------------


@pytest.fixture
def mail_on(settings):
    settings.MAIL_IS_ON = True


def mails():
    return {row.to: row for row in Delivery.objects.filter(channel=Channel.MAIL)}


def test_what_nobody_should_miss_is_mailed_unless_switched_off(
    mail_on, reporter, managing_editor, settings
):
    settings.SITE_URL = "https://www.example.org"
    silent = factories.reporter(mail_about=[])
    bylines = [factories.author(user=silent)]
    story = factories.draft(by=reporter, authors=bylines, headline="Tít & <b>dấu</b>")
    workflow.submit(story, reporter)
    assert mails() == {}
    workflow.send_back(story, managing_editor, reason="Thiếu <nguồn> thứ hai")
    assert list(mails()) == [reporter.email]
    row = mails()[reporter.email]
    assert row.subject == f"{managing_editor} trả lại bài: Tít & <b>dấu</b>"
    address = f"https://www.example.org{url('change', story.pk)}"
    text, html = row.payload["text"], row.payload["html"]
    for words in ("Tít & <b>dấu</b>", "Thiếu <nguồn> thứ hai", address):
        assert words in text
    for words in ("Tít &amp; &lt;b&gt;dấu&lt;/b&gt;", "Thiếu &lt;nguồn&gt; thứ hai", address):
        assert words in html


def test_long_names_and_headlines_fit_into_a_subject(mail_on, reporter):
    editor = factories.managing_editor(full_name="Nguyễn " * 17)
    story = in_state("submitted", by=reporter, headline="Đường sắt " * 20)
    workflow.send_back(story, editor, reason="Dài " * 5000)
    assert 100 < len(mails()[reporter.email].subject) <= 300


def test_mail_speaks_the_language_of_whoever_reads_it(mail_on, managing_editor):
    english = factories.reporter(language="en", full_name="Anna")
    vietnamese = factories.reporter()
    bylines = [factories.author(user=english), factories.author(user=vietnamese)]
    story = in_state("submitted", authors=bylines)
    workflow.send_back(story, managing_editor, reason="…")
    assert "sent a story back" in mails()[english.email].subject
    assert "trả lại bài" in mails()[vietnamese.email].subject


def test_a_plan_that_is_mailed_says_when_and_which_photo(mail_on, reporter, managing_editor):
    words = planning.Words(
        headline="Họp báo", reporter=reporter, photo_order="Ảnh hội trường", brief="600 chữ"
    )
    workflow.plan(words, managing_editor)
    text = mails()[reporter.email].payload["text"]
    assert "Ảnh hội trường" in text
    assert "600 chữ" in text


def test_nobody_gets_two_mails_of_one_step(mail_on, reporter):
    everything = list(MailAbout.values)
    chief = factories.managing_editor(mail_about=everything)
    story = factories.draft(by=chief)
    workflow.submit(story, chief)
    workflow.approve(story, factories.user(Role.EDITOR))
    assert Delivery.objects.filter(to=chief.email).count() == 1


def test_a_leavers_heap_of_stories_is_no_heap_of_mail(mail_on, reporter, managing_editor):
    heir = factories.reporter(mail_about=list(MailAbout.values))
    for _each in range(3):
        factories.draft(by=reporter)
    workflow.hand_over(reporter, heir, managing_editor)
    assert Notice.objects.badge(heir) == "3"
    assert mails() == {}


def test_without_a_mail_server_nothing_is_queued(reporter, managing_editor):
    story = in_state("submitted", by=reporter)
    workflow.send_back(story, managing_editor, reason="…")
    assert not Delivery.objects.exists()


def test_everybody_chooses_what_is_mailed_to_them(login, reporter):
    client = login(reporter)
    page = client.get(f"{ADDRESS}thiet-lap/")
    assert page.content.decode().count("checked") == 2
    assert reporter.email in seen(page)
    response = client.post(f"{ADDRESS}thiet-lap/", {"about": ["published"]}, follow=True)
    assert vi("Your choice is saved.") in seen(response)
    assert User.objects.get(pk=reporter.pk).mail_about == ["published"]
    client.post(f"{ADDRESS}thiet-lap/", {"about": ["everything"]})
    assert User.objects.get(pk=reporter.pk).mail_about == ["published"]
    client.post(f"{ADDRESS}thiet-lap/", {})
    assert User.objects.get(pk=reporter.pk).mail_about == []


def test_a_timed_update_tells_its_people_what_became_of_it():
    editor, reporter = factories.managing_editor(), factories.reporter()
    for headline, expected in (("Bản hai", Verb.TIMED), ("", Verb.TIMED_FAILED)):
        story = factories.story(by=reporter)
        due = timezone.now() + timedelta(hours=1)
        data = {**revisions.working(story), "headline": "Bản hai"}
        revision = revisions.save(story, data, editor, base_id=story.latest_revision_id)
        workflow.publish(story, editor, at=due, passed=gate.EVERY)
        Notice.objects.all().delete()
        revision.snapshot["headline"] = headline
        revision.save()
        timed_updates.apply_due(due)
        told = {notice.recipient for notice in Notice.objects.filter(step__verb=expected)}
        assert told == ({reporter} if expected == Verb.TIMED else {reporter, editor}), expected
