"""What a page says of itself: that it may be kept, what its address may ask, what it shows."""

# On every page: masthead, navigation and footer.
SITE = "site"
# On whatever is no page: what is not found, gone, or elsewhere.
MISSING = "missing"


def kept(*, parameters=()):
    """For views whose answer is the same for every reader.

    ``parameters`` are what may follow the "?" of their address; with any other, the answer is
    given and not kept.
    """

    def mark(view):
        view.kept_parameters = frozenset(parameters)
        return view

    return mark


def tag(request, *tags):
    """Says what the page shows: a change of any of it makes the page anew."""
    if not hasattr(request, "_page_tags"):
        request._page_tags = set()
    request._page_tags.update(tags)


def tags_of(request):
    return getattr(request, "_page_tags", set())
