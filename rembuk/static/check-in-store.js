// What a check-in device keeps: a queue of entries that the server has not answered yet. Each entry has a key
// of its own, so that sending it twice changes nothing; a lock lets one tab at a time read and write.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MISREAD = { O: "0", I: "1", L: "1", U: "V" };

export const randomHex = (bytes) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (b) => b.toString(16).padStart(2, "0")).join("");

export function readTicket(text) {
  const letters = text.toUpperCase().replace(/[\s\-–—.]/g, "").replace(/[OILU]/g, (l) => MISREAD[l]);
  return letters.length === 20 && [...letters].every((l) => LETTERS.includes(l)) ? letters : null;
}

// Without a secure connection browsers give no hashes: the server then checks alone.
export async function hashOf(letters) {
  if (!crypto.subtle) return null;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(letters));
  return Array.from(new Uint8Array(bytes), (b) => b.toString(16).padStart(2, "0")).join("");
}

let turn = Promise.resolve();
export function alone(name, work) {
  if (navigator.locks) return navigator.locks.request(name, work);
  turn = turn.then(work, work);
  return turn;
}

export class Queue {
  constructor(session) {
    this.name = `presensi-${session}`;
    if (!localStorage.getItem("presensi-perangkat")) localStorage.setItem("presensi-perangkat", randomHex(8));
    this.device = localStorage.getItem("presensi-perangkat");
  }

  all() {
    return JSON.parse(localStorage.getItem(this.name) || "[]");
  }

  change(work) {
    return alone(`${this.name}-tulis`, () => localStorage.setItem(this.name, JSON.stringify(work(this.all()))));
  }

  add(entry) {
    return this.change((entries) => [...entries, { key: randomHex(16), at: Date.now(), ...entry }]);
  }

  drop(keys) {
    return this.change((entries) => entries.filter((entry) => !keys.has(entry.key)));
  }

  clear() {
    localStorage.removeItem(this.name);
  }
}
