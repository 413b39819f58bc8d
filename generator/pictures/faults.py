"""What is wrong with an image, in Chinese, and the bounds of its size."""

from __future__ import annotations

MAX_PIXELS = 40_000_000  # of one picture: three times what telephones take; as a bitmap in memory 160 MB
MAX_SIDE = 20_000  # pixels
AS_OTHER = "用「画图」一类的软件打开，另存为 PNG 或 JPEG，再把 file 改成新的文件名"
AGAIN = "重新导出或者重新传一次这张图片"


class UnfitImageError(Exception):
    """An image that is refused: what is wrong with it and what to do, in Chinese."""

    def __init__(self, message: str, remedy: str = AS_OTHER) -> None:
        super().__init__(message)
        self.remedy = remedy


def check_size(columns: int, rows: int) -> None:
    """Refuses a declared size in pixels that no document needs.

    Raises:
        UnfitImageError: it is empty or too large.
    """
    if not columns or not rows:
        raise UnfitImageError("图片的宽或者高是 0")
    if max(columns, rows) > MAX_SIDE or columns * rows > MAX_PIXELS:
        message = f"图片有 {columns}×{rows} 像素，超过上限（{MAX_PIXELS // 10_000} 万像素，一边 {MAX_SIDE}）"
        raise UnfitImageError(message, "用「画图」一类的软件调整大小，例如宽 2000 像素，再保存")
