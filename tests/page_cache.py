"""What the tests of the page cache share: readers, and an eye on which pages are made for them."""

from django.test import Client

from cms.page_cache.middleware import PageCache
from cms.page_cache.tail import tail


class KeptPages:
    def __init__(self, monkeypatch, commits):
        self.made, self._commits = [], commits
        self.forget()
        render = PageCache._render

        def watched(cache, request, query):
            self.made.append(request.path_info + (f"?{query}" if query else ""))
            return render(cache, request, query)

        monkeypatch.setattr(PageCache, "_render", watched)

    @staticmethod
    def forget():
        tail.forget()

    def get(self, path, **headers):
        """The answer that a reader gets."""
        return Client().get(path, headers=headers)

    def deed(self):
        """What is done within it is committed at its end, as by a request of the newsroom."""
        return self._commits(execute=True)

    def made_for(self, *paths):
        """Which of ``paths`` have to be made when a reader asks for them now."""
        self.made.clear()
        for path in paths:
            self.get(path)
        return set(self.made)

    def made_anew_by(self, deed, *paths):
        """Which of ``paths``, all kept, have to be made once more after ``deed``."""
        self.made_for(*paths)
        assert not self.made_for(*paths)
        with self.deed():
            deed()
        return self.made_for(*paths)
