from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How deep a region is in the tree of 법정동."""

    SIDO = 1, _("시도")
    SIGUNGU = 2, _("시군구")
    EMD = 3, _("읍면동")
