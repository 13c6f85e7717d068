"""Stories that come as Word files: what is taken from them, and what is refused."""

import random
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from articles import word_draft
from articles.body import figures, word
from articles.models import Article, Photo, PhotoFile
from articles.photos import renditions
from articles.versions import revisions
from cms.roles import Role
from tests import factories

from .desk import seen, url, vi, words_of
from .docx import docx, p, packed, parts, picture

pytestmark = pytest.mark.django_db

TITLE = "Kim Động chuẩn bị đại hội"
LEAD = "(ĐCSVN) - Được Tỉnh ủy lựa chọn, Huyện ủy Kim Động đang khẩn trương chuẩn bị."
TEXT = p("Thời gian qua, ", ("các cấp ủy", "b"), " đã ", ("nghiêm túc", "i"), " thực hiện.")


def jpeg(**options):
    return factories.picture_file(**options).read()


def send(client, file):
    return client.post(url("word"), {"file": file}, follow=True)


def imported(file, user=None):
    return word_draft.create(word.read(file), user, file_name=file.name)


# --- What is taken ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("top", "headline", "standfirst"),
    [
        ([p(TITLE, style="Title"), p(LEAD, style="Subtitle")], TITLE, True),
        ([p("Báo Hải Đăng"), p(TITLE, style="Title"), p((LEAD, "b"))], TITLE, True),
        ([p(TITLE, style="Heading1"), p((LEAD, "b"))], TITLE, True),
        ([p((TITLE, "b")), p((LEAD, "b"))], TITLE, True),
        ([p(TITLE), TEXT], TITLE, False),
    ],
    ids=["title and subtitle", "title below a line", "heading", "bold", "short"],
)
def test_headline_and_standfirst_are_found(top, headline, standfirst):
    story = word.read(docx(*top, TEXT))
    assert story.headline == headline
    assert story.standfirst == (LEAD.partition(" - ")[2] if standfirst else "")
    assert story.mark == ("ĐCSVN" if standfirst else "")


def test_the_body_keeps_what_was_written_and_nothing_of_word():
    file = docx(
        p(TITLE, style="Title"), TEXT, p("Nhân sự", style="Heading2"),
        p("một", item=1, style="ListParagraph"), p("hai", item=1), p("ba", item=2), p(" "),
        "<w:tbl><w:tr><w:tc>" + p("ô") + "</w:tc></w:tr></w:tbl>",
    )  # fmt: skip
    body = revisions.working(imported(file).article)["body"]
    assert body == (
        "<p>Thời gian qua, <strong>các cấp ủy</strong> đã <em>nghiêm túc</em> thực hiện.</p>"
        "<h2>Nhân sự</h2><ul><li>một</li><li>hai</li></ul><ol><li>ba</li></ol>"
        "<table><tbody><tr><td>ô</td></tr></tbody></table>"
    )


def test_each_picture_is_a_photo_of_the_library_in_its_place():
    captioned = ("Cảnh trong ga", "i")
    file = docx(
        p(TITLE, style="Title"), TEXT, picture(1, alt="Sân ga"), p("Hội nghị (Ảnh: Mỹ Lệ)"), TEXT,
        picture(2, alt="A picture. Description automatically generated"), p(captioned), TEXT,
        picture(3), p("Trưởng ga", style="Caption"), TEXT,
        pictures=[jpeg(), jpeg(), jpeg()],
    )  # fmt: skip
    made = imported(file)
    body = made.article.body
    first, second, third = figures.find(body)
    assert [first.caption, second.caption, third.caption] == [
        "Hội nghị", "Cảnh trong ga", "Trưởng ga",
    ]  # fmt: skip
    assert (first.alt, second.alt) == ("Sân ga", "")
    assert [photo.pk for photo in Photo.objects.order_by("pk")] == [
        first.photo_id, second.photo_id, third.photo_id,
    ]  # fmt: skip
    assert made.new_photos == 3
    assert [photo.credit for photo in Photo.objects.order_by("pk")] == ["Ảnh: Mỹ Lệ", "", ""]
    assert all(not renditions.missing(photo.shot) for photo in Photo.objects.select_related("file"))
    order = ["Thời gian", "<figure", "Hội nghị", "Thời gian", "<figure", "Cảnh trong ga"]
    position = 0
    for words in order:
        position = body.index(words, position) + 1


