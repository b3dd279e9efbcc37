from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('questions', '0011_fill_cards'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('visibility', 0)), fields=['category', '-hot', '-id'], name='question_hot_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('visibility', 0)), fields=['sido', 'category', '-hot', '-id'], name='question_hot_sido_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('visibility', 0)), fields=['sigungu', 'category', '-hot', '-id'], name='question_hot_sigungu_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('visibility', 0)), fields=['emd', 'category', '-hot', '-id'], name='question_hot_emd_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('answer_count', 0), ('status', 0), ('visibility', 0)), fields=['category', '-created_at', '-id'], name='question_unanswered_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('answer_count', 0), ('status', 0), ('visibility', 0)), fields=['sido', 'category', '-created_at', '-id'], name='question_unanswered_sido_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('answer_count', 0), ('status', 0), ('visibility', 0)), fields=['sigungu', 'category', '-created_at', '-id'], name='question_unanswered_sigungu_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('answer_count', 0), ('status', 0), ('visibility', 0)), fields=['emd', 'category', '-created_at', '-id'], name='question_unanswered_emd_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('accepted_answer', None), ('is_urgent', True), ('status', 0), ('visibility', 0)), fields=['category', '-created_at', '-id'], name='question_urgent_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('accepted_answer', None), ('is_urgent', True), ('status', 0), ('visibility', 0)), fields=['sido', 'category', '-created_at', '-id'], name='question_urgent_sido_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('accepted_answer', None), ('is_urgent', True), ('status', 0), ('visibility', 0)), fields=['sigungu', 'category', '-created_at', '-id'], name='question_urgent_sigungu_c'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('accepted_answer', None), ('is_urgent', True), ('status', 0), ('visibility', 0)), fields=['emd', 'category', '-created_at', '-id'], name='question_urgent_emd_c'),
        ),
    ]
