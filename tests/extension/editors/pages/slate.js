// Slate in React, with its history and a placeholder, which stands as text in the box.
import { createElement, useMemo } from "react";
import { createRoot } from "react-dom/client";
import { createEditor, Node } from "slate";
import { withHistory } from "slate-history";
import { Editable, Slate, withReact } from "slate-react";

const EMPTY = [{ type: "paragraph", children: [{ text: "" }] }];

function Box() {
  const editor = useMemo(() => withHistory(withReact(createEditor())), []);
  window.model = () => editor.children.map((node) => Node.string(node)).join("\n");
  window.undo = () => editor.undo();
  const box = createElement(Editable, { placeholder: "Write a reply" });
  return createElement(Slate, { editor, initialValue: EMPTY }, box);
}

createRoot(document.querySelector("#desk")).render(createElement(Box));
