"""The badge in the header of the admin."""

from django import template

from articles.models import Notice

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context):
    """How many notices the person has not read, as a badge shows it; "" for none."""
    return Notice.objects.badge(context["request"].user)
