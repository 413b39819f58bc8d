"""Reads files of unknown kind, never more than a limit, and writes files, each whole or not at all.

Reading follows no link and never blocks. Writing leaves the old file or the new one, however it ends.
"""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from io import BufferedWriter
from pathlib import Path

from generator.faults import SYSTEM_FAULTS
from generator.problems import Place, Problem

_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_WRITE_FAULTS = {
    **SYSTEM_FAULTS,
    errno.EEXIST: ("这里有一个同名的文件，不是文件夹", "把这个文件移走"),
    errno.ENOTDIR: ("路径里有一个同名的文件，不是文件夹", "把这个文件移走"),
    errno.EISDIR: ("这里有一个同名的文件夹，不是文件", "把这个文件夹移走"),
    errno.ENAMETOOLONG: ("文件名太长", "把单位代号或者自评的标识（id）改短"),
    errno.ETIMEDOUT: ("另一次生成正在写这个文件夹", "等它结束，再运行一次"),
}
MAX_BYTES = 1 << 25
"""The most that an Office file may have."""
_TEMPORARY = ".writing-"
_ABANDONED = 3600.0  # seconds after which an unfinished file counts as abandoned, where there is no lock
PATIENCE = 10.0  # seconds to wait for another build of the same report; writing takes less than one


class UnfitFileError(Exception):
    """A file that is refused: what is wrong with it and what to do, in Chinese."""

    def __init__(self, message: str, remedy: str, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.remedy, self.too_large = remedy, too_large


def contents(path: Path, name: str, limit: int, *, following: bool = False) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; links are refused unless `following`, for files users name.

    `name` is the file's path as messages show it: none of the folders in it may be a link either.

    Raises:
        UnfitFileError: there is no such file, it is a link, a folder, a pipe or a device, or it is too large.
    """
    linked = UnfitFileError("这是一个符号链接，指向别处的文件", "把文件本身放在这里")
    if not following and any(part.is_symlink() for part in (path, *path.parents[: name.count("/")])):
        raise linked
    try:
        descriptor = os.open(path, _FLAGS | (0 if following else _NO_LINK))
        with open(descriptor, "rb") as file:
            # Of the open descriptor, so that the file cannot be replaced in between.
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise _not_regular(stat.S_ISDIR(status.st_mode))
            data = file.read(limit + 1) if status.st_size <= limit else b""
    except OSError as error:
        if error.errno == errno.ELOOP and not following:
            raise linked from error
        if error.errno in (errno.EISDIR, errno.ENXIO):
            raise _not_regular(error.errno == errno.EISDIR) from error
        raise UnfitFileError(f"文件读不出来：{error.strerror}", "检查文件是否存在、是否有权限") from error
    size = max(status.st_size, len(data))
    if size > limit:
        raise UnfitFileError(f"文件有 {size} 字节，超过上限 {limit} 字节", "检查是不是放错了文件", too_large=True)
    return data


def read_file(path: Path, name: str, *, following: bool = False) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a DOCX file; None, with the problem, if it cannot be read or is too large.

    Links are refused unless `following`, for files users name.
    """
    try:
        return contents(path, name, MAX_BYTES, following=following), []
    except UnfitFileError as unfit:
        remedy = "压缩文件里的图片" if unfit.too_large else unfit.remedy
        return None, [Problem("TEMPLATE-FILE", Place(name), str(unfit), remedy)]


def _not_regular(folder: bool) -> UnfitFileError:
    what = "文件夹" if folder else "管道、设备一类的东西"
    return UnfitFileError(f"这是{what}，不是文件", "移走它，把文件放在这里")


def holds(path: Path, name: str, data: bytes) -> bool:
    """Whether a file, called `name` in messages, holds these bytes; one that cannot be read as one does not."""
    try:
        return contents(path, name, len(data)) == data
    except UnfitFileError:
        return False


def write_files(folder: Path, files: Mapping[str, bytes], *, durable: bool = True) -> list[Problem]:
    """Writes all files into the folder, each whole or not at all: under another name first, then moved into place.

    Only one build at a time writes into a folder, so that all its documents come from the same input. Unless `durable`,
    a power failure may leave empty files, which a batch finds and makes again.
    """
    written: list[tuple[str, Path]] = []
    moved: list[str] = []
    if any(part.is_symlink() for part in (folder, *folder.parents[:2])):
        message = "写不进去：这是一个符号链接，指向别处的文件夹；原来的文件没有改动"
        return [Problem("BUILD-WRITE", Place("/".join(folder.parts[-3:])), message, "删去符号链接")]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder) as alone:
            for leftover in folder.glob(f"{_TEMPORARY}*"):
                with suppress(FileNotFoundError):
                    if alone or time.time() - leftover.stat().st_mtime > _ABANDONED:
                        leftover.unlink()
            try:
                for name, data in files.items():
                    with suppress(FileNotFoundError):  # fails on what cannot be replaced before anything is
                        (folder / name).open("r+b").close()
                    with _temporary(folder) as temporary:
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
        kept = f"已经换成新的：{'、'.join(moved)}，其余没有改动" if moved else "原来的文件没有改动"
        return [Problem("BUILD-WRITE", place, f"写不进去{f'：{why}' if why else ''}；{kept}", remedy)]
    return []


