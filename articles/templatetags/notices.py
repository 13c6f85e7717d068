"""The badge in the header of the admin."""

from django import template

from articles import notices

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context):
    """How many notices the person has not read, as a badge shows it; "" for none."""
    return notices.badge(context["request"].user)
