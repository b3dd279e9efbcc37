from django.conf import settings
from django.contrib.postgres.indexes import GistIndex, HashIndex
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from apps.questions.geometry import Cell, Spot

PINNED = models.Q(('visibility', 0), ('lat__isnull', False))
NEWEST = (models.F('created_at').desc(), models.F('id').desc())


def _squares(per_degree):
    name = f'question_square_{per_degree}'
    return models.Index(Cell(per_degree), *NEWEST, condition=PINNED, include=('lat', 'lng'), name=name)


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0012_category_feeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='question',
            index=HashIndex(fields=['id'], fillfactor=40, name='question_by_id'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=GistIndex(Spot(), condition=PINNED, name='question_point'),
        ),
        migrations.AddIndex(model_name='question', index=_squares(40)),
        migrations.AddIndex(model_name='question', index=_squares(8)),
        migrations.AddIndex(model_name='question', index=_squares(2)),
        # The planner knows nothing of an expression before the table is looked at anew.
        migrations.RunSQL('ANALYZE questions_question', migrations.RunSQL.noop),
        # Of these nothing is asked any more but by the release before: more slowly, until it is gone.
        migrations.RemoveIndex(model_name='question', name='question_spot'),
        migrations.RemoveIndex(model_name='question', name='question_cell_100'),
        migrations.RemoveIndex(model_name='question', name='question_cell_20'),
        migrations.RemoveIndex(model_name='question', name='question_cell_5'),
        migrations.AlterField(
            model_name='question',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=PROTECT, related_name='questions', to=settings.AUTH_USER_MODEL, verbose_name='질문한 사람'),
        ),
    ]
