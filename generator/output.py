"""Writes the files of a folder, each whole or not at all, however the writing ends."""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from generator.faults import SYSTEM_FAULTS
from generator.problems import Place, Problem

_WRITE_FAULTS = {
    **SYSTEM_FAULTS,
    errno.EEXIST: ("这里有一个同名的文件，不是文件夹", "把这个文件移走"),
    errno.ENOTDIR: ("路径里有一个同名的文件，不是文件夹", "把这个文件移走"),
    errno.EISDIR: ("这里有一个同名的文件夹，不是文件", "把这个文件夹移走"),
    errno.ENAMETOOLONG: ("文件名太长", "把单位代号或者自评的标识（id）改短"),
    errno.ETIMEDOUT: ("另一次生成正在写这个文件夹", "等它结束，再运行一次"),
}
_TEMPORARY = ".writing-"
_ABANDONED = 3600.0  # seconds after which an unfinished file counts as abandoned, where there is no lock
PATIENCE = 10.0  # seconds to wait for another build of the same report; writing takes less than one


def write(folder: Path, files: Mapping[str, bytes], *, durable: bool = True) -> list[Problem]:
    """Writes all files into the folder, each whole or not at all: under another name first, then moved into place.

    One build at a time writes into a folder, so that its documents are of one and the same input. Unless `durable`, a
    power failure may leave files of no length, which a batch finds and makes again.
    """
    written: list[tuple[str, Path]] = []
    moved: list[str] = []
    if any(part.is_symlink() for part in (folder, *folder.parents[:2])):
        message = "写不进去：这是一个符号链接，指向别处的文件夹；以前生成的文档没有改动"
        return [Problem("BUILD-WRITE", Place("/".join(folder.parts[-3:])), message, "删去符号链接")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder) as alone:
            for left in folder.glob(f"{_TEMPORARY}*"):
                with suppress(FileNotFoundError):
                    if alone or time.time() - left.stat().st_mtime > _ABANDONED:
                        left.unlink()
            try:
                for name, data in files.items():
                    with suppress(FileNotFoundError):  # fails on what cannot be replaced before anything is
                        (folder / name).open("r+b").close()
                    with NamedTemporaryFile(dir=folder, prefix=_TEMPORARY, delete=False) as temporary:
                        written.append((temporary.name, folder / name))
                        temporary.write(data)
                        temporary.flush()
                        if durable:
                            os.fsync(temporary.fileno())
                    os.chmod(temporary.name, 0o644)
                with undisturbed():
                    for temporary_name, target in written:
                        os.replace(temporary_name, target)
                        moved.append(target.name)
            finally:
                for temporary_name, _ in written:
                    Path(temporary_name).unlink(missing_ok=True)
    except OSError as error:
        why, remedy = _WRITE_FAULTS.get(error.errno or 0, ("", "关闭正在打开它的程序，检查磁盘空间和权限"))
        names = [Path(str(name)).name for name in (error.filename2, error.filename)]
        place = Place("/".join([*folder.parts[-3:], *(name for name in names if name in files)]))
        kept = f"已经换成新的：{'、'.join(moved)}，其余没有改动" if moved else "以前生成的文档没有改动"
        return [Problem("BUILD-WRITE", place, f"写不进去{f'：{why}' if why else ''}；{kept}", remedy)]
    return []


def put(path: Path, data: bytes) -> None:
    """Writes one file whole: whoever reads it at this moment finds the old one or the new one.

    Raises:
        OSError: it cannot be written; the old one is unchanged.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=_TEMPORARY, delete=False) as temporary:
        try:
            temporary.write(data)
            temporary.close()
            os.replace(temporary.name, path)
        except BaseException:
            os.unlink(temporary.name)
            raise


@contextmanager
def undisturbed() -> Iterator[None]:
    """Defers signals that would end the process while a step that must not be half done is under way."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Keeps other builds from writing into the folder; False where the system or the file system cannot.

    The lock is the folder's own, so that no lock file is left among the documents, and ends with the process.

    Raises:
        TimeoutError: another build has not ended in time.
    """
    if sys.platform == "win32":
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    import fcntl

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "locked") from None
            time.sleep(0.02)
        except OSError:
            return False
        else:
            return True
