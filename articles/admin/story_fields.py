"""Where the fields of the story form stand, and what stands there for who may only read."""

from django.utils.translation import gettext_lazy

# Where the fields stand: the writing in the middle, the rest ("side") in the margin.
FIELDSETS = [
    (None, {"fields": ["headline", "kicker", "mark", "standfirst", "body", "base_revision"]}),
    (
        gettext_lazy("Lead photo"),
        {
            "fields": [
                "lead_photo",
                "lead_caption",
                "lead_credit",
                "lead_alt",
                "lead_decorative",
                "lead_place",
            ]
        },
    ),
    (
        gettext_lazy("Filed under"),
        {"classes": ["side"], "fields": ["section", "topics", "authors", "source"]},
    ),
    (
        gettext_lazy("Time"),
        {
            "classes": ["side"],
            "description": gettext_lazy("Vietnam time (UTC+7)."),
            "fields": ["published_at", "embargo_until", "expires_at", "breaking_until"],
        },
    ),
    (
        gettext_lazy("Around the story"),
        {
            "classes": ["side", "collapse"],
            "fields": [
                "related",
                "further_sections",
                "comment_policy",
                "seo_title",
                "seo_description",
            ],
        },
    ),
]

# What stands in place of form fields for those who may only read.
TO_READ = {
    "body": "text", "authors": "byline", "base_revision": "changed", "lead_place": "photos_to_come",
}  # fmt: skip
