"use strict";
(() => {
  const field = document.getElementById("wanted");
  const answer = document.querySelector("output");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const months = [...document.querySelectorAll("#list > li")].map((item) => ({ item, text: plain(item.textContent) }));

  // A month is shown if it holds every word that was typed.
  const filter = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const { item, text } of months) item.hidden = !words.every((word) => text.includes(word));
    const shown = months.filter(({ item }) => !item.hidden).length;
    const said = answer.dataset.template.replace("{shown}", shown).replace("{all}", months.length);
    answer.textContent = words.length ? said : "";
  };

  field.addEventListener("input", filter);
  document.querySelector("search").hidden = false;
  filter();
})();
