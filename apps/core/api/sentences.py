"""What the API says in place of REST framework's own sentences, which know no Korean.

Serializers check types only, so their errors are few and alike; the sentences of rules come from
the services and pass through unchanged.
"""

from __future__ import annotations

from http import HTTPStatus

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

UNKNOWN_ADDRESS = _("없는 주소예요. 주소는 /로 끝나요.")
TOO_LARGE = _("보낸 내용이 너무 커요. 줄여서 다시 보내 주세요.")
SERVER_ERROR = _("우리 쪽 문제예요. 조금 뒤에 다시 해 주세요.")
SIGN_IN = _("로그인하고 이어서 해 주세요.")

# By the error's own class; said unless the one who raised it had something better to say.
BY_ERROR: dict[type[exceptions.APIException], Promise] = {
    exceptions.NotAuthenticated: SIGN_IN,
    exceptions.AuthenticationFailed: _("로그인이 끝났어요. 다시 로그인해 주세요."),
    exceptions.PermissionDenied: _("이 일은 할 수 없어요."),
    exceptions.NotFound: _("찾을 수 없어요. 지워졌거나 주소가 바뀌었을 수 있어요."),
}
# These say the same whatever the details, which are in the status and the headers.
ALWAYS: dict[type[exceptions.APIException], Promise] = {
    exceptions.ParseError: _("보낸 내용을 JSON으로 읽지 못했어요."),
    exceptions.MethodNotAllowed: _("이 주소에서는 할 수 없는 요청이에요."),
    exceptions.UnsupportedMediaType: _("JSON(application/json)으로 보내 주세요."),
    exceptions.NotAcceptable: _("JSON(application/json)으로만 답할 수 있어요."),
}
# Codes of REST framework that the pages' errors name otherwise.
CODES = {"not_authenticated": "sign_in_required", "permission_denied": "forbidden"}

BY_FIELD_CODE: dict[str, Promise] = {
    "required": _("꼭 있어야 해요."),
    "null": _("비워 둘 수 없어요."),
    "blank": _("비워 둘 수 없어요."),
    "empty": _("비워 둘 수 없어요."),
    "invalid": _("형식이 맞지 않아요."),
    "incorrect_type": _("형식이 맞지 않아요."),
    "not_a_list": _("목록이어야 해요."),
    "invalid_choice": _("고를 수 있는 값이 아니에요."),
    "does_not_exist": _("찾을 수 없는 값이에요."),
    "max_length": _("너무 길어요."),
    "max_string_length": _("너무 길어요."),
    "max_value": _("너무 커요."),
    "min_value": _("너무 작아요."),
    "overflow": _("너무 커요."),
    "null_characters_not_allowed": _("쓸 수 없는 글자가 있어요."),
    "surrogate_characters_not_allowed": _("쓸 수 없는 글자가 있어요."),
}

BY_STATUS: dict[int, tuple[str, Promise]] = {
    HTTPStatus.BAD_REQUEST: ("invalid", _("읽을 수 없는 요청이에요.")),
    HTTPStatus.FORBIDDEN: ("forbidden", BY_ERROR[exceptions.PermissionDenied]),
    HTTPStatus.NOT_FOUND: ("not_found", UNKNOWN_ADDRESS),
    HTTPStatus.METHOD_NOT_ALLOWED: ("method_not_allowed", ALWAYS[exceptions.MethodNotAllowed]),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too_large", TOO_LARGE),
}


def of(error: exceptions.APIException) -> str:
    """The sentence of an error that REST framework raised."""
    for kind, sentence in ALWAYS.items():
        if isinstance(error, kind):
            return str(sentence)
    if error.detail == error.default_detail and type(error) in BY_ERROR:
        return str(BY_ERROR[type(error)])
    return str(error.detail)


def code_of(error: exceptions.APIException) -> str:
    """The error's stable code."""
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else error.default_code
    return CODES.get(code, code)


def of_field(code: str, message: str) -> str:
    """The sentence of a field's error; ``message`` where the code is not one of REST framework's."""
    return str(BY_FIELD_CODE.get(code, message))


def of_status(status: int) -> tuple[str, str]:
    """Code and sentence of a response that has nothing but its status."""
    known = BY_STATUS.get(status)
    if known is None and status < HTTPStatus.INTERNAL_SERVER_ERROR:
        known = BY_STATUS[HTTPStatus.BAD_REQUEST]
    code, sentence = known or ("server_error", SERVER_ERROR)
    return code, str(sentence)
