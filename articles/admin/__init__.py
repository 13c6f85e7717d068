# Registers the model admins.
from . import (  # noqa: F401
    article,
    house_word,
    layout,
    page,
    photo,
    redirect,
    takedown,
    taxonomy,
    topic,
)
