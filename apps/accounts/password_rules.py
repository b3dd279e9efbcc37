"""Django's rules for passwords, in the voice of the site."""

from __future__ import annotations

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _


class NotLikeOneself(django.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("%(verbose_name)s에 있는 말은 남이 짐작하기 쉬워요. 다른 비밀번호로 정해 주세요.")


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("비밀번호는 %(min_length)d자 이상으로 정해 주세요.") % {
            "min_length": self.min_length
        }


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("많이들 쓰는 비밀번호라 금방 짐작할 수 있어요. 다른 비밀번호로 정해 주세요.")


class NotOnlyDigits(django.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("숫자로만 된 비밀번호예요. 글자도 섞어 주세요.")
