from apps.questions.models.answers import Acceptance, Answer
from apps.questions.models.comments import Comment
from apps.questions.models.counts import DayCount, TrendingTag
from apps.questions.models.drafts import Draft
from apps.questions.models.history import Revision
from apps.questions.models.questions import Category, Question
from apps.questions.models.reactions import Bookmark, MeToo, Vote
from apps.questions.models.sitemap import SitemapPart
from apps.questions.models.tags import QuestionTag, Tag, TagSynonym
from apps.questions.models.views import ViewFlush

__all__ = [
    "Acceptance",
    "Answer",
    "Bookmark",
    "Category",
    "Comment",
    "DayCount",
    "Draft",
    "MeToo",
    "Question",
    "QuestionTag",
    "Revision",
    "SitemapPart",
    "Tag",
    "TagSynonym",
    "TrendingTag",
    "ViewFlush",
    "Vote",
]
