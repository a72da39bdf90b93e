"""Every editor that lines are tried in, and how a profile names its box."""

import pytest

from tests.extension.editors import Kind

KINDS = [
    Kind("field", kind="textarea", query="?box=textarea"),
    Kind("field", kind="input", query="?box=input"),
    Kind("react", kind="textarea", query="?box=textarea"),
    Kind("react", kind="input", query="?box=input"),
    Kind("plain"),
    Kind("prosemirror", ".ProseMirror"),
    Kind("tiptap", ".ProseMirror"),
    Kind("quill", ".ql-editor"),
    Kind("lexical", "[data-lexical-editor]"),
    Kind("slate", "[data-slate-editor]"),
    Kind("draft", ".public-DraftEditor-content"),
    Kind("ckeditor", ".ck-editor__editable"),
    Kind("tinymce", "#tinymce", frame="iframe.tox-edit-area__iframe"),
    Kind("summernote", ".note-editable"),
]
FEW = ("field-textarea", "prosemirror", "slate", "draft", "ckeditor")
# Those few stand for all: each has a way of its own to take what is put in.
EACH = [
    pytest.param(kind, marks=[] if str(kind) in FEW else pytest.mark.wide, id=str(kind))
    for kind in KINDS
]
SHADOWS = [
    Kind("shadow", "textarea", "textarea", "", f"?mode={mode}&box=textarea", ".send", "#host")
    for mode in ("open", "closed")
] + [
    Kind("shadow", ".ProseMirror", "rich", "", f"?mode={mode}&box=prosemirror", ".send", "#host")
    for mode in ("open", "closed")
]
FRAME = Kind("frame", kind="textarea", frame="iframe")
DEAF = Kind("deaf")
BY_NAME = {str(kind): kind for kind in (*KINDS, *SHADOWS, FRAME, DEAF)}
