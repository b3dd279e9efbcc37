from django.contrib.postgres.indexes import GistIndex
from django.contrib.postgres.operations import AddIndexConcurrently, BtreeGistExtension, RemoveIndexConcurrently
from django.db import migrations, models

from apps.questions.geometry import Spot

PINNED = models.Q(('visibility', 0), ('lat__isnull', False))


class Migration(migrations.Migration):
    # Each step for itself, and while questions are written.
    atomic = False

    dependencies = [
        ('questions', '0013_lists_of_a_page'),
    ]

    operations = [
        BtreeGistExtension(),
        AddIndexConcurrently(
            model_name='question',
            index=GistIndex(Spot(), models.F('created_at'), buffering=True, condition=PINNED, name='question_around'),
        ),
        # The planner knows nothing of an expression before the table is looked at anew.
        migrations.RunSQL('ANALYZE questions_question', migrations.RunSQL.noop),
        # Of this nothing is asked any more but by the release before: more slowly, until it is gone.
        RemoveIndexConcurrently(model_name='question', name='question_point'),
    ]
