"""`python -m gateway` is `sekisho`."""

if __name__ == "__main__":  # worker processes import this module, too: they need no command line
    from gateway.cli import app

    app(prog_name="sekisho")