def write_file(path: Path, name: str, data: bytes) -> list[Problem]:
    """Writes a file that a user named, whole or not at all; `name` is for the messages.

    One that is there is replaced and keeps its permissions, unless it is a link, a folder or cannot be written.
    """
    place = Place(name)
    try:
        mode = _mode_of(path)
        with _temporary(path.parent) as temporary:
            try:
                temporary.write(data)
                temporary.flush()
                os.fsync(temporary.fileno())
                temporary.close()
                os.chmod(temporary.name, mode)
                with undisturbed():
                    os.replace(temporary.name, path)
            finally:
                Path(temporary.name).unlink(missing_ok=True)
    except UnfitFileError as unfit:
        return [Problem("BUILD-WRITE", place, f"写不进去：{unfit}", unfit.remedy)]
    except FileNotFoundError:
        return [Problem("BUILD-WRITE", place, "写不进去：没有这个文件夹", "先建好文件夹，或者换一个位置")]
    except OSError as error:
        why, remedy = _WRITE_FAULTS.get(error.errno or 0, ("", "关闭正在打开它的程序，检查磁盘空间和权限"))
        return [Problem("BUILD-WRITE", place, f"写不进去{f'：{why}' if why else ''}；原来的文件没有改动", remedy)]
    return []


def _mode_of(path: Path) -> int:
    """The permissions for a file that is to be written: those that it has, if it is there.

    Raises:
        UnfitFileError: what is there is no file that may be replaced.
        OSError: it cannot be written.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return 0o644
    if stat.S_ISLNK(status.st_mode):
        raise UnfitFileError("这是一个符号链接，指向别处的文件", "删去符号链接，或者写明文件本身")
    if not stat.S_ISREG(status.st_mode):
        raise _not_regular(stat.S_ISDIR(status.st_mode))
    path.open("r+b").close()
    return stat.S_IMODE(status.st_mode)


def replace_file(path: Path, data: bytes) -> None:
    """Replaces a file atomically: whoever reads it at this moment finds the old one or the new one.

    Raises:
        OSError: it cannot be written; the old one is unchanged.
    """
    with _temporary(path.parent) as temporary:
        try:
            temporary.write(data)
            temporary.close()
            os.replace(temporary.name, path)
        except BaseException:
            os.unlink(temporary.name)
            raise


def _temporary(folder: Path) -> BufferedWriter:
    """A new file under a name that no other has, for this user alone; to import `tempfile` would take far longer."""
    return open(str(folder / f"{_TEMPORARY}{os.urandom(8).hex()}"), "xb", opener=partial(os.open, mode=0o600))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Defers signals that would end the process during a step that must not be interrupted."""
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
    """Locks the folder against other builds; False if the system or the file system cannot.

    The folder itself is locked, so that no lock file is left among the documents; the lock ends with the process.

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