def test_the_picture_above_the_text_is_the_lead_photo():
    file = docx(p(TITLE), picture(1), p("Ảnh: Mỹ Lệ"), TEXT, pictures=[jpeg()])
    story = imported(file).article
    assert story.lead_photo == Photo.objects.get()
    assert (story.lead_caption, story.lead_credit) == ("", "Ảnh: Mỹ Lệ")
    assert "<figure" not in story.body


def test_a_picture_that_is_in_the_library_is_used_from_there():
    known = factories.photo()
    with known.file.original.open() as file:
        content = file.read()
    made = imported(docx(p(TITLE), TEXT, picture(1), TEXT, picture(1), pictures=[content]))
    assert Photo.objects.get() == known
    assert [figure.photo_id for figure in figures.find(made.article.body)] == [known.pk] * 2
    assert figures.find(made.article.body)[0].credit == known.credit


@pytest.mark.parametrize("content", [b"no picture at all", "https://example.org/a.jpg"])
def test_a_picture_that_cannot_be_read_leaves_its_place(login, content):
    reporter = factories.reporter()
    file = docx(
        p(TITLE), TEXT, picture(1, linked=isinstance(content, str)), p("Ảnh: A"), pictures=[content]
    )
    response = send(login(reporter), file)
    [figure] = figures.find(Article.objects.get().body)
    assert (figure.photo_id, figure.credit) == (None, "Ảnh: A")
    with translation.override("vi"):
        told = translation.ngettext(
            "%(count)s picture could not be read; its place is marked in the text:",
            "%(count)s pictures could not be read; their places are marked in the text:",
            1,
        )
    assert told % {"count": 1} in seen(response)
    assert not PhotoFile.objects.exists()


# --- In the admin ----------------------------------------------------------------------------


def test_a_reporter_makes_a_draft_from_the_story_list(login):
    reporter = factories.reporter()
    client = login(reporter)
    assert url("word") in client.get(url("changelist")).content.decode()
    file = docx(p(TITLE, style="Title"), p((LEAD, "b")), TEXT, picture(1), pictures=[jpeg()])
    response = send(client, file)
    story = Article.objects.get()
    assert response.redirect_chain == [(url("change", story.pk), 302)]
    assert story.reporter == reporter
    assert Photo.objects.get().uploader == reporter
    text = seen(response)
    assert vi("The draft is made. Check the headline, the standfirst and the body.") in text
    assert TITLE in text


def test_without_a_headline_the_name_of_the_file_stands_there_and_that_is_said(login):
    file = docx(p("chữ " * 60), name="Bài Kim Động.docx")
    response = send(login(factories.reporter()), file)
    assert Article.objects.get().headline == "Bài Kim Động"
    told = vi("No headline was found: the name of the file stands in its place.")
    assert told in seen(response)


def test_nobody_without_the_right_to_write_can_send_a_file(login):
    client = login(factories.user(Role.MODERATOR))
    assert client.get(url("word")).status_code == 403
    assert client.post(url("word"), {"file": docx(TEXT)}).status_code == 403
    assert not Article.objects.exists()


# --- What is refused -------------------------------------------------------------------------


def bomb(name="word/document.xml", size=300 * 1024 * 1024):
    return {**parts(TEXT), name: b"\0" * size}


def laughs(part):
    files = parts(TEXT)
    lines = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    declared = f'<!DOCTYPE x [<!ENTITY a0 "ha">{lines}]>'
    head, rest = files[part].split("?>", 1)
    return {**files, part: f"{head}?>{declared}{rest.replace('Thời', '&a9;')}"}


