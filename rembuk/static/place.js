// Fills in where the device is, as coarse as it is stored. Without this file the place is written in words.
(() => {
  "use strict";
  if (!navigator.geolocation || !isSecureContext) return;
  for (const button of document.querySelectorAll("[data-place]")) {
    const field = document.getElementById(button.dataset.place), said = button.nextElementSibling;
    const say = (what) => { said.textContent = button.dataset[what]; };
    button.hidden = false;
    button.addEventListener("click", () => {
      say("asking");
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        field.value = `${coords.latitude.toFixed(3)}, ${coords.longitude.toFixed(3)}`;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        say("found");
      }, () => say("failed"), { timeout: 20000, maximumAge: 60000 });
    });
  }
})();
