"""What the page of the search shows."""

from django.utils.translation import gettext as _

from ..models import Article
from ..navigation import sections
from . import asked as asking
from .finding import any_found, find
from .marking import hit

# Ways out of an empty page; each costs a look into the index.
_MOST_WAYS = 6
_NEWEST = 5


def page(request):
    """The context of ``articles/search.html``."""
    asked = asking.read(request)
    context = {
        "asked": asked,
        "query": asked.text,
        "sections": sections(request),
        "dropped": [(each, asked.without_filter(each.name).query()) for each in asked.filters],
        "path": asked.query(),
        "newest_first": asked.query(xep=""),
        "relevant_first": asked.query(xep=asking.RELEVANT),
    }
    if not asked:
        return context
    found = find(asked, request.GET.get("truoc", ""))
    context["listing"] = found
    context["hits"] = [hit(story, asked) for story in found.rows]
    if not found.rows and not found.older:
        context["ways"] = list(_ways_out(asked))
        context["newest"] = Article.objects.live().for_list().as_teasers()[:_NEWEST]
    return context


def _ways_out(asked):
    """``(label, address)`` of questions that demand a little less and find something."""
    less = [
        (_("without the filter: %s") % each.label, asked.without_filter(each.name))
        for each in asked.filters
    ]
    if len(asked.filters) > 1:
        less.append((_("without any filter"), asked.without_filters()))
    if len(asked.wanted) + len(asked.unwanted) > 1:
        less += [
            (_("without “%s”") % part.text, asked.without_part(part))
            for part in (*asked.unwanted, *asked.wanted)
        ]
    less += [
        (_("the words of “%s” anywhere in the story") % part.text, asked.taken_apart(part))
        for part in asked.wanted
        if part.is_phrase
    ]
    for label, question in less[:_MOST_WAYS]:
        if question and any_found(question):
            yield label, question.query()
