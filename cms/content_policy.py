"""What browsers may load on our pages: the directives of the two content security policies."""

_SELF = "'self'"


def public(media_origin=""):
    """For readers: nothing but our own files, and pictures of ``media_origin`` if they are away."""
    return {
        "default-src": ["'none'"],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:", *filter(None, [media_origin])],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "manifest-src": [_SELF],
        "form-action": [_SELF],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }


def newsroom(media_origin=""):
    """For staff: CKEditor 4 writes inline styles and handlers; nobody else gets this policy."""
    directives = public(media_origin)
    return {
        **directives,
        "script-src": [_SELF, "'unsafe-inline'", "'unsafe-eval'"],
        "style-src": [_SELF, "'unsafe-inline'"],
        "img-src": [*directives["img-src"], "blob:"],
        "frame-src": [_SELF],
        "frame-ancestors": [_SELF],
    }
