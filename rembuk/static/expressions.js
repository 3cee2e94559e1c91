// Runs the trees of surveys/expressions: the same answers as the server, which alone decides.
globalThis.expressions = (() => {
  "use strict";
  const DAY = 864e5;
  const text = (v) => v === true ? "true" : v === false ? "false" : Array.isArray(v) ? v.join(" ") : typeof v === "number" ? digits(v) : v;
  const digits = (n) => {
    const [, sign, head, tail = "", power] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(n) || [];
    if (!power) return Object.is(n, -0) ? "0" : String(n);
    const all = head + tail, point = head.length + +power;
    return sign + (point > 0 ? all.padEnd(point, "0") : "0." + "0".repeat(-point) + all);
  };
  const days = (s) => {
    const found = /^(\d{4}-\d\d-\d\d)(T[^]*)?$/.exec(s), ms = found ? Date.parse(found[1]) : NaN;
    return ms >= -62135596800000 && new Date(ms).toISOString().startsWith(found[1]) ? ms / DAY : NaN;
  };
  const number = (v) => {
    if (typeof v === "boolean") return +v;
    if (typeof v === "number") return v;
    const s = text(v);
    return /^[ \t\r\n]*-?(\d+(\.\d*)?|\.\d+)[ \t\r\n]*$/.test(s) ? +s : days(s);
  };
  const truth = (v) => typeof v === "boolean" ? v : typeof v === "number" ? v !== 0 && v === v : v.length > 0;
  const compare = {
    "=": (a, b) => a === b, "!=": (a, b) => a < b || a > b,
    "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b,
  };
  const compute = {
    neg: (a) => -a, "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, div: (a, b) => a / b, mod: (a, b) => a % b,
  };
  const chosen = (v) => Array.isArray(v) ? v : text(v).split(/[ \t\r\n]+/).filter(Boolean);
  const filled = (all) => all.filter((v) => text(v) !== "").map(number);
  const end = (choose) => (...all) => (all = filled(all)).length ? choose(...all) + 0 : NaN;
  const date = (v) => {
    const n = Math.floor(number(v));
    return n >= -354285 && n <= 2932896 ? new Date(n * DAY).toISOString().slice(0, 10) : "";
  };
  const place = (v, length) => {
    const n = number(v);
    return n !== n ? 0 : Math.min(Math.max(Math.trunc(n < 0 ? length + n : n), 0), length);
  };
  const pattern = (s, flags) => {
    try { return new RegExp(`^(?:${s})$`, flags); } catch { return flags ? pattern(s, "") : /[]/; }
  };
  const functions = {
    not: (a) => !truth(a), true: () => true, false: () => false, boolean: truth,
    selected: (a, b) => chosen(a).includes(text(b)),
    "count-selected": (a) => chosen(a).length,
    "selected-at": (a, b) => { const n = number(b); return (n >= 0 && chosen(a)[Math.trunc(n)]) || ""; },
    coalesce: (a, b) => text(a) !== "" ? a : b,
    position: () => 1,
    "string-length": (a) => [...text(a)].length,
    regex: (a, b) => pattern(text(b), "u").test(text(a)),
    contains: (a, b) => text(a).includes(text(b)),
    "starts-with": (a, b) => text(a).startsWith(text(b)),
    concat: (...all) => all.map(text).join(""),
    "normalize-space": (a) => chosen(text(a)).join(" "),
    substr: (a, b, c = Infinity) => { const s = [...text(a)]; return s.slice(place(b, s.length), place(c, s.length)).join(""); },
    number, int: (a) => Math.trunc(number(a)) + 0, string: text,
    round: (a, b = 0) => {
      const n = number(a), p = Math.trunc(number(b)), factor = +("1e" + p);
      return Number.isFinite(n * factor) && Math.abs(p) <= 12 ? Math.floor(n * factor + 0.5) / factor : n;
    },
    min: end(Math.min), max: end(Math.max),
    sum: (...all) => filled(all).reduce((a, b) => a + b, 0),
    count: (...all) => all.length, "count-non-empty": (...all) => filled(all).length,
    date,
    "format-date": (a, b) => {
      const d = date(a);
      return d && text(b).replace(/%[YymnDde]/g, (slot) => ({ "%Y": d.slice(0, 4), "%y": d.slice(2, 4), "%m": d.slice(5, 7), "%n": +d.slice(5, 7), "%d": d.slice(8), "%e": +d.slice(8) })[slot] ?? slot);
    },
  };
  const run = (tree, at) => {
    if (!Array.isArray(tree)) return tree;
    const [what, ...parts] = tree, own = () => at.own ?? "", go = (part) => run(part, at);
    if (what === "$") return at.answers[parts[0]] ?? "";
    if (what === ".") return own();
    if (what === "@") return at.option?.[parts[0]] ?? "";
    if (what === "and" || what === "or") return truth(go(parts[0])) === (what === "or") ? what === "or" : truth(go(parts[1]));
    if (what === "fn") {
      const [name, ...given] = parts;
      if (name === "if") return go(given[truth(go(given[0])) ? 1 : 2]);
      if (name === "once") return text(own()) ? own() : go(given[0]);
      if (name === "today" || name === "now") return at[name] ?? "";
      if (name === "jr:choice-name") {
        const value = text(go(given[0])), q = Array.isArray(given[1]) && given[1][0] === "$" ? given[1][1] : text(given[1]).replace(/^[${} ]+|[${} ]+$/g, "");
        return at.labels?.[q]?.[value] ?? value;
      }
      return functions[name](...given.map(go));
    }
    const values = parts.map(go);
    if (compute[what]) return compute[what](...values.map(number));
    const [a, b] = values;
    if (what === "=" || what === "!=") {
      if (typeof a === "boolean" || typeof b === "boolean") return (truth(a) === truth(b)) === (what === "=");
      if (typeof a !== "number" && typeof b !== "number") return (text(a) === text(b)) === (what === "=");
    }
    return compare[what](number(a), number(b));
  };
  return { run, text, truth, number };
})();
