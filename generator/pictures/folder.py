"""Reads the pictures of a report, or of any data, from one folder, and from nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

from generator.files import UnfitFileError, contents
from generator.identifiers import unusable
from generator.namespace import Image
from generator.pictures.image import MAX_BYTES, read_image
from generator.problems import nearest

MAX_TOTAL = 16 << 20  # bytes of a report's pictures: a document of more than 32 MB cannot be verified
_SMALLER = "用「画图」一类的软件调整大小，例如宽 2000 像素，或者用微信发一次再保存"


class Folder:
    """The folder of pictures, called `name` in messages; `files` are those that were read, by name.

    `whose` says in Chinese which folder it is.
    """

    def __init__(self, path: Path, name: str, whose: str = "这份报告自己的文件夹里") -> None:
        self._path, self._name, self._whose = path, name, whose
        self.files: dict[str, bytes] = {}
        self._images: dict[str, Image] = {}

    def image(self, file: str) -> Image:
        """The picture in a file of the folder, read once.

        Raises:
            UnfitFileError: it is not a file of this folder, or is too large.
            UnfitImageError: what it holds is no picture that documents can show.
        """
        if file not in self._images:
            data = self._data(file)
            self.files[file] = data
            self._images[file] = read_image(data, os.path.splitext(file)[1])
        return self._images[file]

    def _data(self, file: str) -> bytes:
        if "/" in file or "\\" in file or file in (".", ".."):
            raise UnfitFileError(f"图片只能在{self._whose}", f"把图片放进 {self._name}，这里只写文件名")
        if why := unusable(file.encode()):
            raise UnfitFileError(f"这个名称不能用作文件名：{why}", "把文件改名，用汉字、字母、数字和连字符")
        if not self._path.is_symlink() and file not in self._names():
            raise UnfitFileError(f"{self._name} 里没有这个文件", self._alike(file))
        try:
            data = contents(self._path / file, f"{self._name}/{file}", MAX_BYTES)
        except UnfitFileError as unfit:
            raise UnfitFileError(str(unfit), _SMALLER if unfit.too_large else unfit.remedy) from unfit
        if sum(map(len, self.files.values())) + len(data) > MAX_TOTAL:
            raise UnfitFileError(f"到这一张，全部图片超过 {MAX_TOTAL >> 20} MB", _SMALLER)
        return data

    def _names(self) -> list[str]:
        """The names in the folder, exactly: systems without regard for case find a file under others too."""
        try:
            return sorted(os.listdir(self._path))
        except OSError:
            return []

    def _alike(self, file: str) -> str:
        known = self._names()
        if same := [name for name in known if name.casefold() == file.casefold()]:
            return f"是不是「{same[0]}」：文件名连大小写都要一样"
        missing = "" if self._path.is_dir() else "建一个文件夹，"
        return nearest(file, known, f"{missing}把图片放进 {self._name}")
