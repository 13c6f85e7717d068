"""Changes of rights, noted in words: who got which role, desk or permission."""

from cms.events import Kind, record


def of_person(person):
    """Roles and desks of a person, to compare with later."""
    return _names(person.groups.all()), _names(person.desks.all())


def of_group(group):
    return _names(group.permissions.select_related("content_type")), set()


def note(request, before, after, *, person=None, **detail):
    """Notes what ``after`` has more and less than ``before``, if anything."""
    changes = {
        "gained": sorted(after[0] - before[0]),
        "lost": sorted(before[0] - after[0]),
        "bound": sorted(after[1] - before[1]),
        "unbound": sorted(before[1] - after[1]),
    }
    changes = {name: names for name, names in changes.items() if names}
    if changes or "active" in detail:
        record(Kind.RIGHTS, request=request, actor=request.user, person=person, **changes, **detail)


def _names(rows):
    return {getattr(row, "name", str(row)) for row in rows}
