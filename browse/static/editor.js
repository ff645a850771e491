// Turns the SQL box into an editor, and lets Ctrl-Enter or Shift-Enter ask. Without script the plain box works as well.
(() => {
  const box = document.querySelector("textarea#sql-editor");
  const shown = document.querySelector("pre#sql-query");
  const button = document.querySelector("button#sql-format");
  const format = (sql) => window.sqlFormatter.format(sql);
  if (box && window.CodeMirror) {
    const submit = () => box.form.requestSubmit();
    const editor = window.CodeMirror.fromTextArea(box, {
      mode: "text/x-sql",
      lineNumbers: true,
      lineWrapping: true,
      viewportMargin: Infinity,
      extraKeys: { "Ctrl-Enter": submit, "Cmd-Enter": submit, "Shift-Enter": submit, Tab: false },
    });
    editor.getInputField().setAttribute("aria-label", box.getAttribute("aria-label"));
    button.hidden = !window.sqlFormatter;
    button.addEventListener("click", () => editor.setValue(format(editor.getValue())));
  } else if (shown && button && window.sqlFormatter) {
    button.hidden = false;
    button.addEventListener("click", () => { shown.textContent = format(shown.textContent); });
  }
})();
