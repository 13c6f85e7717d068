"""Where a post comes from: our own page, or another site's."""


def is_foreign(request):
    """Was this post sent by another site's page? Every browser of today says so in a header."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return bool(origin) and origin.partition("://")[2] != request.get_host()
