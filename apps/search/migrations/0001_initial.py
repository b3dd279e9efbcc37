import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('questions', '0006_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGinExtension(),
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(help_text='쉼표로 나눠 적어요. 예: 렌터카, 렌트카', max_length=200, unique=True, validators=[django.core.validators.MinLengthValidator(3)], verbose_name='같은 말')),
            ],
            options={
                'verbose_name': '같은 말',
                'verbose_name_plural': '같은 말',
                'ordering': ('words',),
            },
        ),
        migrations.CreateModel(
            name='MissedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=100, unique=True, verbose_name='검색어')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='번')),
                ('first_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='처음')),
                ('last_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='마지막')),
            ],
            options={
                'verbose_name': '결과 없는 검색',
                'verbose_name_plural': '결과 없는 검색',
                'indexes': [models.Index(fields=['-times', '-last_at'], name='missed_query_most'), models.Index(fields=['last_at'], name='missed_query_old')],
            },
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='questions.question')),
                ('bucket', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Cast(django.db.models.expressions.CombinedExpression(models.F('question'), '/', models.Value(8192)), models.IntegerField()), output_field=models.IntegerField())),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('fingerprint', models.BigIntegerField()),
                ('indexed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='읽은 때')),
            ],
            options={
                'verbose_name': '검색 문서',
                'verbose_name_plural': '검색 문서',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['bucket', 'words'], name='document_words'), django.contrib.postgres.indexes.GinIndex(fields=['bucket', 'title_words'], name='document_title_words')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('text', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='낱말')),
                ('sound', models.CharField(max_length=120)),
                ('documents', models.PositiveIntegerField(default=1, verbose_name='문서 수')),
            ],
            options={
                'verbose_name': '낱말',
                'verbose_name_plural': '낱말',
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('sound'), name='gin_trgm_ops'), name='term_sound')],
            },
        ),
        migrations.CreateModel(
            name='RecentSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=100)),
                ('searched_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '최근 검색',
                'verbose_name_plural': '최근 검색',
                'indexes': [models.Index(fields=['person', '-searched_at', '-id'], name='recent_search_last'), models.Index(fields=['searched_at'], name='recent_search_old')],
                'constraints': [models.UniqueConstraint(fields=('person', 'text'), name='recent_search_once')],
            },
        ),
    ]
