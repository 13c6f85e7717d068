"""The story that a line is about."""

from articles.models import Article
from articles.search import number_in


def find(named):
    """Its key, by what the old system called it, its address or its number; None without one."""
    legacy, address = named.get("legacy_id"), str(named.get("address") or "")
    if legacy:
        found = Article.objects.filter(legacy_id=str(legacy)).values_list("pk", flat=True).first()
        if found:
            return found
    if number := number_in(address):
        article = Article.objects.filter(pk=number).select_related("section").first()
        if article and article.section_id and article.get_absolute_url() == address:
            return article.pk
    if not legacy and not address and isinstance(named.get("id"), int):
        return Article.objects.filter(pk=named["id"]).values_list("pk", flat=True).first()
    return None
