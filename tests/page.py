"""A page as a browser without JavaScript understands it: forms to fill in, messages, text."""

from html.parser import HTMLParser

_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr path".split()
)


class Page(HTMLParser):
    """Reads a response; ``form(where)`` is what pressing the button would send.

    ``page.said_beside(name)`` is what the page says about a field to somebody who cannot see it
    (``aria-describedby``), ``page.text`` all that is printed, ``page.links`` where it leads.
    """

    def __init__(self, response):
        super().__init__()
        self.status = response.status_code
        self.html = response.content.decode()
        self.links, self.scripts, self._texts, self._by_id = [], [], [], {}
        self._forms, self._described, self._labels = [], {}, {}
        self._stack, self._textarea, self._select = [], None, None
        self.feed(self.html)
        self.close()

    @property
    def text(self):
        return " ".join(" ".join(self._texts).split())

    def form(self, where):
        """The fields of the form that posts to ``where`` (or has that id), with their values."""
        found = [fields for names, fields in self._forms if where in names]
        assert found, f"no form posts to {where}: {[names for names, _ in self._forms]}"
        return dict(found[0])

    def posts_to(self, action):
        return any(action == names[0] for names, _ in self._forms)

    def said_beside(self, name):
        ids = self._described.get(name, "").split()
        return " ".join(self.text_of(id_) for id_ in ids)

    def text_of(self, id_):
        return " ".join("".join(self._by_id.get(id_, [])).split())

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._stack.append((tag, attrs.get("id")))
        if any(opened == "template" for opened, _id in self._stack):
            return  # for scripts only
        if tag == "form":
            self._forms.append(((attrs.get("action", ""), attrs.get("id")), {}))
        elif tag == "a":
            self.links.append(attrs.get("href", ""))
        elif tag == "script":
            self.scripts.append(attrs.get("src", ""))
        name = attrs.get("name")
        if tag in ("input", "textarea", "select") and name:
            self._described[name] = attrs.get("aria-describedby", "")
        if not name or not self._forms:
            return
        fields = self._forms[-1][1]
        if tag == "textarea":
            self._textarea = name
            fields[name] = ""
        elif tag == "input":
            ticked = attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs
            if ticked and attrs.get("type") not in ("submit", "button", "file"):
                fields[name] = attrs.get("value", "on" if attrs.get("type") == "checkbox" else "")

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea:
            fields = self._forms[-1][1]
            # The first line break after <textarea> belongs to the markup.
            fields[self._textarea] = fields[self._textarea].removeprefix("\n")
            self._textarea = None
        while self._stack:
            opened, _id = self._stack.pop()
            if opened == tag:
                break

    def handle_data(self, data):
        if self._textarea:
            self._forms[-1][1][self._textarea] += data
        tags = {tag for tag, _id in self._stack}
        if tags & {"script", "style"}:
            return
        self._texts.append(data)
        for _tag, id_ in self._stack:
            if id_:
                self._by_id.setdefault(id_, []).append(data)
