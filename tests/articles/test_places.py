"""Photos that are on their way when the text is handed in: promised, awaited, in their place."""

import pytest
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import gate, workflow
from articles.body import figures
from articles.body.plain_text import from_text, to_text
from articles.models import Article, Photo, PhotoArrival, PhotoUse, Revision
from articles.photos import photo_uses, places
from articles.versions import difference, revisions
from cms.images import MAX_BYTES
from cms.roles import Role
from tests import factories

from .desk import form_data, fresh, in_state, seen, typed, url, vi
from .library import UPLOAD, sent, small

pytestmark = pytest.mark.django_db

LEAD, TEXT = "a1" * 16, "b2" * 16
ARRIVALS = "/admin/articles/photo/arrivals/"
WORDS = {"caption": "Ga Hà Nội", "credit": "Ảnh: Mỹ Lệ", "alt": "Sân ga"}
ON_ITS_WAY = "it is waiting to be sent from the reporter's device."


def place(key=TEXT, **words):
    return str(figures.Figure(None, place=key, **words))


def promised(by=None, **fields):
    """A draft whose lead photo and one photo of the text are still on a phone."""
    body = f"<p>Đầu.</p>{place()}<p>Cuối.</p>"
    return factories.draft(by=by, **{"lead_place": LEAD, "body": body, **fields})


def send(client, key, content=None, **data):
    return client.post(UPLOAD, {"upload": sent(content=content), "for_place": key, **data})


def arrive(key, uploader=None, **words):
    photo = small(**{**WORDS, **words})
    return places.arrived(key, photo, uploader)


def refusals(story):
    return {
        reason.field: str(reason.message)
        for reason in gate.reasons_against(revisions.working(fresh(story)))
    }


def photos_of(data):
    return data["lead_photo"], [figure.photo_id for figure in figures.find(data["body"])]


# --- As it is stored ------------------------------------------------------------------------


def test_a_place_is_kept_in_the_text_whatever_writes_it():
    body = f"<p>Một.</p>{place(caption='Trên cầu', align='wide')}<p>Hai.</p>"
    story = factories.draft(body=body)
    assert fresh(story).latest_revision.snapshot["body"] == body
    assert from_text(to_text(body)) == body


@pytest.mark.parametrize(
    "key", ["", "ngắn", "a" * 15, "a" * 41, "a" * 16 + '"', "á" * 20, "../" * 8, "a" * 16 + "\n"]
)
def test_what_is_no_key_of_a_browser_is_no_place(key):
    read = figures.Figure.read({"data-place": key}, "")
    assert read.place == ""
    assert not places.is_key(key)
    story = factories.draft(lead_place=key)
    assert fresh(story).latest_revision.snapshot["lead_place"] == ""


def test_a_chosen_photo_needs_no_place():
    photo = small()
    assert figures.Figure.read({"data-photo": "7", "data-place": TEXT}, "").place == ""
    story = factories.draft(lead_photo=photo, lead_place=LEAD)
    assert fresh(story).latest_revision.snapshot["lead_place"] == ""


# --- Arriving -------------------------------------------------------------------------------


def test_a_photo_that_arrives_stands_in_its_place_and_brings_its_words(login, reporter):
    story = promised(by=reporter)
    for key in (LEAD, TEXT):
        assert send(login(reporter), key, **WORDS, sender=reporter.pk).status_code == 201
    data = revisions.working(fresh(story))
    lead, text = (PhotoArrival.objects.get(key=key).photo_id for key in (LEAD, TEXT))
    assert photos_of(data) == (lead, [text])
    assert (data["lead_caption"], data["lead_credit"], data["lead_alt"]) == (*WORDS.values(),)
    assert figures.find(data["body"]) == [figures.Figure(text, "center", *WORDS.values())]
    assert data["lead_place"] == ""
    assert gate.reasons_against(data) == []


def test_words_that_were_written_before_it_arrived_stay():
    words = {"lead_caption": "Của tôi", "lead_decorative": True}
    story = promised(body=place(credit="Ảnh: Tự chụp", alt="Cảnh"), **words)
    arrive(LEAD)
    arrive(TEXT)
    data = revisions.working(fresh(story))
    assert (data["lead_caption"], data["lead_credit"]) == ("Của tôi", "Ảnh: Mỹ Lệ")
    assert (data["lead_alt"], data["lead_decorative"]) == ("", True)
    [figure] = figures.find(data["body"])
    assert (figure.caption, figure.credit, figure.alt) == ("Ga Hà Nội", "Ảnh: Tự chụp", "Cảnh")


def test_one_key_fills_every_place_of_that_name_in_every_version():
    story = promised(body=place() + place())
    arrive(TEXT)
    assert photos_of(revisions.working(fresh(story)))[1] == [Photo.objects.get().pk] * 2


