// Keys for buttons and links that carry data-key, and one more row in a form. Everything works without it.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  const folded = found.closest("details");
  if (folded) folded.open = true;
  if (found.matches("input, select, textarea")) found.focus();
  else found.click();
});
for (const button of document.querySelectorAll("[data-add]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const list = document.getElementById(button.dataset.add);
    const row = list.lastElementChild.cloneNode(true);
    for (const field of row.querySelectorAll("input, select")) field.value = "";
    list.append(row);
    row.querySelector("input").focus();
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
const preview = document.getElementById("preview");
if (preview) { preview.scrollIntoView({ block: "nearest" }); preview.focus({ preventScroll: true }); }
