"""What is typed and not saved: kept on the server, offered when one comes back, never mixed in."""

from uuid import uuid4

import pytest

from articles import workflow
from articles.models import Article, Draft
from articles.versions import drafts, revisions
from cms.roles import Role
from tests import factories
from tests.page import Page

from .desk import form_data, fresh, seen, typed, url, vi

pytestmark = pytest.mark.django_db


class Form:
    """The story form in one window: what a browser would keep, save and come back to."""

    def __init__(self, client, user, story=None):
        self.client, self.user, self.story = client, user, story
        self.address = url("change", story.pk) if story else url("add")
        self.fields = form_data(story) if story else form_data()
        self.meta = {"tab": str(uuid4()), "key": "" if story else str(uuid4()), "writer": user.pk}
        self.serial, self.over = 0, ""

    def keep(self, *, serial=None, left=False, **typed):
        """An autosave of what stands in the form, after typing ``typed``."""
        self.serial = serial or self.serial + 1
        self.fields |= typed
        data = {
            **self.fields, **self.meta, "_story": self.story.pk if self.story else "",
            "_serial": self.serial, "_over": self.over, **({"_left": 1} if left else {}),
        }  # fmt: skip
        answer = self.client.post(url("autosave"), data)
        self.over = answer.json().get("over", self.over)
        return answer

    def save(self, **typed):
        self.fields |= typed
        self.serial += bool(typed)
        data = {**self.fields, **self.meta, "_serial": self.serial}
        return self.client.post(self.address, data)


@pytest.fixture
def form(login, reporter):
    """``form(story)``: the reporter opens the form of a story, or of a new one."""

    def open_(story=None, user=reporter):
        return Form(login(user), user, story)

    return open_


@pytest.fixture
def story(reporter):
    return factories.draft(by=reporter, headline="Tít cũ")


def offered(client, address):
    return client.get(address).context["typing"]["left"]


def test_what_is_typed_is_kept_beside_the_story_and_makes_no_version(form, story):
    answer = form(story).keep(headline="Tít đang gõ", published_at_0="31/")
    assert answer.status_code == 200
    assert answer.json()["at"]
    draft = Draft.objects.get()
    assert draft.fields["headline"] == ["Tít đang gõ"]
    assert draft.fields["published_at_0"] == ["31/"]
    assert fresh(story).headline == "Tít cũ"
    assert story.revisions.count() == 1


def test_one_row_is_written_again_and_again_and_what_arrives_late_changes_nothing(form, story):
    page = form(story)
    for number in range(1, 4):
        page.keep(headline=f"Tít {number}")
    assert page.keep(serial=2, headline="Tít 2").status_code == 200
    assert Draft.objects.get().fields["headline"] == ["Tít 3"]


def test_coming_back_one_is_offered_what_was_left_and_nothing_is_mixed_in(form, story):
    page = form(story)
    page.keep(headline="Tít để dở", standfirst="Sapo để dở")
    client = page.client
    response = client.get(url("change", story.pk))
    assert typed(response, "headline") == "Tít cũ"
    assert vi("Go on with it") in seen(response)
    compare = seen(client.get(url("unsaved", Draft.objects.get().pk)))
    assert "Tít cũ" in compare
    assert "Tít để dở" in compare


def test_going_on_with_it_brings_everything_back_half_a_date_included(form, story):
    page = form(story)
    page.keep(headline="Tít để dở", body="<p>Đoạn một</p>", published_at_0="31/")
    address = f"{url('change', story.pk)}?draft={Draft.objects.get().pk}"
    response = page.client.get(address)
    assert typed(response, "headline") == "Tít để dở"
    assert typed(response, "body") == "Đoạn một"
    assert typed(response, "published_at_0") == "31/"
    assert 'class="errorlist"' not in response.content.decode()
    # Its window keeps from now on; the one before would write over it and may not.
    fields = Page(response).form("article_form")
    again = form(story)
    again.meta |= {"tab": fields["tab"]}
    again.over = fields["_over"]
    assert again.keep(headline="Tít viết tiếp").status_code == 200
    late = page.keep(headline="Tít ở cửa sổ cũ")
    assert late.status_code == 409
    assert late.json()["problem"] == "elsewhere"
    assert Draft.objects.get().fields["headline"] == ["Tít viết tiếp"]