def test_the_same_file_is_not_stored_twice_and_fills_the_place(login, reporter):
    story = promised(by=reporter)
    content = factories.picture_file((64, 48)).read()
    first = send(login(reporter), LEAD, content)
    again = send(login(reporter), TEXT, content)
    assert (first.status_code, again.status_code) == (201, 200)
    photo = Photo.objects.get().pk
    assert photos_of(revisions.working(fresh(story))) == (photo, [photo])


def test_what_is_sent_twice_because_an_answer_got_lost_changes_nothing(login, reporter):
    client = login(reporter)
    first = send(client, TEXT)
    again = send(client, TEXT)  # even with other bytes
    assert again.status_code == 200
    assert again.json()["photo"] == first.json()["photo"]
    assert Photo.objects.count() == PhotoArrival.objects.count() == 1


def test_a_refused_file_leaves_the_place_empty_and_the_next_one_fills_it(login, reporter):
    refused = send(login(reporter), TEXT, b"<svg onload=alert(1)>")
    assert refused.status_code == 422
    assert not PhotoArrival.objects.exists()
    assert send(login(reporter), TEXT).status_code == 201


def test_nobody_takes_the_place_of_another_or_sends_under_another_name(login, reporter):
    send(login(reporter), TEXT)
    colleague = factories.reporter()
    answer = send(login(colleague), TEXT)
    assert answer.status_code == 422
    assert answer.json() == {"error": vi("Somebody else has sent a photo for this place.")}
    with pytest.raises(ValidationError):
        places.arrived(TEXT, small(), colleague)  # both at the same moment
    assert send(login(colleague), LEAD, sender=reporter.pk).status_code == 409
    for sender in ("", "x", "9" * 40):
        assert send(login(colleague), LEAD, sender=sender).status_code == 409
    assert send(login(colleague), "x" * 90).status_code == 422
    assert PhotoArrival.objects.get().uploader == reporter


def test_who_asks_is_told_who_they_are_and_what_has_come(login, reporter, client):
    send(login(reporter), TEXT, **WORDS)
    answer = client.get(f"{ARRIVALS}?keys={TEXT},{LEAD},khong,{'a,' * 999}").json()
    assert answer["user"] == reporter.pk
    assert list(answer["arrived"]) == [TEXT]
    assert answer["arrived"][TEXT]["caption"] == "Ga Hà Nội"
    nothing = {"user": reporter.pk, "arrived": {}, "most": MAX_BYTES}
    assert client.get(ARRIVALS).json() == nothing
    assert "no-store" in client.get(ARRIVALS)["Cache-Control"]
    assert login(factories.user(Role.MODERATOR)).get(ARRIVALS).status_code == 403


# --- With the story open ---------------------------------------------------------------------


def test_an_arrival_makes_no_open_form_stale_and_the_save_keeps_the_photo(login):
    story, editor = promised(), factories.managing_editor()
    opened = form_data(story)  # before it came: the form still holds the places
    assert opened["lead_place"] == LEAD
    arrive(LEAD)
    arrive(TEXT)
    response = login(editor).post(url("change", story.pk), {**opened, "headline": "Tít mới"})
    assert response.status_code == 302
    stored = fresh(story).latest_revision.snapshot
    assert stored["headline"] == "Tít mới"
    assert None not in photos_of(stored)[1]
    assert stored["lead_photo"]
    assert TEXT not in str(stored)
    assert not Revision.objects.filter(aside=True).exists()


def test_opening_the_form_shows_the_photo_and_saving_it_unchanged_makes_no_version(login):
    story, editor = promised(), factories.managing_editor()
    arrive(LEAD)
    arrive(TEXT)
    page = login(editor).get(url("change", story.pk))
    assert TEXT not in page.text
    assert typed(page, "lead_caption") == "Ga Hà Nội"
    login(editor).post(url("change", story.pk), form_data(story))
    assert story.revisions.count() == 1


def test_a_place_that_was_taken_out_before_stays_out():
    story = promised()
    data = {**revisions.working(fresh(story)), "lead_place": "", "body": "<p>Không ảnh.</p>"}
    arrive(LEAD)
    revisions.save(story, data, None, base_id=fresh(story).latest_revision_id)
    assert photos_of(fresh(story).latest_revision.snapshot) == (None, [])


def test_two_versions_that_differ_by_an_arrival_do_not_differ():
    story = promised()
    before = fresh(story).latest_revision.snapshot
    arrive(LEAD)
    arrive(TEXT)
    assert difference.compare(before, revisions.working(fresh(story))) == []
    [differing] = difference.compare({**before, "lead_place": "c3" * 16}, {**before})[:1]
    assert "c3c3" not in differing.before + differing.after


