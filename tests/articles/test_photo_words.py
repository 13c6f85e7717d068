"""Words that camera, photographer and agency wrote into a file, and credits at captions' ends."""

import unicodedata
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from articles.body import figures
from articles.photos import library
from articles.photos.credit import split_credit, with_credit
from articles.photos.photo_words import propose
from articles.versions import revisions
from tests import factories
from tests.picture_files import (
    file_of,
    iptc,
    jpeg_segment,
    rendition_bytes,
    two_colours,
    with_segments,
    xmp,
)

CAPTION = "Hành khách lên tàu ở ga Hà Nội"


def with_words(*segments):
    return ContentFile(with_segments(file_of(two_colours(), "JPEG").read(), *segments))


def alternatives(name, text):
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'


AGENCY = xmp(
    alternatives("dc:description", CAPTION)
    + "<dc:creator><rdf:Seq><rdf:li>Mỹ Lệ</rdf:li></rdf:Seq></dc:creator>"
    + alternatives("dc:rights", "© TTXVN 2019")
    + "<photoshop:Credit>TTXVN</photoshop:Credit><photoshop:City>Hà Nội</photoshop:City>",
    'photoshop:DateCreated="2019-11-26T06:30:00+07:00" Iptc4xmpCore:Location="Ga Hà Nội"',
)
PROPOSED = {
    "caption": CAPTION,
    "credit": "Ảnh: Mỹ Lệ/TTXVN",
    "rights_note": "© TTXVN 2019",
    "taken_at": datetime(2019, 11, 25, 23, 30, tzinfo=UTC),
}


@pytest.mark.parametrize("image_format", ["JPEG", "WEBP", "AVIF", "HEIF", "PNG"])
def test_the_words_of_an_agency_are_proposed_from_every_format(image_format):
    if image_format == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", AGENCY.decode())
        file = file_of(two_colours(), "PNG", pnginfo=info)
    else:
        file = file_of(two_colours(), image_format, xmp=AGENCY)
    assert propose(file) == {**PROPOSED, "place": "Ga Hà Nội, Hà Nội"}


@pytest.mark.parametrize(
    ("encoding", "charset"), [("utf-8", b"\x1b%G"), ("utf-8", None), ("cp1258", None)]
)
def test_iptc_is_read_in_the_encodings_that_vietnam_has_used(encoding, charset):
    def text(words):
        if encoding == "cp1258":  # its accents are marks of their own
            return "".join(
                char if char in "ăâđêôơưĂÂĐÊÔƠƯ" else unicodedata.normalize("NFD", char)
                for char in words.replace("ộ", "ô\u0323").replace("ệ", "ê\u0323")
            ).encode("cp1258")
        return words.encode(encoding)

    file = with_words(
        iptc(
            (105, text("Tàu vào ga Hà Nội")),
            (80, text("Mỹ Lệ")),
            (110, text("TTXVN")),
            (90, text("Hà Nội")),
            (55, b"20191126"),
            (60, b"063000+0700"),
            charset=charset,
        )
    )
    assert propose(file) == {
        "caption": "Tàu vào ga Hà Nội",
        "credit": "Ảnh: Mỹ Lệ/TTXVN",
        "place": "Hà Nội",
        "taken_at": PROPOSED["taken_at"],
    }


def test_a_camera_tells_the_time_of_the_place_and_who_owns_it():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "OLYMPUS DIGITAL CAMERA", "Mỹ Lệ".encode()
    exif.get_ifd(0x8769)[0x9003] = "2019:11:26 06:30:00"
    found = propose(file_of(two_colours(), "JPEG", exif=exif))
    assert found == {"credit": "Ảnh: Mỹ Lệ", "taken_at": PROPOSED["taken_at"]}


@pytest.mark.parametrize(
    "junk",
    ["OLYMPUS DIGITAL CAMERA", "DCIM\\100MEDIA\\DJI_0001.JPG", "DSC_0012", "IMG_2031.JPG",
     "SONY DSC", "   ", "Untitled", "20191126_063000"],
)  # fmt: skip
def test_what_the_camera_writes_in_place_of_words_is_no_caption(junk):
    exif = Image.Exif()
    exif[0x010E] = junk
    assert "caption" not in propose(file_of(two_colours(), "JPEG", exif=exif))