def test_another_window_does_not_write_over_what_was_left_before_somebody_decided(form, story):
    first, second = form(story), form(story)
    first.keep(headline="Cửa sổ một")
    answer = second.keep(headline="Cửa sổ hai")
    assert (answer.status_code, answer.json()["problem"]) == (409, "elsewhere")
    assert Draft.objects.get().fields["headline"] == ["Cửa sổ một"]
    # What was looked at can be dropped; what was typed since cannot.
    look = url("unsaved", Draft.objects.get().pk)
    over = Page(second.client.get(look)).form("")["over"]
    first.keep(headline="Cửa sổ một, viết thêm")
    second.client.post(look, {"over": over})
    assert Draft.objects.get().fields["headline"] == ["Cửa sổ một, viết thêm"]
    second.client.post(look, {"over": drafts.mark(Draft.objects.get())})
    assert second.keep().status_code == 200
    assert Draft.objects.get().fields["headline"] == ["Cửa sổ hai"]


def test_saving_takes_what_its_own_window_kept_and_leaves_that_of_another(form, story):
    page, other = form(story), form(story)
    page.keep(headline="Tít mới")
    assert page.save().status_code == 302
    assert fresh(story).headline == "Tít mới"
    assert not Draft.objects.exists()
    other.fields = form_data(story)
    other.keep(headline="Của cửa sổ kia")
    page.fields["base_revision"] = fresh(story).latest_revision_id
    page.save(headline="Tít mới nữa")
    assert Draft.objects.get().fields["headline"] == ["Của cửa sổ kia"]


def test_a_new_story_is_kept_before_it_has_a_headline_and_found_again(form, reporter):
    page = form()
    assert page.keep(body="Vài chữ đầu tiên").status_code == 200
    client = page.client
    draft = Draft.objects.get()
    assert vi("Typed and not saved") in seen(client.get("/admin/"))
    assert [left.pk for left in offered(client, url("add"))] == [draft.pk]
    response = client.get(f"{url('add')}?draft={draft.pk}")
    assert typed(response, "body") == "Vài chữ đầu tiên"
    fields = Page(response).form("article_form")
    fields |= {"headline": "Nay có tít", "comment_policy": "default", "_continue": "1"}
    response = client.post(url("add"), fields)
    assert response.status_code == 302
    story = Article.objects.get()
    assert (story.headline, story.reporter) == ("Nay có tít", reporter)
    assert story.key == draft.key
    assert not Draft.objects.exists()


def test_a_new_story_sent_twice_is_one_story(form):
    page = form()
    assert page.save(headline="Gửi trên tàu").status_code == 302
    assert page.save(headline="Gửi trên tàu").status_code == 302
    story = Article.objects.get()
    assert story.revisions.count() == 1
    # Gone back, and written on: a version of the same story.
    assert page.save(headline="Gửi trên tàu, viết thêm").status_code == 302
    assert fresh(story).headline == "Gửi trên tàu, viết thêm"
    assert Article.objects.count() == 1


def test_going_back_behind_ones_own_save_is_no_conflict(form, story):
    page = form(story)
    assert page.save(headline="Lần một").status_code == 302
    assert page.save(headline="Lần hai").status_code == 302
    assert fresh(story).headline == "Lần hai"
    assert not story.revisions.filter(aside=True).exists()


def test_but_behind_the_save_of_a_colleague_it_is_one(form, story):
    page = form(story)
    page.save(headline="Lần một")
    data = {**revisions.working(fresh(story)), "headline": "Của đồng nghiệp"}
    colleague = factories.managing_editor()
    revisions.save(story, data, colleague, base_id=fresh(story).latest_revision_id)
    assert page.save(headline="Lần hai").status_code == 409
    assert fresh(story).headline == "Của đồng nghiệp"


def test_text_left_in_a_browser_is_forgotten_when_the_story_says_it_already(form, story):
    page = form(story)
    page.keep(headline="Tít mới")
    page.save()
    page.fields["base_revision"] = fresh(story).latest_revision_id
    assert page.keep(left=True).json()["saved"]
    assert not Draft.objects.exists()
    assert page.keep(left=True, headline="Gõ thêm rồi mất mạng").status_code == 200
    assert Draft.objects.exists()


