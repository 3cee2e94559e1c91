// Keys at the workbench: j and k go from row to row, x ticks, digits choose the theme to move to.
// Without this file Tab and the space bar do the same.
(() => {
  "use strict";
  const form = document.querySelector("[data-workbench]");
  if (!form) return;
  const boxes = Array.from(form.querySelectorAll('input[name="pilih"]'));
  const themes = form.querySelector('select[name="into"]');
  let at = -1;
  const go = (step) => {
    at = Math.min(Math.max(at + step, 0), boxes.length - 1);
    boxes[at].focus();
  };
  form.addEventListener("focusin", (event) => {
    const here = boxes.indexOf(event.target);
    if (here >= 0) at = here;
  });
  // Only while the focus is in the form: single keys must not act elsewhere (WCAG 2.1.4).
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "x" && at >= 0) boxes[at].click();
    else if (/^[1-9]$/.test(event.key) && themes.options[Number(event.key)]) themes.selectedIndex = Number(event.key);
    else return;
    event.preventDefault();
  });
})();
