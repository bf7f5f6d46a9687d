"use strict";
// Comfort only: every page works without this file.

// An open menu closes on a click elsewhere and on Escape, and gives the focus back.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// After an error the reader starts at the list of what to mend.
document.querySelector("[data-focus]")?.focus();

// A placeholder is put where the cursor stood in the text; without this file it is copied by hand.
let lastText = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea")) lastText = event.target;
});

for (const mark of document.querySelectorAll("[data-insert]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "placeholder-button";
  button.textContent = mark.textContent;
  button.title = "Вставить в текст";
  mark.replaceChildren(button);
  button.addEventListener("click", () => {
    const text = lastText || document.querySelector("main textarea");
    if (!text) return;
    text.setRangeText(mark.textContent, text.selectionStart, text.selectionEnd, "end");
    text.focus();
  });
}
