from django.urls import path

from apps.questions.api import answers, closing, nearby, questions, tags

app_name = "questions_api"

urlpatterns = [
    path("categories/", questions.CategoryListView.as_view(), name="categories"),
    path("tags/", tags.TagListView.as_view(), name="tags"),
    path("trending/", tags.TrendingView.as_view(), name="trending"),
    path("locations/nearby/", nearby.NearbyView.as_view(), name="nearby"),
    path("questions/", questions.QuestionListView.as_view(), name="questions"),
    path("questions/<int:question_id>/", questions.QuestionView.as_view(), name="question"),
    path(
        "questions/<int:question_id>/vote/",
        questions.QuestionVoteView.as_view(),
        name="question_vote",
    ),
    path("questions/<int:question_id>/similar/", closing.SimilarView.as_view(), name="similar"),
    path("questions/<int:question_id>/closing/", closing.ClosingView.as_view(), name="closing"),
    path("questions/<int:question_id>/answers/", answers.AnswerListView.as_view(), name="answers"),
    path(
        "questions/<int:question_id>/comments/",
        answers.QuestionCommentsView.as_view(),
        name="question_comments",
    ),
    path("answers/<int:answer_id>/", answers.AnswerView.as_view(), name="answer"),
    path("answers/<int:answer_id>/accept/", answers.AcceptanceView.as_view(), name="accept"),
    path("answers/<int:answer_id>/vote/", answers.AnswerVoteView.as_view(), name="answer_vote"),
    path(
        "answers/<int:answer_id>/comments/",
        answers.AnswerCommentsView.as_view(),
        name="answer_comments",
    ),
]
