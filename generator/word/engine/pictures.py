"""Pictures of any data: a mapping that names an image file, with the text for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from generator.files import UnfitFileError
from generator.frozen import replace
from generator.namespace import Image
from generator.pictures.faults import UnfitImageError
from generator.pictures.folder import Folder
from generator.pictures.width import emu

_FORM = "图片要写成一组数据：file（图片的文件名）、alt_text（替代文字），要定宽度的再写 width，如 12厘米"
_NO_FOLDER = "没有说明图片在哪个文件夹里"


def pictures_in(folder: Path) -> Callable[[str], Image]:
    """What gives the pictures in the files of a folder, each read once."""
    return Folder(folder.resolve(), "数据文件所在的文件夹", "数据文件所在的文件夹里").image


def pictured(value: object, width: object, pictures: Callable[[str], Image] | None) -> Image:
    """The picture that a mapping tells of, as wide as the tag says, or the mapping, or the file.

    Raises:
        TypeError: it tells of none, or of one that cannot be shown; the message is Chinese and says what to do.
    """
    if not isinstance(value, dict) or type(value.get("file")) is not str:
        raise TypeError(f"「图片」只能印图片；{_FORM}")
    file, alternative = value["file"], value.get("alt_text")
    if type(alternative) is not str or not alternative.strip():
        raise TypeError(f"图片「{file}」没有替代文字：写上 alt_text，说明图里是什么，给看不见的人读")
    wide = value.get("width") if width is None else width
    measure = emu(wide)
    if wide is not None and measure is None:
        raise TypeError(f"图片「{file}」的宽度写得不对，写成 12厘米 或者 85毫米")
    if pictures is None:
        raise TypeError(f"图片「{file}」找不到：{_NO_FOLDER}")
    try:
        image = pictures(file)
    except (UnfitFileError, UnfitImageError) as unfit:
        raise TypeError(f"图片「{file}」：{unfit}；{unfit.remedy}") from unfit
    return replace(image, width=measure, alternative=alternative)
