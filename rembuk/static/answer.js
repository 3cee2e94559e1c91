// Keeps what is typed while it is typed: on the server, and on this device while the server is away.
// Without this file a form is kept at each page turn, and by the button "Simpan".
(() => {
  "use strict";
  const place = "isian:" + location.pathname;
  let opened = "";
  const store = {
    read: () => { try { return JSON.parse(localStorage.getItem(place)); } catch { return null; } },
    write: (fields) => { try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), fields, opened })); } catch { /* full or forbidden */ } },
    drop: () => { try { localStorage.removeItem(place); } catch { /* forbidden */ } },
  };
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  // Kept or sent by the server, or thrown away on purpose: nothing of it stays here.
  if (document.querySelector("[data-kept]")) store.drop();
  for (const act of document.querySelectorAll("[value=discard-yes]")) act.form.addEventListener("submit", store.drop);

  const form = document.getElementById("isian");
  if (!form || !form.dataset.saved) return;
  const line = document.getElementById("simpanan");
  const shared = () => form.elements["form-shared"].checked;
  const DAYS = 14 * 86400000, PAUSE = 1500, AGAIN = 15000;
  const typed = () => Array.from(new FormData(form)).filter(([name]) => /^[a-z][a-z0-9_.]*$/.test(name) && !["csrf_token", "nonce", "version"].includes(name));

  // A page that answers a post holds what the post brought; only a page opened anew may lack something.
  if ("brought" in form.dataset) store.drop();
  const kept = store.read();
  // Public forms say when they were opened: of a text that was kept here, when its own page was.
  if (form.dataset.opened) opened = form.dataset.opened;
  let restored = false;
  if (kept && Date.now() - kept.at < DAYS && !shared()) {
    for (const [name, value] of kept.fields) {
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        restored = true;
        if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
        else field.value = value;
      }
    }
    if (restored && opened && kept.opened) {
      const earlier = form.appendChild(document.createElement("input"));
      Object.assign(earlier, { type: "hidden", name: "form-earlier", value: opened = kept.opened });
    }
    if (restored) line.textContent = form.dataset.restored;
  }

  let timer = 0, sending = false, leaving = false;
  const save = async () => {
    clearTimeout(timer);
    if (sending || leaving) { timer = setTimeout(save, PAUSE); return; }
    sending = true;
    const before = JSON.stringify(typed());
    const data = new FormData(form);
    data.set("form-act", "auto");
    let done = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data), credentials: "same-origin" });
      done = answer.status === 204;
    } catch { /* the network is away */ }
    sending = false;
    if (leaving) return;
    line.textContent = done ? form.dataset.saved : form.dataset.unsaved;
    if (!done) timer = setTimeout(save, AGAIN);
    else if (JSON.stringify(typed()) === before) store.drop();
    else timer = setTimeout(save, PAUSE);
  };
  const changed = () => {
    if (shared()) store.drop(); else store.write(typed());
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", changed);
  // Brought back just now, or typed before this file had come.
  const differs = (field) => field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked
    : field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
  if (Array.from(form.elements).some(differs)) changed();
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("online", save);
})();
