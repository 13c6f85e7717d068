"""The words in picture files: what camera and agency wrote, and what we write for readers.

Three formats hold them: XMP (newest, Unicode), IPTC (agencies) and EXIF (cameras). They come
from strangers: nothing in here raises, and what makes no sense is left out.
"""

import logging
import re
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from django.utils import timezone
from PIL import ExifTags, Image, IptcImagePlugin

from cms.images import FORMATS
from cms.text import fold, line

from ..models import Photo
from .credit import name_of, with_credit

log = logging.getLogger(__name__)

_LONGEST_XMP = 1_000_000
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = {
    "caption": ("dc:description",),
    "headline": ("photoshop:Headline",),
    "byline": ("dc:creator",),
    "agency": ("photoshop:Credit",),
    "rights_note": ("dc:rights",),
    "city": ("photoshop:City",),
    "location": ("Iptc4xmpCore:Location",),
    "taken_at": ("photoshop:DateCreated", "exif:DateTimeOriginal", "xmp:CreateDate"),
}
_IPTC = {
    "caption": 120, "headline": 105, "byline": 80, "agency": 110, "rights_note": 116,
    "city": 90, "location": 92,
}  # fmt: skip
_IPTC_DATE, _IPTC_TIME, _IPTC_CHARSET = (2, 55), (2, 60), (1, 90)
_UTF8 = b"\x1b%G"
_EXIF = {"caption": 0x010E, "byline": 0x013B, "rights_note": 0x8298}
_EXIF_TAKEN, _EXIF_ZONE = 0x9003, 0x9011
# What cameras and programs write where a caption should be.
_JUNK = re.compile(
    r"(olympus|sony|minolta|samsung|kodak|konica|casio|nikon|canon|exif)\b.*"
    r"(digital camera|dsc|picture)?|dcim.*|(dsc|img|p|pic|image|screenshot|untitled|file)"
    r"[\W_\d]*(\.\w{3,4})?|default|sans titre|aec|my image|[\W\d_]*",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?\s*"
    r"(Z|[+-]\d\d:?\d\d)?)?"
)
# A note on rights may be a contract's; readers' copies carry it only when it is a notice.
_NOTICE = re.compile(r"©|\(c\)|copyright|bản quyền", re.IGNORECASE)


def propose(file):
    """Words for a `Photo` that its file holds, as a dict of those fields that were found."""
    found = {}
    try:
        file.seek(0)
        with Image.open(file, formats=FORMATS) as image:
            for read in (_from_xmp, _from_iptc, _from_exif):
                found = {**_attempt(read, image), **found}
    except Exception as error:  # decoders of damaged files raise nearly everything
        log.info("no words read from a picture: %r", error)
    return _for_photo(found)


def _attempt(read, image):
    try:
        return {name: value for name, value in read(image).items() if value}
    except Exception as error:  # one damaged part does not take the others' words
        log.info("words in a picture ignored: %r", error)
        return {}


def _for_photo(found):
    caption = found.get("caption") or found.get("headline", "")
    caption, credit = with_credit(caption, _credit(found.get("byline"), found.get("agency")))
    places = dict.fromkeys(part for part in (found.get("location"), found.get("city")) if part)
    words = {
        "caption": caption,
        "credit": credit,
        "rights_note": found.get("rights_note", ""),
        "place": ", ".join(places),
    }
    words = {name: _fitting(name, text) for name, text in words.items() if text}
    if "taken_at" in found:
        words["taken_at"] = found["taken_at"]
    return words


