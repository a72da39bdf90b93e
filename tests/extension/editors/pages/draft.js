// Draft.js, which still runs in many helpdesks, in the last React that it works with.
import { Editor, EditorState } from "draft-js";
import { createElement, useState } from "react";
import { createRoot } from "react-dom/client";

function Box() {
  const [editorState, setState] = useState(() => EditorState.createEmpty());
  window.model = () => editorState.getCurrentContent().getPlainText("\n");
  window.undo = () => setState(EditorState.undo(editorState));
  return createElement(Editor, { editorState, onChange: setState });
}

createRoot(document.querySelector("#desk")).render(createElement(Box));