NOT_WORD = "This is not a Word file (.docx). Open it in Word and save it as .docx."
DAMAGED = "This Word file is damaged and cannot be read."
TOO_MUCH = "This Word file holds far more than a story and is not opened."
OLD = "This is a file of Word 97–2003 (.doc). Open it in Word and save it as .docx."


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: SimpleUploadedFile("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600), OLD),
        (lambda: SimpleUploadedFile("a.docx", b"%PDF-1.7 ..."), NOT_WORD),
        (lambda: SimpleUploadedFile("a.docx", b"PK\x03\x04 broken"), NOT_WORD),
        (lambda: packed({"xl/workbook.xml": "<x/>"}), NOT_WORD),
        (lambda: packed({**parts(TEXT), "word/document.xml": "<w:document"}), DAMAGED),
        (lambda: packed(bomb()), TOO_MUCH),
        (lambda: packed(bomb("word/media/image1.jpeg")), TOO_MUCH),
        (lambda: packed({**parts(TEXT), **{f"x/{n}": "" for n in range(2500)}}), TOO_MUCH),
        (lambda: packed(laughs("word/document.xml")), DAMAGED),
        (lambda: packed(laughs("word/styles.xml")), DAMAGED),
        (lambda: packed({**parts(TEXT), "word/document.xml":
                         parts(TEXT)["word/document.xml"].encode("utf-16")}), DAMAGED),
        (lambda: packed({**parts(TEXT), "word/document.xml": "<a>" * 400_000}), TOO_MUCH),
        (lambda: packed({**parts(TEXT), "word/styles.xml": "<a/>" * 400_000}), TOO_MUCH),
        (lambda: docx(p("")), "There is no text in this Word file."),
    ],
    ids=["doc", "pdf", "broken zip", "excel", "broken xml", "text bomb", "picture bomb", "entries",
         "laughs", "laughs in a part", "utf-16", "deep", "wide", "empty"],
)  # fmt: skip
def test_what_is_no_honest_word_file_is_refused_in_words_and_leaves_nothing(login, make, reason):
    file = make()
    client = login(factories.reporter())
    start = time.monotonic()
    response = client.post(url("word"), {"file": file})
    assert time.monotonic() - start < 20
    assert response.status_code == 422
    assert vi(reason) in seen(response)
    assert not Article.objects.exists()
    assert not PhotoFile.objects.exists()


def test_a_file_over_the_limit_is_refused_before_it_is_opened():
    file = docx(TEXT)
    file.size = word.MAX_BYTES + 1
    with pytest.raises(ValidationError, match="30"):
        word.read(file)


def test_no_entity_of_a_word_file_reads_a_file_of_ours(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    files = parts(p("Thời &amp; tiết"))
    head, rest = files["word/document.xml"].split("?>", 1)
    declared = f'?><!DOCTYPE x [<!ENTITY s SYSTEM "file://{secret}">]>'
    files["word/document.xml"] = head + declared + rest.replace("&amp;amp;", "&s;")
    with pytest.raises(ValidationError):
        word.read(packed(files))


def test_markup_in_a_word_file_is_text():
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    body = imported(docx(p(TITLE), p("x " * 40), p(attack))).article.body
    assert words_of(body).endswith(attack)
    assert "<script" not in body


def test_nothing_is_stored_when_the_last_step_fails(
    monkeypatch, django_capture_on_commit_callbacks
):
    story = word.read(docx(p(TITLE), TEXT, picture(1), picture(2), pictures=[jpeg(), jpeg()]))

    def fail(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(revisions, "create", fail)
    with pytest.raises(OSError, match="full"), django_capture_on_commit_callbacks(execute=True):
        word_draft.create(story, None, file_name="a.docx")
    assert not Photo.objects.exists()
    assert not PhotoFile.objects.exists()
    for storage in (storages["default"], PhotoFile._meta.get_field("original").storage):
        folders, files = storage.listdir("")
        assert not files
        assert not [name for folder in folders for name in storage.listdir(folder)[1]]


def test_a_long_story_with_eight_pictures_comes_in_while_one_waits():
    chance = random.Random(1)
    syllables = "thời gian qua các cấp ủy cơ sở đã thực hiện nghiêm túc hiệu quả".split()
    body, pictures = [p(TITLE, style="Title")], []
    for number in range(1, 9):
        for _ in range(5):
            body.append(p(" ".join(chance.choices(syllables, k=75))))
        body += [picture(number), p((f"Chú thích {number}", "i"))]
        pictures.append(jpeg(size=(2400, 1600)))
    file = docx(*body, pictures=pictures)
    start = time.monotonic()
    story = word.read(file)
    reading = time.monotonic() - start
    made = word_draft.create(story, None, file_name=file.name)
    print(f"read in {reading:.2f} s, all in {time.monotonic() - start:.2f} s")
    assert reading < 20
    assert made.new_photos == 8
    assert len(words_of(made.article.body).split()) >= 3000
    assert [figure.caption for figure in figures.find(made.article.body)][7] == "Chú thích 8"
