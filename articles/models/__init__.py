from .article import Article, Byline, RelatedStory
from .author import Author
from .correction import Correction, CorrectionChange, CorrectionKind
from .page import Page
from .photo import Kind, Photo, PhotoFile, PhotoUse, RetiredAddress, Shot
from .redirect import Redirect
from .revision import Revision, Transition
from .section import Section
from .states import CommentPolicy, Publication, Stage, Withdrawal
from .takedown import Deadline, Outcome, Takedown, TakedownChange
from .topic import Topic, TopicAlias

__all__ = [
    "Article",
    "Author",
    "Byline",
    "CommentPolicy",
    "Correction",
    "CorrectionChange",
    "CorrectionKind",
    "Deadline",
    "Kind",
    "Outcome",
    "Page",
    "Photo",
    "PhotoFile",
    "PhotoUse",
    "Publication",
    "Redirect",
    "RelatedStory",
    "RetiredAddress",
    "Revision",
    "Section",
    "Shot",
    "Stage",
    "Takedown",
    "TakedownChange",
    "Topic",
    "TopicAlias",
    "Transition",
    "Withdrawal",
]
