"""`sekisho policy …`."""

from __future__ import annotations

import typer

app = typer.Typer(help="The rules.", no_args_is_help=True)


@app.command("schema")
def policy_schema() -> None:
    """Print the JSON Schema of the policy file, for editors."""
    from gateway.policy.load import schema_text

    typer.echo(schema_text(), nl=False)
