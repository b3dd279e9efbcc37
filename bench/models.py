"""The site's tables seen by a plain Django project. Loaded with `bench.bare_settings` only."""

from __future__ import annotations

from django.db import models


class Person(models.Model):
    nickname = models.TextField()
    level = models.IntegerField()

    class Meta:
        managed = False
        db_table = "accounts_user"

    def __str__(self) -> str:
        return self.nickname


class Place(models.Model):
    slug = models.TextField()
    full_name = models.TextField()

    class Meta:
        managed = False
        db_table = "regions_region"

    def __str__(self) -> str:
        return self.full_name


class Category(models.Model):
    name = models.TextField()

    class Meta:
        managed = False
        db_table = "questions_category"

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    author = models.ForeignKey(Person, models.PROTECT)
    region = models.ForeignKey(Place, models.PROTECT)
    category = models.ForeignKey(Category, models.PROTECT)
    visibility = models.IntegerField()
    title = models.TextField()
    body = models.TextField()
    body_html = models.TextField()
    is_urgent = models.BooleanField()
    answer_count = models.IntegerField()
    score = models.IntegerField()
    me_too_count = models.IntegerField()
    view_count = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "questions_question"

    def __str__(self) -> str:
        return self.title
