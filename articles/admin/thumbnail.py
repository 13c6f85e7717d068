"""Small pictures for lists."""

from django.utils.html import format_html

from articles.photos import renditions


def thumbnail(shot, size=64):
    """The square of a picture as an ``<img>``, or nothing."""
    if shot is None:
        return ""
    return format_html(
        '<img class="thumbnail" src="{}" width="{}" height="{}" alt="" loading="lazy">',
        renditions.picture(shot, "square").url,
        size,
        size,
    )


def card(shot):
    """A picture that a grid can show as large as its column, as an ``<img>``."""
    picture = renditions.picture(shot, "classic")
    return format_html(
        '<img class="thumbnail" src="{}" srcset="{}" sizes="{}" width="320" height="240" alt="" '
        'loading="lazy">',
        picture.url,
        picture.webp,
        "(max-width: 767px) 46vw, 230px",
    )


def described(photo):
    """A photo as JSON: what the story form and its editor copy when it is chosen."""
    return {
        "id": photo.pk,
        "caption": photo.caption,
        "credit": photo.credit,
        "alt": photo.alt,
        "decorative": photo.decorative,
        "kind": photo.kind,
        "thumbnail": renditions.picture(photo.shot, "wide").url,
        "image": renditions.picture(photo.shot, "free").url,
    }
