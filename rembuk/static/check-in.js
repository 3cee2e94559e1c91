// Check-in at the door: looks tickets up in the page's list, queues what it accepts, sends the queue when it can.
import { Queue, alone, hashOf, readTicket } from "./check-in-store.js";

const CACHE = "presensi-1";
const BATCH = 100;
const AGAIN = 20000;
const here = location.pathname;
const box = document.getElementById("presensi");
const get = (id) => document.getElementById(id);
const queue = new Queue(box.dataset.session);
const word = (name) => get("kata").querySelector(`[data-word="${name}"]`).textContent;
const token = () => get("ketik").querySelector("[name=csrf_token]").value;
const hashes = (name) => new Set(get("ditolak").dataset[name].split(" ").filter(Boolean));
const people = () => [...get("daftar").children];
let trouble = "";

function say(text, kind, name) {
  const line = document.createElement("li");
  line.className = `note ${kind}`;
  line.textContent = name ? `${name}: ${text}` : text;
  get("hasil").prepend(line);
  while (get("hasil").children.length > 50) get("hasil").lastChild.remove();
}

function showState() {
  const waiting = queue.all().length;
  const parts = [];
  if (waiting) parts.push(word("waiting").replace("{n}", waiting));
  if (!navigator.onLine) parts.push(word("offline"));
  else if (trouble) parts.push(word(trouble));
  else if (!waiting) parts.push(word("online"));
  get("keadaan").hidden = false;
  get("keadaan").className = `note ${waiting || trouble || !navigator.onLine ? "warn" : "ok"}`;
  get("keadaan").firstElementChild.textContent = parts.join(" · ");
  const all = people();
  const present = all.filter((p) => p.dataset.present).length;
  get("jumlah").textContent = word("count").replace("{present}", present).replace("{all}", all.length);
}

function markPresent(person) {
  if (!person || person.dataset.present) return;
  person.dataset.present = "1";
  const pill = document.createElement("span");
  pill.className = "pill ok";
  pill.textContent = word("present");
  person.querySelector("button")?.replaceWith(pill);
}

const nameOf = (person) => person.querySelector("b").textContent;
const byKey = (key) => people().find((p) => p.dataset.person === key);

async function arrive(person, entry) {
  if (person.dataset.present) return say(word("already"), "warn", nameOf(person));
  await queue.add(entry);
  markPresent(person);
  say(word("recorded"), "ok", nameOf(person));
  showState();
  flush();
}

async function take(text) {
  const ticket = readTicket(text);
  if (!ticket) return say(word("unreadable"), "bad");
  const hash = await hashOf(ticket);
  const person = people().find((p) => p.dataset.ticket === hash);
  if (person) return arrive(person, { ticket });
  if (hashes("old").has(hash)) return say(word("old"), "bad");
  if (hashes("out").has(hash)) return say(word("out"), "bad");
  // The server knows more than this list: who registered a moment ago, and which codes are forged.
  if (queue.all().some((entry) => entry.ticket === ticket)) return say(word("unknown"), "bad");
  await queue.add({ ticket });
  if (hash) say(word("unknown"), "bad");
  showState();
  flush();
}

function hear(answers) {
  for (const one of answers) {
    const good = one.outcome === "recorded" || one.outcome === "already";
    const known = byKey(one.person);
    if (good) {
      if (!known?.dataset.present) say(one.text, "ok", one.name);
      markPresent(known);
    } else {
      say(one.text, "bad", one.name);
    }
  }
}

// A fresh copy of this page: its list, its token, and what the device shows without the network.
async function refresh() {
  const answer = await fetch(here, { redirect: "manual", headers: { Accept: "text/html" } });
  if (answer.type === "opaqueredirect") return "login";
  if (!answer.ok) return "refused";
  if ("caches" in window) await (await caches.open(CACHE)).put(here, answer.clone());
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const field of document.querySelectorAll("[name=csrf_token]")) {
    field.value = fresh.querySelector("#ketik [name=csrf_token]").value;
  }
  get("daftar").replaceWith(fresh.getElementById("daftar"));
  get("ditolak").replaceWith(fresh.getElementById("ditolak"));
  for (const entry of queue.all()) {
    for (const person of people()) {
      if (person.dataset.person === entry.person) markPresent(person);
      else if (entry.ticket && person.dataset.ticket === (await hashOf(entry.ticket))) markPresent(person);
    }
  }
  sift();
  return "";
}

function send(entries) {
  return fetch(box.dataset.sync, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    body: JSON.stringify({ device: queue.device, entries }),
  });
}

async function sendAll() {
  let tries = 0;
  for (let entries = queue.all(); entries.length; entries = queue.all()) {
    const answer = await send(entries.slice(0, BATCH));
    if (answer.ok) {
      const { answers } = await answer.json();
      await queue.drop(new Set(answers.map((one) => one.key)));
      hear(answers);
    } else if (answer.type === "opaqueredirect") {
      return "login";
    } else {
      // Perhaps the token is of a session that is over: ask for a new one, once.
      const problem = tries++ ? "refused" : await refresh();
      if (problem) return problem;
    }
  }
  return "";
}

let flushing = false;
async function flush() {
  if (flushing || !navigator.onLine) return showState();
  flushing = true;
  try {
    trouble = await alone(queue.name, sendAll);
  } catch {
    trouble = "offline";
  }
  flushing = false;
  showState();
}

function sift() {
  const wanted = get("cari").value.trim().toLowerCase();
  for (const person of people()) person.hidden = !person.textContent.toLowerCase().includes(wanted);
}

async function prepare() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  await navigator.serviceWorker.register(box.dataset.worker, { scope: "/kelola/workshop/" });
  await navigator.serviceWorker.ready;
  const cache = await caches.open(CACHE);
  await cache.addAll([here, ...box.dataset.files.split(" ")]);
  say(word("ready"), "info");
}

async function forget() {
  if (queue.all().length) return say(word("keep"), "warn");
  queue.clear();
  if ("caches" in window) await caches.delete(CACHE);
  get("daftar").replaceChildren();
  say(word("gone"), "info");
}

async function scan() {
  const video = get("gambar");
  try {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    await video.play();
    get("bingkai").hidden = false;
    let last = "";
    for (;;) {
      const [found] = await detector.detect(video);
      if (found && found.rawValue !== last) await take((last = found.rawValue));
      await new Promise((go) => setTimeout(go, 250));
    }
  } catch {
    get("bingkai").hidden = true;
    say(word("nocamera"), "warn");
  }
}

get("ketik").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = get("ketik").querySelector("[name=ticket]");
  take(field.value);
  field.value = "";
  field.focus();
});
get("pilih").addEventListener("submit", (event) => {
  event.preventDefault();
  arrive(byKey(event.submitter.value), { person: event.submitter.value });
});
get("cari").addEventListener("input", sift);
get("kirim").addEventListener("click", flush);
get("hapus").addEventListener("click", forget);
get("pindai").addEventListener("click", scan);
addEventListener("online", () => flush().then(refresh).then(showState).catch(showState));
addEventListener("offline", showState);
setInterval(() => queue.all().length && flush(), AGAIN);
for (const id of ["alat", "saring"]) get(id).hidden = false;
get("kamera").hidden = !("BarcodeDetector" in window && navigator.mediaDevices);
for (const entry of queue.all()) markPresent(byKey(entry.person));
showState();
prepare().catch(() => {});
flush();
