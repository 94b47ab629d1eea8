"""Draws `docs/demo.svg`: what `make run` shows. Run it from the checkout's top: `.venv/bin/python docs/make_demo_picture.py`.

The demonstration really runs, in a temporary folder and on free ports; the picture shows the default ones.
"""

from __future__ import annotations

import asyncio
import io
import os
import tempfile
from pathlib import Path

from rich.console import Console

from gateway import demo
from gateway.app import Gateway, Ports
from gateway.logs import configure
from gateway.settings import Listener, Settings

DOCS = Path(__file__).resolve().parent
WIDTH = 104  # columns
# rich's own frame names a font on the web; a picture should need nothing from elsewhere.
FRAME = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK JP', 'MS Gothic', monospace; font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


async def main() -> None:
    """Run the demonstration and draw what it printed."""
    configure("error")
    policy = DOCS.parent / "config/policy.yaml"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        settings = Settings(policy=policy, listeners=(Listener(port=0),))
        settings = settings.model_copy(
            update={
                "http": settings.http.model_copy(update={"port": 0}),
                "smtp": settings.smtp.model_copy(update={"hostname": "gate.hibari-soft.example"}),
            }
        )
        console = demo.console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
        console.print("[bold]$ make run[/]\n[bold]Sekisho 関所[/]  starting …")
        gateway = Gateway(settings)
        ports = await gateway.start()
        try:
            for name in demo.SAMPLES:
                await demo._show(gateway, ports, name)
            demo._closing(gateway, Ports((("127.0.0.1", 10025),), 9108))
        finally:
            await gateway.stop()
        picture = console.export_svg(title="make run", code_format=FRAME, unique_id="sekisho")
    (DOCS / "demo.svg").write_text("\n".join(line.rstrip() for line in picture.splitlines()) + "\n", "utf-8")


if __name__ == "__main__":
    asyncio.run(main())
