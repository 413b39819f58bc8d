"""Reads a file of unknown kind: follows no link, never blocks, and reads no more than a limit."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class UnfitFileError(Exception):
    """A file that is refused: what is wrong with it and what to do, in Chinese."""

    def __init__(self, message: str, remedy: str, *, too_large: bool = False) -> None:
        super().__init__(message)
        self.remedy, self.too_large = remedy, too_large


def contents(path: Path, name: str, limit: int, *, following: bool = False) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; only one that the user names may be reached by a link.

    `name` is the file's path as messages show it: of the folders in it none may be a link either.

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


def _not_regular(folder: bool) -> UnfitFileError:
    what = "文件夹" if folder else "管道、设备一类的东西"
    return UnfitFileError(f"这是{what}，不是文件", "移走它，把文件放在这里")
