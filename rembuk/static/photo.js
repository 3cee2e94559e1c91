// Makes a photo small before it is sent, and lets questions that hang on it appear. The server does both without this file.
(() => {
  "use strict";
  const SIDE = 1280, SMALL = 200000;
  for (const input of document.querySelectorAll("[data-picture]")) {
    const flag = input.form.elements[input.dataset.picture], kept = flag.value;
    input.addEventListener("change", async () => {
      const file = input.files[0];
      flag.value = file ? "ya" : kept;
      flag.dispatchEvent(new Event("input", { bubbles: true }));
      if (!file || file.size <= SMALL) return;
      try {
        const drawn = await createImageBitmap(file);
        const scale = Math.min(1, SIDE / Math.max(drawn.width, drawn.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.round(drawn.width * scale);
        canvas.height = Math.round(drawn.height * scale);
        const pen = canvas.getContext("2d");
        pen.fillStyle = "#fff";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
        const small = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
        if (!small || small.size >= file.size || input.files[0] !== file) return;
        const list = new DataTransfer();
        list.items.add(new File([small], "foto.jpg", { type: "image/jpeg" }));
        input.files = list.files;
      } catch { /* the server says what is wrong with it */ }
    });
  }
})();
