# One image for web, worker and beat; docker-compose.yml shows the three commands.
FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/srv/venv/bin:$PATH
# Pango lays out the text of PDFs; harfbuzz-subset makes that more than twice as fast.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/trialoog

FROM base AS build
RUN apt-get update && apt-get install --yes --no-install-recommends gettext \
    && python -m venv /srv/venv
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
    && python -m compileall -q /srv/venv/lib
COPY . .
# The settings want a key; this one does not stay in the image.
RUN find locale -name django.po -execdir msgfmt --check django.po --output-file django.mo \; \
    && SECRET_KEY=only-while-building STATIC_ROOT=/srv/static python manage.py collectstatic --noinput

FROM base
RUN useradd --system --uid 10001 --home-dir /srv/trialoog trialoog \
    && install --directory --owner trialoog /srv/media
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/trialoog /srv/trialoog
ENV STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/media XDG_CACHE_HOME=/tmp/cache
USER trialoog
VOLUME /srv/media
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--max-requests", "5000", "--max-requests-jitter", "500", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
