"""`python -m gateway` is `sekisho`."""

from gateway.cli import app

if __name__ == "__main__":
    app(prog_name="sekisho")
