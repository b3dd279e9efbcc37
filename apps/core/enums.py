from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.IntegerChoices):
    """Who may see a post. Anything but VISIBLE leaves every list and count."""

    VISIBLE = 0, _("공개")
    HIDDEN = 1, _("숨김")
    DELETED = 2, _("삭제")
