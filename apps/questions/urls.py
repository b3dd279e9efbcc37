from django.urls import path, register_converter

from apps.core.slugs import WordsConverter
from apps.questions import sitemaps as mapped
from apps.questions.views import (
    answers,
    asking,
    atom,
    comments,
    drafts,
    feeds,
    history,
    nearby,
    profiles,
    questions,
    reactions,
    sitemaps,
    solving,
)

register_converter(WordsConverter, "words")

app_name = "questions"

urlpatterns = [
    path("", feeds.home, name="feed"),
    path("feed.xml", atom.site, name="atom"),
    path("r/<str:slug>/feed.xml", atom.region, name="region_atom"),
    path("t/<str:name>/feed.xml", atom.tag, name="tag_atom"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.part(mapped.pages), name="sitemap_pages"),
    path("sitemaps/regions.xml", sitemaps.part(mapped.regions), name="sitemap_regions"),
    path("sitemaps/tags-<int:number>.xml", sitemaps.part(mapped.tags), name="sitemap_tags"),
    path(
        "sitemaps/questions-<int:number>.xml",
        sitemaps.part(mapped.questions),
        name="sitemap_questions",
    ),
    path("r/<str:slug>/", feeds.region, name="region"),
    path("t/<str:name>/", feeds.tag, name="tag"),
    path("@<str:nickname>/", profiles.profile, name="profile"),
    path("nearby/", nearby.nearby, name="nearby"),
    path("me/", profiles.me, name="me"),
    path("bookmarks/", feeds.bookmarks, name="bookmarks"),
    path("ask/", asking.ask, name="ask"),
    path("draft/", drafts.question_draft, name="draft"),
    path("q/<int:question_id>/", questions.detail, name="detail"),
    path("q/<int:question_id>/<words:words>/", questions.detail, name="titled"),
    path("q/<int:question_id>/edit/", questions.edit, name="edit"),
    path("q/<int:question_id>/history/", history.question, name="history"),
    path("q/<int:question_id>/closing/", questions.closing, name="closing"),
    path("q/<int:question_id>/solution/", solving.solution, name="solution"),
    path("q/<int:question_id>/deletion/", questions.deletion, name="deletion"),
    path("q/<int:question_id>/vote/", reactions.vote_question, name="vote"),
    path("q/<int:question_id>/me-too/", reactions.me_too, name="me_too"),
    path("q/<int:question_id>/bookmark/", reactions.bookmark, name="bookmark"),
    path("q/<int:question_id>/answer/", answers.answer, name="answer"),
    path("q/<int:question_id>/draft/", drafts.answer_draft, name="answer_draft"),
    path("q/<int:question_id>/comment/", comments.on_question, name="comment"),
    path("a/<int:answer_id>/", answers.permalink, name="answer_detail"),
    path("a/<int:answer_id>/edit/", answers.edit, name="answer_edit"),
    path("a/<int:answer_id>/history/", history.answer, name="answer_history"),
    path("a/<int:answer_id>/deletion/", answers.deletion, name="answer_deletion"),
    path("a/<int:answer_id>/vote/", reactions.vote_answer, name="answer_vote"),
    path("a/<int:answer_id>/acceptance/", answers.acceptance, name="acceptance"),
    path("a/<int:answer_id>/comment/", comments.on_answer, name="answer_comment"),
    path("c/<int:comment_id>/deletion/", comments.deletion, name="comment_deletion"),
]
