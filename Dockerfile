# syntax=docker/dockerfile:1

# The packages, built where a compiler's leftovers do not matter.
FROM python:3.11.14-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --quiet --requirement /tmp/requirements.txt

# The site: code, packages, collected static files; neither tests nor local services.
FROM python:3.11.14-slim-bookworm AS site
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ENVIRONMENT=production \
    DATA_DIR=/var/lib/dongne \
    STATIC_ROOT=/srv/dongne/staticfiles
RUN useradd --system --uid 10001 --user-group --no-create-home dongne \
    && install --directory --owner=dongne --group=dongne /var/lib/dongne
WORKDIR /srv/dongne
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY dongne dongne
COPY apps apps
COPY templates templates
COPY static static
# Collecting needs no secrets; the development environment is the one that asks for none.
RUN ENVIRONMENT=development python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q apps dongne
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=2)"]
# Other roles of the same image: `celery --app dongne worker …`, `celery --app dongne beat`,
# `python manage.py relay`, `python manage.py migrate`, and the live streams:
# `uvicorn dongne.asgi:application --host 0.0.0.0 --port 8000 --loop uvloop …` (docs/operations.md).
CMD ["granian", "--interface", "wsgi", "dongne.wsgi:application", "--host", "0.0.0.0", "--port", "8000", \
    "--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "4", \
    "--blocking-threads-idle-timeout", "600", "--respawn-failed-workers", \
    "--workers-kill-timeout", "20", "--log-level", "warning"]