def test_what_the_save_of_its_own_form_overtook_is_not_offered_as_unsaved(form, story, reporter):
    page = form(story)
    page.save(headline="Tít mới")
    late = page.keep(serial=page.serial)  # sent before the save, on a bad line
    assert late.json()["saved"]
    assert not Draft.objects.exists()
    # What is typed since is text like any other.
    page.keep(headline="Gõ thêm")
    assert Draft.objects.get().fields["headline"] == ["Gõ thêm"]


def test_a_slow_save_takes_nothing_along_that_was_typed_since_it_was_sent(form, story):
    page = form(story)
    page.keep(headline="Tít mới")
    page.keep(serial=9, headline="Tít mới, gõ thêm")
    page.serial = 1
    page.save(headline="Tít mới")
    assert fresh(story).headline == "Tít mới"
    assert Draft.objects.get().fields["headline"] == ["Tít mới, gõ thêm"]


def test_a_form_that_comes_back_still_says_which_edits_are_in_it(form, story):
    page = form(story)
    page.keep(serial=7, headline="Của phóng viên")
    colleague = factories.managing_editor()
    data = revisions.working(fresh(story)) | {"headline": "Của đồng nghiệp"}
    revisions.save(story, data, colleague, base_id=fresh(story).latest_revision_id)
    answer = page.save()
    assert answer.status_code == 409
    assert 'name="_serial" value="7"' in answer.content.decode()


def test_an_earlier_edit_that_arrives_after_the_save_is_no_unsaved_text(form, story):
    page = form(story)
    page.serial = 1
    page.save(headline="Tít mới", standfirst="Sapo xong")
    assert page.keep(serial=1, headline="Tít mới", standfirst="").json()["saved"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize("left", [False, True])
def test_what_arrives_late_takes_nothing_along_that_was_typed_after_the_save(form, story, left):
    page = form(story)
    page.save(headline="Tít mới")  # its answer was lost: the form stays open
    saved = page.serial
    page.keep(headline="Gõ thêm")
    page.fields["base_revision"] = fresh(story).latest_revision_id
    assert page.keep(serial=saved, left=left, headline="Tít mới").json()["saved"]
    assert Draft.objects.get().fields["headline"] == ["Gõ thêm"]


def test_text_of_a_new_story_left_in_a_browser_finds_the_story_it_became(form):
    page = form()
    page.save(headline="Bài mới")
    assert page.keep(left=True).json()["saved"]
    page.keep(headline="Bài mới, gõ thêm")
    draft = Draft.objects.get()
    assert draft.article == Article.objects.get()


def test_under_another_login_nothing_is_kept_or_saved_and_all_is_given_back(form, login, story):
    page = form(story)
    login(factories.managing_editor(full_name="Trần Đức Anh"))
    answer = page.keep(headline="Của phóng viên")
    assert (answer.status_code, answer.json()["problem"]) == (403, "somebody")
    assert answer.json()["name"] == "Trần Đức Anh"
    response = page.save(headline="Của phóng viên")
    assert response.status_code == 403
    assert "Của phóng viên" in response.content.decode()
    assert fresh(story).headline == "Tít cũ"
    assert story.revisions.count() == 1
    assert not Draft.objects.exists()


def test_a_story_handed_in_meanwhile_takes_no_drafts_and_shows_what_was_left(form, story, reporter):
    page = form(story)
    page.keep(headline="Viết dở")
    workflow.submit(story, reporter)
    answer = page.keep(headline="Viết nữa")
    assert (answer.status_code, answer.json()["problem"]) == (403, "closed")
    text = seen(page.client.get(url("unsaved", Draft.objects.get().pk)))
    assert "Viết dở" in text
    assert vi("Go on with it") not in text


def test_what_a_browser_kept_of_a_story_handed_in_since_is_not_lost(form, story, reporter):
    page = form(story)
    page.save(headline="Tít nộp")
    workflow.submit(story, reporter)
    page.fields["base_revision"] = fresh(story).latest_revision_id
    assert page.keep(left=True).json()["saved"]
    assert story.revisions.filter(aside=True).count() == 0
    assert page.keep(left=True, headline="Gõ trước khi nộp ở máy khác").json()["saved"]
    assert story.revisions.get(aside=True).snapshot["headline"] == "Gõ trước khi nộp ở máy khác"
    assert fresh(story).headline == "Tít nộp"
    assert page.keep(left=True, published_at_0="31/").status_code == 403


def test_pictures_within_the_text_are_no_text_to_keep(form, story):
    picture = f'<p>Chữ <img src="data:image/png;base64,{"A" * 3000}"> sau</p>'
    assert form(story).keep(body=picture).status_code == 200
    assert Draft.objects.get().fields["body"] == ['<p>Chữ <img src=""> sau</p>']


def test_nobody_sees_or_drops_what_somebody_else_typed(form, login, story):
    form(story).keep(headline="Tin mật")
    draft = Draft.objects.get()
    client = login(factories.superuser())
    for answer in (
        client.get(url("unsaved", draft.pk)),
        client.post(url("unsaved", draft.pk), {"over": drafts.mark(draft)}),
    ):
        assert answer.status_code == 404
    assert "Tin mật" not in client.get(f"{url('change', story.pk)}?draft={draft.pk}").text
    assert Draft.objects.exists()


def test_a_key_of_somebody_else_opens_nothing(form):
    page = form()
    page.keep(headline="Của tôi")
    thief = form(user=factories.reporter())
    thief.meta["key"] = page.meta["key"]
    answer = thief.keep(headline="Đè lên")
    assert (answer.status_code, answer.json()["problem"]) == (403, "closed")
    assert Draft.objects.get().fields["headline"] == ["Của tôi"]


@pytest.mark.parametrize("role", [None, Role.MODERATOR])
def test_who_writes_no_stories_keeps_none(form, role):
    answer = form(user=factories.user(role)).keep(headline="Không được")
    assert answer.status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"tab": "x"}, {"tab": ""}, {"_serial": "-1"}, {"_serial": "9" * 30}, {"key": "zz"},
        {"_story": "9" * 30}, {"_story": "abc"}, {"_over": "x.y"}, {"headline": "\x00"},
    ],
)  # fmt: skip
def test_odd_posts_are_no_error(form, odd):
    page = form()
    data = {**page.fields, **page.meta, "_story": "", "_serial": "1", **odd}
    assert page.client.post(url("autosave"), data).status_code in (200, 400, 403)


