"""Where a post comes from: our own page, or another site's."""


def is_foreign(request):
    """Was this post sent by another site's page? Every browser of today says so in a header.

    ``Origin`` is for older ones, and for plain http: it is "null" also for a page of our own that
    tells nobody where it is.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return bool(origin) and origin.partition("://")[2] != request.get_host()
