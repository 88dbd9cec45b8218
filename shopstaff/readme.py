"""Draw the graphs into both READMEs: ``python -m shopstaff.readme``."""

from __future__ import annotations

from pathlib import Path

from agents.employee import employee_graph
from agents.supervisor import draw


def write(path: Path) -> None:
    """Replace the drawings between their marks; the rest of the file stays."""
    text = path.read_text(encoding="utf-8")
    for name, drawn in (("supervisor", draw()), ("employee", employee_graph().get_graph().draw_mermaid())):
        before, mark, rest = text.partition(f"<!-- {name} -->")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        text = f"{before}{mark}\n```mermaid\n{drawn.strip()}\n```\n{end}{after}"
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for name in ("README.md", "README.zh.md"):
        write(Path(name))
