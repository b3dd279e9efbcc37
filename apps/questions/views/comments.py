from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts import pending
from apps.accounts.decorators import SignedInRequest, sign_in_required, sign_in_to_send
from apps.core.errors import DomainError
from apps.core.http import after_post, render_either
from apps.core.ratelimit import counting, limited
from apps.questions import permissions, pieces, queries
from apps.questions.forms import CommentForm
from apps.questions.models import Answer, Question
from apps.questions.services import commenting
from apps.questions.views.finding import find_answer, find_comment, find_question


@require_http_methods(["GET", "POST"])
@sign_in_to_send()
@limited("write")
def on_question(request: SignedInRequest, question_id: int) -> HttpResponse:
    return _comment(request, find_question(request.user, question_id))


@require_http_methods(["GET", "POST"])
@sign_in_to_send()
@limited("write")
def on_answer(request: SignedInRequest, answer_id: int) -> HttpResponse:
    return _comment(request, find_answer(request.user, answer_id))


def _comment(request: SignedInRequest, post: Question | Answer) -> HttpResponse:
    """The form by itself (GET), or one more remark under the post (POST)."""
    # Several may be open in one page, beside the composer.
    kind = "q" if isinstance(post, Question) else "a"
    auto_id = f"comment-{kind}-{post.pk}-%s"
    form = CommentForm(request.POST or None, initial=pending.find(request), auto_id=auto_id)
    if request.method == "POST" and form.is_valid():
        try:
            with counting(request, "comment") as count:
                posted = commenting.comment(
                    author=request.user, on=post, when_new=count, **form.cleaned_data
                )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            pending.forget(request)
            people = queries.people_of(posted.question_id)
            return after_post(
                request,
                posted.get_absolute_url(),
                "questions/_comment_posted.html",
                {
                    "post": post,
                    "comment": pieces.remark(request.user, posted, people),
                },
            )
    return render_either(
        request,
        "questions/comment.html",
        "questions/_comment_form.html",
        {"post": post, "form": form},
        status=400 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@sign_in_required
@limited("edit")
def deletion(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Ask before deleting; then delete."""
    comment = find_comment(request.user, comment_id)
    permissions.check_delete_comment(request.user, comment)
    if request.method == "GET":
        return render(request, "questions/comment_delete.html", {"comment": comment})
    commenting.delete_comment(user=request.user, comment=comment)
    messages.success(request, _("댓글을 지웠어요."))
    return redirect(comment.question)
