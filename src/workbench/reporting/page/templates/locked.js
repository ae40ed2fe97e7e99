"use strict";
(() => {
  const form = document.querySelector("form");
  const field = document.getElementById("passphrase");
  const answer = document.getElementById("answer");
  const sealed = JSON.parse(document.getElementById("sealed").textContent);
  const { words } = sealed;

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  const keyOf = async (passphrase) => {
    const plain = new TextEncoder().encode(passphrase.normalize("NFC"));
    const secret = await crypto.subtle.importKey("raw", plain, "PBKDF2", false, ["deriveKey"]);
    const rule = { name: "PBKDF2", hash: "SHA-256", salt: bytes(sealed.salt), iterations: sealed.rounds };
    return crypto.subtle.deriveKey(rule, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  };

  const unpacked = (packed) =>
    new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();

  const say = (text, isWrong) => {
    answer.textContent = text;
    field.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) field.select();
  };

  // The report takes the place of this page, under this page's policy and its own.
  const become = (html) => {
    document.open();
    document.write(html);
    document.close();
  };

  const unlock = async () => {
    if (!field.value) return say(words.empty, true);
    say(words.opening, false);
    try {
      const key = await keyOf(field.value);
      const packed = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(sealed.nonce) }, key, bytes(sealed.data));
      become(await unpacked(packed));
    } catch (reason) {
      say(reason.name === "OperationError" ? words.wrong : words.unable, true);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    unlock();
  });
  if (!globalThis.crypto?.subtle || !globalThis.DecompressionStream) say(words.unable, false);
  field.focus();
})();