def test_a_reporter_reads_how_many_photos_still_wait(login, reporter):
    story = promised(by=reporter)
    workflow.submit(story, reporter)
    with translation.override("vi"):
        told = str(site.get_model_admin(Article).photos_to_come(fresh(story)))
    assert "2" in told
    assert told in seen(login(reporter).get(url("change", story.pk)))
    arrive(LEAD)
    arrive(TEXT)
    assert told not in seen(login(reporter).get(url("change", story.pk)))


# --- To the readers --------------------------------------------------------------------------


def test_what_is_on_its_way_is_no_reason_against_handing_in_but_against_publishing(reporter):
    story = promised(by=reporter)
    workflow.submit(story, reporter)
    with pytest.raises(workflow.Refused) as caught:
        workflow.publish(story, factories.managing_editor())
    assert {reason.field for reason in caught.value.reasons} == {"lead_photo", "body"}
    assert all(vi(ON_ITS_WAY) in reason.message for reason in caught.value.reasons)
    arrive(LEAD)
    assert set(refusals(story)) == {"body"}
    arrive(TEXT)
    workflow.publish(story, factories.managing_editor())


def test_readers_get_the_photos_that_arrived_with_caption_and_credit(client, reporter):
    story = promised(by=reporter)
    lead, text = arrive(LEAD, caption="Ga A"), arrive(TEXT, caption="Ga B")
    workflow.publish(story, factories.managing_editor())
    story = fresh(story)
    assert photos_of(vars(story) | {"lead_photo": story.lead_photo_id}) == (lead.pk, [text.pk])
    page = client.get(story.get_absolute_url())
    assert seen(page).count("(Ảnh: Mỹ Lệ)") == 2
    assert LEAD not in page.text
    assert TEXT not in page.text
    assert story.live_revision.snapshot["lead_place"] == LEAD  # history is never rewritten


def test_a_story_without_places_asks_the_database_nothing_more():
    photo = small()
    data = factories.snapshot(lead_photo=photo, body=str(figures.Figure(photo.pk)))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert places.fill(data) is data
        assert places.awaited(places.keys(data)) == []
    assert len(asked) == 0


def test_a_next_version_waits_for_its_photo_while_readers_have_the_present_one(client):
    story = factories.story()
    data = {**revisions.working(story), "body": f"<p>Bản sau.</p>{place()}"}
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    with pytest.raises(workflow.Refused):
        workflow.publish(story, factories.managing_editor())
    photo = arrive(TEXT)
    assert PhotoUse.objects.get(article=story).current is False
    workflow.publish(story, factories.managing_editor())
    assert PhotoUse.objects.get(article=story, photo=photo).current
    assert "Ga Hà Nội" in seen(client.get(fresh(story).get_absolute_url()))


def test_the_preview_shows_a_grey_field_where_a_photo_is_to_come(login, reporter):
    story = promised(by=reporter, lead_caption="Chờ ảnh", body=place(caption="Sau đây"))
    page = login(reporter).get(url("preview", story.pk))
    waiting = vi("This photo is waiting to be sent from the reporter's device.")
    assert seen(page).count(waiting) == 2
    assert "Chờ ảnh" in seen(page)
    assert "Sau đây" in seen(page)
    arrive(LEAD)
    arrive(TEXT)
    page = login(reporter).get(url("preview", story.pk))
    assert waiting not in seen(page)
    assert page.text.count('class="photo align-center') == 1


# --- In the library --------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["writing", "changed", "withdrawn"])
def test_a_photo_that_arrived_for_a_story_is_used_by_it_and_not_deleted(login, state):
    story = in_state(state, body="<p>Một.</p>")
    data = {**revisions.working(story), "body": place()}
    revisions.save(story, data, None, base_id=story.latest_revision_id)
    photo = arrive(TEXT)
    chief = factories.superuser()
    used = photo_uses.where_used(photo, chief)
    assert [(each.article, each.in_text) for each in used.named] == [(story, True)]
    login(chief).post(f"/admin/articles/photo/{photo.pk}/delete/", {"post": "yes"})
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_a_photo_deleted_before_its_story_was_saved_is_missed_by_the_gate():
    arrive(TEXT).delete()
    story = factories.draft(body=place())
    assert vi("the one that had come was deleted from the library.") in refusals(story)["body"]
    # What is sent again under the same key fills it.
    arrive(TEXT)
    assert refusals(story) == {}


def test_a_place_taken_out_of_the_story_uses_no_photo():
    story = promised()
    data = {**revisions.working(fresh(story)), "lead_place": "", "body": "<p>Không.</p>"}
    revisions.save(story, data, None, base_id=fresh(story).latest_revision_id)
    arrive(TEXT)
    assert not PhotoUse.objects.exists()
