"""Writing XML that any reader can parse, whatever stands in a row."""

import re

from django.utils.xmlutils import SimplerXMLGenerator

# What XML 1.0 does not allow, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text):
    """``text`` without the characters that XML does not allow."""
    return _FORBIDDEN.sub("", str(text))


class Writer(SimplerXMLGenerator):
    """Drops those characters, where Django's would fail or write them."""

    def characters(self, content):
        super().characters(allowed(content))

    def startElement(self, name, attrs):
        super().startElement(name, {key: allowed(value) for key, value in attrs.items()})

    def add(self, name, text="", **attrs):
        """An element with ``text`` in it."""
        self.addQuickElement(name, str(text), attrs)
