"""Files attached to an act: a scan, or a document in Word that is what it says and does nothing by itself."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from mentoring.documents.responses import DOCX
from mentoring.documents.uploads import CheckedUpload, check_upload, shown_name
from registry.people.imports.refusals import WorkbookRefused
from roadmap.plans.uploads import check_word

SENTENCES = {
    "too_big": "Документ Word больше 5 МБ. Уменьшите картинки или сохраните его в PDF и загрузите снова.",
    "docm": "В документе Word есть макросы. Сохраните его как «Документ Word (.docx)» без макросов.",
    "embedded": "В документ Word вставлены другие файлы. Уберите их или сохраните документ в PDF.",
    "broken": "Документ Word повреждён или загрузился не целиком. Сохраните его заново и загрузите снова.",
}
OTHERWISE = "Файл внутри не документ Word (.docx). Принимаются PDF, JPG, PNG и .docx."


def check_attachment(uploaded: UploadedFile) -> CheckedUpload:
    """Return the upload with its true type: a PDF, JPEG or PNG as a scan, or a document in Word.

    Raises ValidationError in plain Russian for anything else and for what is damaged or active.
    """
    name = shown_name(uploaded.name or "")
    if PurePath(name).suffix.lower() != ".docx":
        return check_upload(uploaded)
    content = uploaded.read()
    try:
        check_word(content, filename=name)
    except WorkbookRefused as refused:
        sentence = SENTENCES.get(refused.code, OTHERWISE)
        raise ValidationError(f"Файл «{name}» не принят. {sentence}", code="upload") from refused
    return CheckedUpload(content, DOCX, "docx", name)
