// The receipt as a picture, and the end of the draft.
//
// [data-receipt]       the card; data-file is the name of the picture, data-clear-draft the draft of report.js
// [data-receipt-head]  heading and line below it
// [data-receipt-item]  a <dt> with its <dd>s
// [data-receipt-save]  a button that saves the picture. [data-print] is the work of page.js.

const receipt = document.querySelector("[data-receipt]");
if (receipt) {
  try { sessionStorage.removeItem(`minsheng-draft-${receipt.dataset.clearDraft}`); } catch { /* nothing was kept */ }
  const save = document.querySelector("[data-receipt-save]");
  save.hidden = false;
  save.addEventListener("click", () => {
    draw(receipt).toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = receipt.dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }, "image/png");
  });
}

/** Draws the words of the card, so that what is saved is what is seen. */
function draw(card) {
  const width = 720;
  const margin = 40;
  const family = getComputedStyle(card).fontFamily;
  const mono = getComputedStyle(card.querySelector(".ms-receipt__code")).fontFamily;
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");

  const lines = [];
  const add = (element, font, colour, leading) => {
    if (!element?.textContent.trim()) return;
    pen.font = font;
    for (const text of wrap(pen, element.textContent.trim(), width - 2 * margin)) lines.push({ text, font, colour, leading });
  };
  const gap = (leading) => lines.push({ text: "", leading });

  const head = card.querySelector("[data-receipt-head]");
  add(head.querySelector("h1"), `600 34px ${family}`, "#fff", 46);
  add(head.querySelector("p"), `22px ${family}`, "#fff", 34);
  const headHeight = 32 + lines.reduce((sum, line) => sum + line.leading, 0) + 16;
  gap(56);
  for (const item of card.querySelectorAll("[data-receipt-item]")) {
    add(item.querySelector("dt"), `22px ${family}`, "#4d574f", 34);
    for (const part of item.querySelectorAll("dd")) {
      if (part.matches(".ms-receipt__code")) add(part, `600 38px ${mono}`, "#07402a", 54);
      else if (part.matches(".ms-receipt__note")) add(part, `21px ${family}`, "#4d574f", 32);
      else add(part, `600 26px ${family}`, "#1a1f1c", 40);
    }
    gap(26);
  }
  lines.push({ text: location.origin, font: `20px ${family}`, colour: "#0b5d3b", leading: 34 });

  const height = 32 + lines.reduce((sum, line) => sum + line.leading, 0) + 24;
  canvas.width = width * 2;
  canvas.height = height * 2;
  pen.scale(2, 2);
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#0b5d3b";
  pen.fillRect(0, 0, width, headHeight);
  pen.strokeStyle = "#0b5d3b";
  pen.lineWidth = 4;
  pen.strokeRect(2, 2, width - 4, height - 4);
  pen.textBaseline = "alphabetic";
  let y = 32;
  for (const line of lines) {
    y += line.leading;
    if (!line.text) continue;
    pen.font = line.font;
    pen.fillStyle = line.colour;
    pen.fillText(line.text, margin, y - line.leading * 0.25);
  }
  return canvas;
}

/** Breaks between words, or between any two characters where there are none, as Chinese does. */
function wrap(pen, text, width) {
  const parts = text.replace(/\s+/g, " ").match(/[\w.,:;()-]+ ?|./gu) ?? [];
  const lines = [""];
  for (let part of parts) {
    while (pen.measureText(part).width > width) {
      let cut = part.length;
      while (pen.measureText(part.slice(0, cut)).width > width) cut -= 1;
      lines.push(part.slice(0, cut));
      part = part.slice(cut);
    }
    if (pen.measureText(lines.at(-1) + part).width > width) lines.push("");
    lines[lines.length - 1] += part;
  }
  return lines.filter(Boolean);
}
