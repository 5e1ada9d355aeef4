# The image that web, worker and beat share. Build: docker build -t ogpnap .
FROM node:22-slim AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.13-slim AS base
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 ogpnap
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/ogpnap STATIC_ROOT=/srv/ogpnap/static
WORKDIR /srv/ogpnap
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/production.txt
COPY . .
COPY --from=frontend /src/frontend/build frontend/build
# Values that only let the settings load while static files are collected; the running site brings its own.
RUN SECRET_KEY=only-while-the-image-is-built-0123456789-0123456789-0123456789 LEDGER_SIGNING_KEY=none \
    ALLOWED_HOSTS=localhost DATABASE_URL=sqlite:////tmp/build.sqlite3 EMAIL_URL=consolemail:// VAR_DIR=/tmp/build \
    python manage.py collectstatic --noinput --skip-checks \
    && mkdir -p /var/lib/ogpnap && chown ogpnap /var/lib/ogpnap
USER ogpnap
VOLUME /var/lib/ogpnap
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s CMD ["python", "scripts/ask_health.py"]
CMD ["gunicorn", "--config", "ogpnap/gunicorn.py", "ogpnap.wsgi:application"]