IMPOSSIBLE = [
    "0000:00:00 00:00:00", "2019:13:40 25:61:00", "9999:01:01", "1601:01:01 00:00:00",
    "    :  :     :  :  ", "gestern",
]  # fmt: skip


@pytest.mark.parametrize("taken", IMPOSSIBLE)
def test_dates_that_cannot_be_are_left_out(taken):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken
    assert propose(file_of(two_colours(), "JPEG", exif=exif)) == {}


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<x:xmpmeta xmlns:x="adobe:ns:meta/">&b;</x:xmpmeta>"""


@pytest.mark.parametrize(
    "packet", [ENTITIES, b"<x" * 5000, b"\xff\xfe\x00", b"<a>" * 20_000, b"x" * 60_000]
)
def test_damaged_and_hostile_words_take_only_themselves_away(packet):
    app1 = jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet[:60_000])
    found = propose(with_words(app1, iptc((120, CAPTION.encode()))))
    assert found == {"caption": CAPTION}
    for content in (b"", b"no picture", file_of(two_colours(), "JPEG").read()[:40]):
        assert propose(ContentFile(content)) == {}


def test_words_are_in_one_form_and_fit_their_fields():
    long = unicodedata.normalize("NFD", "Đoàn tàu đầu tiên ") * 60
    found = propose(file_of(two_colours(), "JPEG", xmp=xmp(alternatives("dc:description", long))))
    assert len(found["caption"]) <= 500
    assert unicodedata.is_normalized("NFC", found["caption"])


@pytest.mark.django_db
def test_a_photo_takes_the_words_of_its_file_where_none_are_given():
    file = file_of(two_colours(), "JPEG", xmp=AGENCY)
    photo = library.store(file, credit="Ảnh: Ban Biên tập", place="")
    assert (photo.caption, photo.credit, photo.place) == (CAPTION, "Ảnh: Ban Biên tập", "")
    assert photo.taken_at == PROPOSED["taken_at"]


@pytest.mark.django_db
def test_readers_copies_say_whose_the_picture_is_and_no_more():
    secret = xmp(alternatives("dc:description", "BIMAT"), 'photoshop:City="BIMAT"')
    exif = Image.Exif()
    exif[0x0110] = "BIMAT"
    file = file_of(two_colours(), "JPEG", xmp=secret, exif=exif, comment="BIMAT")
    photo = library.store(
        file, caption="A", credit="Ảnh: Mỹ Lệ & Co", rights_note="© Báo", place="B"
    )
    served = list(rendition_bytes(photo))
    assert served
    for _name, content in served:
        assert b"BIMAT" not in content
        assert "Ảnh: Mỹ Lệ &amp; Co".encode() in content
        assert "© Báo".encode() in content
    photo = library.store(file_of(two_colours((90, 40))), credit="", rights_note="Mua 200.000 đồng")
    assert not any(b"xmpmeta" in content for _name, content in rendition_bytes(photo))


# --- Credits in captions ------------------------------------------------------------------

ENDINGS = [
    ("Hội nghị nhiệm kỳ 2020-2025. (Ảnh: Mỹ Lệ) ", "Hội nghị nhiệm kỳ 2020-2025.", "Ảnh: Mỹ Lệ"),
    ("Ga Hà Nội (Ảnh: Mỹ Lệ).", "Ga Hà Nội.", "Ảnh: Mỹ Lệ"),
    ("Ga Hà Nội. Ảnh: TTXVN.", "Ga Hà Nội.", "Ảnh: TTXVN"),
    ("Ga Hà Nội Ảnh: Mỹ Lệ", "Ga Hà Nội", "Ảnh: Mỹ Lệ"),
    ("Ga Hà Nội - Ảnh: Mỹ Lệ/TTXVN", "Ga Hà Nội", "Ảnh: Mỹ Lệ/TTXVN"),
    ("Ga Hà Nội – ảnh: PV", "Ga Hà Nội", "Ảnh: PV"),
    ("Ga. Ảnh minh họa: Internet", "Ga.", "Ảnh minh họa: Internet"),
    ("Ga. Photo: AFP", "Ga.", "Photo: AFP"),
    ("Ga [Nguồn: Reuters]", "Ga", "Nguồn: Reuters"),
    ("Ga. Nguồn: NASA", "Ga.", "Nguồn: NASA"),
    ("Ga (Ảnh minh họa)", "Ga", "Ảnh minh họa"),
    ("Ga. Ảnh: nhân vật cung cấp", "Ga.", "Ảnh: nhân vật cung cấp"),
    ("Ga. Ảnh: A. Nguồn: B", "Ga.", "Ảnh: A – Nguồn: B"),
    ("Ảnh: TTXVN", "", "Ảnh: TTXVN"),
]
RUNNING = [
    "Bức ảnh: một kỷ niệm", "Bức ảnh: Một kỷ niệm của bà Lan", "Trong ảnh: Ông Lê Văn An",
    "Ga Hà Nội. Trong ảnh: Chủ tịch", "BỨC ẢNH: MỘT KỶ NIỆM", "Ga (ảnh chụp ngày 5/3)",
    "Triển lãm “Ảnh: Việt Nam” khai mạc", "Nước từ nguồn: Sông Đà", "Nguồn: nước sông Hồng",
    "Ga. Ảnh: một kỷ niệm đẹp của những người đã sống ở đây", "",
]  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("typed", "caption", "credit"), ENDINGS)
def test_a_credit_at_the_end_of_a_caption_goes_to_its_place(typed, caption, credit, form):
    assert split_credit(unicodedata.normalize(form, typed)) == (caption, credit)
    assert with_credit(caption, credit) == (caption, credit)


@pytest.mark.parametrize("text", RUNNING)
def test_running_text_is_left_alone(text):
    assert split_credit(text) == (text, "")


def test_a_credit_that_is_given_is_neither_doubled_nor_replaced():
    assert with_credit("Ga (Ảnh: Mỹ Lệ)", "Ảnh: Mỹ Lệ") == ("Ga", "Ảnh: Mỹ Lệ")
    assert with_credit("Ga (Ảnh: Mỹ Lệ)", "Mỹ Lệ/TTXVN") == ("Ga", "Mỹ Lệ/TTXVN")
    assert with_credit("Ga (Nguồn: NASA)", "Ảnh: A") == ("Ga (Nguồn: NASA)", "Ảnh: A")


@pytest.mark.django_db
def test_whatever_door_a_caption_comes_through_its_credit_is_printed_once(client):
    typed = "Hội nghị lần thứ 25. (Ảnh: Mỹ Lệ)"
    photo = library.store(factories.picture_file(), caption=typed)
    assert (photo.caption, photo.credit) == ("Hội nghị lần thứ 25.", "Ảnh: Mỹ Lệ")
    figure = figures.Figure.read({"data-photo": str(photo.pk)}, typed)
    assert (figure.caption, figure.credit) == ("Hội nghị lần thứ 25.", "Ảnh: Mỹ Lệ")
    story = factories.story(lead_photo=photo, lead_caption=typed, lead_alt="A")
    assert revisions.snapshot(story)["lead_credit"] == "Ảnh: Mỹ Lệ"
    body = client.get(story.get_absolute_url()).text.partition("<body>")[2]
    assert body.count("Mỹ Lệ") == 1


@pytest.mark.django_db
def test_a_credit_typed_into_the_caption_in_the_library_is_moved(login, reporter):
    photo = factories.photo(caption="", credit="")
    form = reverse("admin:articles_photo_change", args=[photo.pk])
    words = {"caption": "Ga Hà Nội sáng nay (Ảnh: Mỹ Lệ)", "credit": "", "kind": "news"}
    assert login(reporter).post(form, {**words, "focal_x": 50, "focal_y": 50}).status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.credit) == ("Ga Hà Nội sáng nay", "Ảnh: Mỹ Lệ")
