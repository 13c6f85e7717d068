"""Moving house: comments as JSON lines, one for each comment, out of a site and into one.

A line::

    {"key": "…",                      unique, and the same at every export
     "story": {"legacy_id": "…", "address": "/muc/tit-12.html", "id": 12},
     "parent": "…",                   the key of what it replies to, or null
     "name": "…", "body": "…", "proposed": "", "status": "approved",
     "submitted_at": "2019-11-26T12:13:00+07:00",
     "from_paper": false, "house_edited_at": null, "erased_at": null, "picked_at": null,
     "for_newsroom": false,            true: the report of an error, never public
     "steps": [{"verb": "approve", "before": "pending", "after": "approved", "at": "…",
                "by": "Mai Phương", "reason": "", "note": ""}],
     "contact": {"email": "…", "consent_version": 1, "consented_at": "…", …}}

Needed are key, story, body, name and submitted_at; ``contact`` is exported only when asked for. A
comment without ``status`` waits. The story is found by what the old system called it, by its
address, or, where a line gives nothing else, by its number. Likes stay behind: they belong to
browsers that know the old site alone.
"""
