"""Other programs that look at the documents: Word's own validator and LibreOffice."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

OFFICE = [f"Office{year}" for year in (2007, 2010, 2013, 2016, 2019, 2021)] + ["Microsoft365"]


def refusals(validator: str, folder: Path, documents: dict[str, bytes], versions: list[str]) -> list[str]:
    """What Microsoft's Open XML SDK validator finds in documents, for versions of Office."""

    def fault(name: str, version: str) -> str:
        command = [validator, str(folder / name), "--officeVersion", version]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        return f"{name} {version}: {done.stdout}" if done.returncode else ""

    for name, data in documents.items():
        (folder / name).write_bytes(data)
    with ThreadPoolExecutor() as pool:
        return [text for text in pool.map(lambda pair: fault(*pair), product(documents, versions)) if text]


def saved_by_libreoffice(soffice: str, folder: Path, documents: dict[str, bytes]) -> dict[str, bytes]:
    """Documents opened and saved by LibreOffice, in one process; those that it cannot open are missing."""
    (folder / "in").mkdir()
    for name, data in documents.items():
        (folder / "in" / name).write_bytes(data)
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
    command += [str(folder / "in" / name) for name in documents]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return {name: (folder / "out" / name).read_bytes() for name in documents if (folder / "out" / name).is_file()}
