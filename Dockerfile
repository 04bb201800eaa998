FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    RIP_DATA_DIR=/data

WORKDIR /rip
COPY requirements.txt ./
RUN pip install --requirement requirements.txt

COPY manage.py ./
COPY rip rip
COPY create_test_data create_test_data

RUN useradd --system --uid 10001 --no-create-home rip \
    && install --directory --owner=rip --group=rip /data \
    && python -m compileall -q rip
USER 10001
VOLUME /data

EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-m", "rip.server.health"]

# The server itself gets the signals, and ends its work before it stops.
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0"]