def test_who_leaves_hands_over_what_was_not_saved(form, story, reporter):
    heir = factories.reporter()
    form(story).keep(headline="Viết dở")
    form().keep(headline="Bài mới viết dở")
    workflow.hand_over(reporter, heir, factories.superuser())
    assert {draft.user for draft in Draft.objects.all()} == {heir}


# --- Who else is there ----------------------------------------------------------------------


def test_who_has_the_story_open_is_told_to_the_others_and_in_the_list(form, login, story):
    chief = factories.managing_editor(full_name="Trần Đức Anh")
    page = form(story)
    page.keep(headline="Đang gõ")
    client = login(chief)
    listed = seen(client.get(url("changelist")))
    assert vi("%(names)s editing now", names=page.user) in listed
    answer = client.post(url("here", story.pk), {"base_revision": story.latest_revision_id})
    assert answer.json()["others"] == [str(page.user)]
    assert answer.json()["newer"] is None
    login(page.user).post(url("here", story.pk), {"leave": "1"})
    assert login(chief).post(url("here", story.pk)).json()["others"] == []


def test_somebody_elses_save_is_told_while_one_writes_and_ones_own_is_not(form, login, story):
    page = form(story)
    chief = Form(login(factories.managing_editor(full_name="Trần Đức Anh")), page.user, story)
    chief.meta["writer"] = ""
    chief.save(headline="Của thư ký")
    login(page.user)
    assert page.keep(standfirst="Gõ").json()["newer"]["name"] == "Trần Đức Anh"
    page.fields["base_revision"] = fresh(story).latest_revision_id
    page.save()
    page.fields["base_revision"] = story.latest_revision_id
    assert page.keep(standfirst="Gõ nữa").json()["newer"] is None
