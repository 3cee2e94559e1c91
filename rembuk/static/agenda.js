// Counts the seconds of the part that is on, and looks every ten seconds whether another one began.
// Without this file the page reloads itself.
(() => {
  "use strict";
  const began = Date.now();
  const shown = (seconds) => {
    const all = Math.abs(seconds);
    return (seconds < 0 ? "−" : "") + Math.floor(all / 60) + ":" + String(all % 60).padStart(2, "0");
  };
  const tick = () => {
    const left = document.querySelector("[data-left]");
    if (left) left.textContent = shown(Number(left.dataset.left) - Math.floor((Date.now() - began) / 1000));
  };
  const state = (page) => Array.from(page.querySelectorAll("#layar h2, #layar p:not(.left), .parts"), (e) => e.textContent).join();
  const look = async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const late = (p) => p.querySelector(".left.late") !== null;
      if (state(page) !== state(document) || late(page) !== late(document)) location.reload();
    } catch { /* the network is away: the countdown goes on */ }
  };
  setInterval(tick, 1000);
  setInterval(look, 10000);
})();
