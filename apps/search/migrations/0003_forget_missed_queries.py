"""Queries that found nothing were kept of everybody; from now on of several readers only."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("search", "0002_first_synonyms")]

    operations = [migrations.RunSQL("DELETE FROM search_missedquery", migrations.RunSQL.noop)]
