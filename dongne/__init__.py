"""동네물어봐: the project package (settings, routes, Celery application, WSGI entry)."""

from dongne.celery import app as celery_app

__all__ = ["celery_app"]