def _fitting(name, text):
    longest = Photo._meta.get_field(name).max_length
    if len(text) <= longest:
        return text
    return text[: longest - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def _credit(byline, agency):
    names = [name_of(name) for name in (byline, agency) if name]
    if len(names) == 2 and fold(names[1]) in fold(names[0]):
        names.pop()
    return f"Ảnh: {'/'.join(names)}" if names else ""


def _clean(text):
    text = line(text)
    return "" if _JUNK.fullmatch(text) else text


def _from_xmp(image):
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    packet = packet.strip(b"\0 \r\n\t")
    if not packet or len(packet) > _LONGEST_XMP:
        return {}
    tree = ElementTree.fromstring(packet, forbid_dtd=True)
    found = {}
    for word, names in _XMP.items():
        texts = [text for text in (_xmp_text(tree, name) for name in names) if text]
        if word == "taken_at":
            found[word] = next(filter(None, map(_moment, texts)), None)
        elif texts:
            found[word] = _clean(texts[0])
    return found


def _xmp_text(tree, name):
    """A property as an attribute, as text, or as the first of a list in several languages."""
    prefix, _colon, local = name.partition(":")
    tag = f"{{{_NAMESPACES[prefix]}}}{local}"
    for description in tree.iter(f"{_RDF}Description"):
        if tag in description.attrib:
            return description.attrib[tag]
        for element in description.findall(tag):
            items = [item.text for item in element.iter(f"{_RDF}li") if item.text]
            if text := items[0] if items else element.text:
                return text
    return ""


def _from_iptc(image):
    records = IptcImagePlugin.getiptcinfo(image) or {}
    is_utf8 = _first(records.get(_IPTC_CHARSET)) == _UTF8
    found = {
        word: _clean(_decoded(_first(records.get((2, number))), is_utf8))
        for word, number in _IPTC.items()
    }
    day = _first(records.get(_IPTC_DATE)).decode("ascii", "ignore")
    time = _first(records.get(_IPTC_TIME)).decode("ascii", "ignore")
    return {**found, "taken_at": _moment(f"{day}T{time}") or _moment(day)}


def _first(values):
    return (values[0] if isinstance(values, list) else values) or b""


def _decoded(raw, is_utf8=False):
    """Text of unknown encoding: UTF-8, or what Windows wrote in Vietnam, or in the West."""
    if is_utf8:
        return raw.decode("utf-8", "ignore")
    for encoding in ("utf-8", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp1252", "ignore")


def _from_exif(image):
    exif = image.getexif()
    found = {
        word: _clean(_decoded(str(exif.get(tag, "")).encode("latin-1", "ignore")))
        for word, tag in _EXIF.items()
    }
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    zone = str(camera.get(_EXIF_ZONE, "")).strip("\0 ")
    taken = str(camera.get(_EXIF_TAKEN, "")).strip("\0 ")
    return {**found, "taken_at": _moment(taken + zone) or _moment(taken)}


def _moment(text):
    """A date as any of the formats writes it; in the site's zone when it names none."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    zone = (match[7] or "").replace("Z", "+0000").replace(":", "")
    try:
        moment = datetime(year, month, day, hour, minute, second)
        if zone:
            moment = datetime.strptime(f"{moment:%Y%m%d%H%M%S}{zone}", "%Y%m%d%H%M%S%z")
        else:
            moment = timezone.make_aware(moment)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # Older than photography, or not yet: a camera whose clock was never set.
    return moment if moment.year >= 1826 and moment <= timezone.now() else None


def xmp_packet(photo):
    """All that a reader's copy tells of ``photo``: whose it is. Empty when nothing is known."""
    parts = []
    if photo.credit:
        name = escape(name_of(photo.credit))
        credit = escape(photo.credit)
        parts += [
            f"<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>",
            f"<photoshop:Credit>{credit}</photoshop:Credit>",
        ]
    if _NOTICE.match(photo.rights_note):
        notice = escape(photo.rights_note)
        parts.append(
            f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{notice}</rdf:li></rdf:Alt>'
            "</dc:rights>"
        )
    if not parts:
        return b""
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF[1:-1]}">'
        f'<rdf:Description rdf:about="" xmlns:dc="{_NAMESPACES["dc"]}" '
        f'xmlns:photoshop="{_NAMESPACES["photoshop"]}">'
        f"{''.join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
