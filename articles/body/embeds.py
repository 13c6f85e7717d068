"""Videos of other services in the body of a story, as they are stored: an address and a caption.

    <figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"><figcaption>…</figcaption></figure>

Only the services of `SERVICES`, and only in the one spelling that `Embed.parse` writes: what
people paste carries who shared it with whom. The page shows a card that contacts nobody before it
is clicked (``static/js/embed.js``), and is a plain link without JavaScript.
"""

import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import parse_qs, quote, urlsplit

from cms.text import line

from . import figures

_ADDRESS_LENGTH = 2000


@dataclass(frozen=True)
class Service:
    """Where a service plays its videos: ``frame_host`` is what the content policy lets in."""

    key: str
    name: str
    frame_host: str


SERVICES = {
    service.key: service
    for service in (
        Service("youtube", "YouTube", "https://www.youtube-nocookie.com"),
        Service("tiktok", "TikTok", "https://www.tiktok.com"),
        Service("facebook", "Facebook", "https://www.facebook.com"),
    )
}
_HOSTS = {
    "youtube.com": "youtube", "youtube-nocookie.com": "youtube", "youtu.be": "youtube",
    "tiktok.com": "tiktok", "facebook.com": "facebook", "fb.com": "facebook",
}  # fmt: skip
_HOST_PREFIX = re.compile(r"^(?:www|m|web|music)\.")
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_YOUTUBE_PATH = re.compile(r"/(shorts|embed|live|v)/([\w-]{11})/?", re.ASCII)
_TIKTOK_PATH = re.compile(r"/(@[\w.-]{1,64})/video/(\d{6,25})/?", re.ASCII)
_FACEBOOK_REEL = re.compile(r"/reel/(\d{6,25})/?", re.ASCII)
_FACEBOOK_VIDEO = re.compile(r"/[\w.-]{1,100}/videos/(?:[^/]{1,200}/)?(\d{6,25})/?", re.ASCII)
# Only the service knows what these stand for, and no service is asked.
_SHORT = re.compile(
    r"https?://(?:v[mt]\.tiktok\.com|(?:www\.|m\.)?tiktok\.com/t|fb\.watch|(?:www\.|m\.)?facebook\.com/share)/"
)
_NUMBER = re.compile(r"\d{6,25}", re.ASCII)


@dataclass(frozen=True)
class Embed:
    """A video: its one address, where it plays, and whether it stands upright."""

    service: Service
    address: str
    frame: str
    upright: bool = False
    caption: str = ""

    @classmethod
    def parse(cls, address, caption=""):
        """The video at ``address``, or None when it is none of a service we show."""
        try:
            parts = urlsplit(address.strip()) if len(address) <= _ADDRESS_LENGTH else None
            if parts is None or parts.scheme not in ("http", "https"):
                return None
            if parts.port not in (None, 80, 443) or "@" in parts.netloc:
                return None
            host = _HOST_PREFIX.sub("", parts.hostname or "")
            query = parse_qs(parts.query)
        except ValueError:
            return None
        found = _READERS[_HOSTS[host]](host, parts.path, query) if host in _HOSTS else None
        return found and cls(SERVICES[_HOSTS[host]], *found, caption=figures.fit(caption)[0])

    def __str__(self):
        """As it is stored."""
        caption = escape(line(self.caption), quote=False)
        inside = f"<figcaption>{caption}</figcaption>"
        return f'<figure data-embed="{escape(self.address)}">{inside}</figure>'


def _youtube(host, path, query):
    if host == "youtu.be":
        kind, key = "", path[1:].rstrip("/")
    elif path == "/watch":
        kind, key = "", query.get("v", [""])[0]
    elif found := _YOUTUBE_PATH.fullmatch(path):
        kind, key = found.groups()
    else:
        return None
    if not _YOUTUBE_ID.fullmatch(key):
        return None
    upright = kind == "shorts"
    page = f"shorts/{key}" if upright else f"watch?v={key}"
    frame = f"https://www.youtube-nocookie.com/embed/{key}?autoplay=1"
    return f"https://www.youtube.com/{page}", frame, upright


def _tiktok(host, path, query):
    found = _TIKTOK_PATH.fullmatch(path)
    if not found:
        return None
    person, key = found.groups()
    return (
        f"https://www.tiktok.com/{person}/video/{key}",
        f"https://www.tiktok.com/player/v1/{key}?autoplay=1",
        True,
    )


def _facebook(host, path, query):
    reel = _FACEBOOK_REEL.fullmatch(path)
    if reel:
        page = f"https://www.facebook.com/reel/{reel[1]}"
    elif path.rstrip("/") in ("/watch", "/watch/live", "/video.php"):
        key = query.get("v", [""])[0]
        page = f"https://www.facebook.com/watch/?v={key}" if _NUMBER.fullmatch(key) else ""
    else:
        video = _FACEBOOK_VIDEO.fullmatch(path)
        page = f"https://www.facebook.com/watch/?v={video[1]}" if video else ""
    if not page:
        return None
    frame = f"https://www.facebook.com/plugins/video.php?href={quote(page, safe='')}&autoplay=true"
    return page, frame, bool(reel)


_READERS = {"youtube": _youtube, "tiktok": _tiktok, "facebook": _facebook}


def is_short(address):
    """Is this the short address of a video, from which nobody can tell the video?"""
    return bool(_SHORT.match(address))


def find(html):
    """The embeds of a stored body, in order."""
    return [
        embed for address, text in figures.embeds(html) if (embed := Embed.parse(address, text))
    ]


def let_frames_in(response, html):
    """Widens the content policy of ``response`` to the players of the embeds in ``html``."""
    hosts = sorted({embed.service.frame_host for embed in find(html)})
    if hosts:
        response._csp_update = {**getattr(response, "_csp_update", {}), "frame-src": hosts}
    return response


# The players that other newspapers' pages hold, before the sanitizer takes every frame away.
_PLAYER = re.compile(r"<iframe\b([^<>]{0,2000})>\s*</iframe>", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s*=\s*["']([^"']{1,500})["']""", re.IGNORECASE)


def from_players(html):
    """``html`` with known players as embeds. For what comes in, before it is sanitized."""
    return _PLAYER.sub(_from_player, html) if "<iframe" in html.lower() else html


def _from_player(match):
    source = _SOURCE.search(match[1])
    address = unescape(source[1]) if source else ""
    embed = Embed.parse(f"https:{address}" if address.startswith("//") else address)
    return str(embed) if embed else match[0]
