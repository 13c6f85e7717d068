"""Entry point of the application server."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

from .page_cache.front import in_front

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")


def in_utf8(application):
    """Reads every form in the encoding of our pages, whatever encoding the request claims.

    Browsers send forms in the page's own encoding. Django looks up any codec that a parameter
    of the Content-Type names, "hex" and "idna" among them, while it makes the request: before
    there is a page to answer with. The one parameter we need is a form's boundary.
    """

    def call(environ, start_response):
        kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
        kept = [each for each in parameters if each.strip().lower().startswith("boundary=")]
        environ["CONTENT_TYPE"] = ";".join([kind, *kept])
        return application(environ, start_response)

    return call


application = in_front(in_utf8(get_wsgi_application()))

# A thread that has an answer ready asks for the processor several times until it is sent: with the
# usual five thousandths of a second each, one that computes would hold up a hundred readers.
sys.setswitchinterval(0.0005)

# What is loaded by now stays: the collector need not look through it for every few pages.
gc.collect()
gc.freeze()
