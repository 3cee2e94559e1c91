// Shows and hides questions while somebody answers. Without this file the server does it when the page is sent.
(() => {
  "use strict";
  const holder = document.querySelector("[data-logic]");
  const form = holder?.closest("form");
  if (!form || !globalThis.expressions) return;
  const { run, truth } = expressions;
  const { when, calculated, given, numbers, lists, labels, today, now } = JSON.parse(holder.dataset.logic);
  const boxes = new Map(Array.from(form.querySelectorAll("[data-when]"), (box) => [box.dataset.when, box]));
  const shown = form.elements["form-shown"];

  const written = (name) => {
    const values = Array.from(form.querySelectorAll(`[name="${name}"]`))
      .filter((field) => (field.type !== "radio" && field.type !== "checkbox") || field.checked).map((field) => field.value);
    if (lists.includes(name)) return values;
    const text = (values[0] ?? "").trim().replaceAll("\r\n", "\n");
    if (!numbers.includes(name) || !text) return text;
    const plain = /^-?\d{1,3}(\.\d{3}){1,4}(,\d+)?$/.test(text) ? text.replaceAll(".", "") : text;
    return Number.isNaN(+plain.replace(",", ".")) ? "" : +plain.replace(",", ".");
  };
  let open, computed;
  const isOpen = (name) => {
    if (!(name in when)) return true;
    if (!open.has(name)) { open.set(name, true); open.set(name, truth(run(when[name], at))); }
    return open.get(name);
  };
  const answers = new Proxy({}, {
    get: (_, name) => {
      if (typeof name !== "string" || !isOpen(name.split(".")[0])) return "";
      if (name in calculated) {
        if (!computed.has(name)) { computed.set(name, ""); computed.set(name, run(calculated[name], at)); }
        return computed.get(name);
      }
      return form.querySelector(`[name="${name}"]`) ? written(name) : given[name] ?? "";
    },
  });
  const at = { answers, labels, today, now };
  const update = () => {
    open = new Map(); computed = new Map();
    for (const [name, box] of boxes) box.hidden = !isOpen(name);
    if (shown) shown.value = Array.from(boxes.keys()).filter(isOpen).join(" ");
  };
  form.addEventListener("input", update);
  addEventListener("pageshow", update);
  update();
})();
