#!/usr/bin/env bash
# A virtual environment of its own for BERTopic, which the product never needs and no lock names.
# --no-deps: its list asks for torch with CUDA wheels, 6 GB, for encoders that we hand it ready.
set -euo pipefail
folder="${1:?where the environment goes}"
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --no-deps bertopic umap-learn hdbscan pynndescent numba llvmlite numpy scipy \
    scikit-learn joblib threadpoolctl narwhals pandas python-dateutil pytz six tzdata tqdm plotly packaging pyyaml cloudpickle
"$folder/bin/python" -c "import bertopic; print('bertopic', bertopic.__version__)"
