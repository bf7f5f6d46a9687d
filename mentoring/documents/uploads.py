"""Looking into an uploaded scan: only a real PDF, JPEG or PNG with nothing active inside comes in."""

import re
import unicodedata
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, NoReturn

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from mentoring.intake import LARGEST_FILE

MOST_PAGES = 200
MOST_OBJECTS = 100_000
MOST_PIXELS = 40_000_000
LONGEST_NAME = 120

TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
SIGNATURES = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
# A phone stores a photograph as MPO: a JPEG with a second picture behind it.
IMAGE_FORMATS = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",)}

ACTIVE_KEYS = frozenset(
    {"/AA", "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/XFA"}
)
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"})

# Names that Windows takes for devices: a file saved under one cannot be opened there.
DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{name}{number}" for name in ("COM", "LPT") for number in range(1, 10))}
)

TOO_LARGE = "Файл «{name}» больше 10 МБ. Отсканируйте с меньшим разрешением (достаточно 200 точек на дюйм)."
WHAT_TO_DO = "Отсканируйте лист заново в PDF, JPG или PNG и загрузите снова."


@dataclass(frozen=True)
class CheckedUpload:
    """An upload that may be stored: its bytes, its true type, the name to show."""

    content: bytes
    content_type: str
    extension: str
    name: str


def check_upload(uploaded: UploadedFile) -> CheckedUpload:
    """Return the upload with its true type; pictures come back without EXIF (place, camera, time).

    Raises ValidationError in plain Russian: too large, empty, another kind of file, damaged, encrypted,
    with active content, too many pages or pixels.
    """
    name = shown_name(uploaded.name or "")
    if (uploaded.size or 0) > LARGEST_FILE:
        _refuse(TOO_LARGE.format(name=name))
    content = uploaded.read(LARGEST_FILE + 1)
    if not content:
        _refuse(f"Файл «{name}» пуст. {WHAT_TO_DO}")
    if len(content) > LARGEST_FILE:
        _refuse(TOO_LARGE.format(name=name))
    content_type = _true_type(name, content)
    if content_type == "application/pdf":
        _check_pdf(name, content)
    else:
        content = _clean_image(name, content, content_type)
    return CheckedUpload(content, content_type, EXTENSIONS[content_type], name)


def shown_name(name: str) -> str:
    """Return a file name fit to be shown: no folders, no control or direction marks, not too long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(character for character in name if unicodedata.category(character)[0] != "C")
    name = re.sub(r"\s+", " ", name).strip(" .")
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix[:10]
    if stem.partition(".")[0].rstrip().upper() in DEVICES:
        stem = f"_{stem}"
    return (stem[: LONGEST_NAME - len(suffix)] + suffix) or "без названия"


def _refuse(message: str) -> NoReturn:
    raise ValidationError(message, code="upload")


def _true_type(name: str, content: bytes) -> str:
    claimed = TYPES.get(PurePosixPath(name).suffix.lower().lstrip("."))
    if claimed is None:
        _refuse(f"Файл «{name}» – не скан. Принимаются только PDF, JPG и PNG. {WHAT_TO_DO}")
    if not content.startswith(SIGNATURES[claimed]):
        _refuse(f"Файл «{name}» внутри не того вида, что обещает его имя. {WHAT_TO_DO}")
    return claimed


def _check_pdf(name: str, content: bytes) -> None:
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                _refuse(f"Файл «{name}» защищён паролем. Сохраните его без защиты и загрузите снова.")
            if not pdf.pages:
                _refuse(f"В файле «{name}» нет ни одной страницы. {WHAT_TO_DO}")
            if len(pdf.pages) > MOST_PAGES:
                _refuse(f"В файле «{name}» больше {MOST_PAGES} страниц. Разделите его на части.")
            if len(pdf.objects) > MOST_OBJECTS or any(_is_active(item, 0) for item in pdf.objects):
                _refuse(f"В файле «{name}» есть вложения или сценарии, это небезопасно. {WHAT_TO_DO}")
    except pikepdf.PasswordError:
        _refuse(f"Файл «{name}» защищён паролем. Сохраните его без защиты и загрузите снова.")
    except (pikepdf.PdfError, RecursionError):
        _refuse(f"Файл «{name}» повреждён: его не удаётся прочитать. {WHAT_TO_DO}")


def _is_active(item: Any, depth: int) -> bool:
    """Whether a PDF object, or what stands directly inside it, does something by itself."""
    if depth > 50:
        return True
    if isinstance(item, pikepdf.Stream):
        item = item.stream_dict
    if isinstance(item, pikepdf.Dictionary):
        pairs = list(item.items())
        return any(_is_active_entry(key, value) for key, value in pairs) or _any_active(
            (value for key, value in pairs), depth
        )
    return isinstance(item, pikepdf.Array) and _any_active(item, depth)


def _any_active(values: Iterable[Any], depth: int) -> bool:
    # Indirect objects are visited on their own.
    return any(
        _is_active(value, depth + 1)
        for value in values
        if isinstance(value, pikepdf.Object) and not value.is_indirect
    )


def _is_active_entry(key: str, value: Any) -> bool:
    if key in ACTIVE_KEYS:
        return True
    if key == "/OpenAction":
        # A plain destination only says which page to show first; office programs always write one.
        return not isinstance(value, pikepdf.Array)
    return key == "/S" and isinstance(value, pikepdf.Name) and str(value) in ACTIVE_ACTIONS


def _clean_image(name: str, content: bytes, content_type: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as image:
                if image.format not in IMAGE_FORMATS[content_type]:
                    _refuse(f"Файл «{name}» внутри не того вида, что обещает его имя. {WHAT_TO_DO}")
                if image.width * image.height > MOST_PIXELS:
                    _refuse(f"Изображение «{name}» слишком велико: больше 40 мегапикселей. {WHAT_TO_DO}")
                return _without_metadata(image, content_type)
    except Image.DecompressionBombError:
        _refuse(f"Изображение «{name}» слишком велико: больше 40 мегапикселей. {WHAT_TO_DO}")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        _refuse(f"Файл «{name}» повреждён: его не удаётся прочитать. {WHAT_TO_DO}")


def _without_metadata(image: Image.Image, content_type: str) -> bytes:
    # The turn of the camera is written in EXIF, so the picture is turned before EXIF goes.
    upright = ImageOps.exif_transpose(image)
    resolution = upright.info.get("dpi")
    if upright.mode not in ("1", "L", "RGB"):
        upright = upright.convert("RGB")
    upright.info.clear()
    options: dict[str, Any] = {"quality": 90} if content_type == "image/jpeg" else {}
    if resolution:
        options["dpi"] = resolution
    buffer = BytesIO()
    upright.save(buffer, "JPEG" if content_type == "image/jpeg" else "PNG", **options)
    return buffer.getvalue()
