# Sourced: makes .venv, once, and installs maturin, which builds the package; with the argument "test" what the tests need too.
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "needs Python 3.11 or later" >&2; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
source .venv/bin/activate
export PIP_DISABLE_PIP_VERSION_CHECK=1
pip install --quiet "maturin>=1.13,<2"
if [ "${1:-}" = test ]; then
    # The extra "test" of pyproject.toml, without building the package for it.
    python - <<'PYTHON' | pip install --quiet -r /dev/stdin
import tomllib
with open("pyproject.toml", "rb") as stream:
    print("\n".join(tomllib.load(stream)["project"]["optional-dependencies"]["test"]))
PYTHON
    # `cargo test --features python` makes a program that holds an interpreter and has to find its library.
    library=$(python -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR") or "")')
    export LD_LIBRARY_PATH="$library${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
