"use strict";
(() => {
  const spots = [...document.querySelectorAll(".plot")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const config = { displayModeBar: false, doubleClick: false, responsive: true, showTips: false };
  const printWidth = 640;
  let shared;

  const read = (id) => JSON.parse(document.getElementById(id).textContent);

  // Every colour that is a token of the theme becomes its dark twin.
  const tinted = (value) => {
    if (typeof value === "string") return value.replace(/#[0-9a-f]{6}/g, (colour) => shared.swaps[colour] ?? colour);
    if (Array.isArray(value)) return value.map(tinted);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, tinted(one)]));
  };

  const paint = (spot, { night = dark.matches, width } = {}) => {
    const figure = read(spot.dataset.figure);
    figure.layout.template = shared.template;
    const { data, layout } = night ? tinted(figure) : figure;
    layout.autosize = !width;
    if (width) layout.width = width;
    Plotly.react(spot, data, layout, config);
    spot.classList.add("drawn");
  };

  const isOpen = (spot) => spot.offsetWidth > 0;
  const isWaiting = (spot) => !spot.classList.contains("drawn");
  const drawn = () => spots.filter((spot) => !isWaiting(spot));

  // Where charts cannot be drawn, their data are opened in their place.
  const giveUp = (reason) => {
    document.documentElement.classList.add("chartless");
    for (const data of document.querySelectorAll(".wb-data")) data.open = true;
    console.warn(`Charts are not drawn: ${reason}`);
  };

  const inflate = async () => {
    const packed = Uint8Array.from(atob(document.getElementById("library").textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  };

  const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));

  // What is near the window is drawn at once, the rest while nothing else is going on, so that print finds all.
  const drawRest = () => {
    const next = spots.find((spot) => isWaiting(spot) && isOpen(spot));
    if (!next) return document.documentElement.classList.add("charts-drawn");
    paint(next);
    whenIdle(drawRest);
  };

  const watch = () => {
    const watcher = new IntersectionObserver(
      (seen) => {
        for (const { isIntersecting, target } of seen) if (isIntersecting && isWaiting(target)) paint(target);
      },
      { rootMargin: "400px 0px" },
    );
    for (const spot of spots) watcher.observe(spot);
  };

  const start = async () => {
    if (!spots.length) return;
    try {
      shared = read("shared");
      await inflate();
    } catch (reason) {
      return giveUp(reason);
    }
    watch();
    whenIdle(drawRest);
    dark.addEventListener("change", () => drawn().forEach((spot) => paint(spot)));
    addEventListener("beforeprint", () => spots.filter(isOpen).forEach((spot) => paint(spot, { night: false, width: printWidth })));
    addEventListener("afterprint", () => drawn().forEach((spot) => paint(spot)));
  };

  // The chapter being read is marked in the navigation.
  const follow = () => {
    const links = new Map([...document.querySelectorAll(".chapters a")].map((link) => [link.hash.slice(1), link]));
    const mark = (id) => {
      for (const [one, link] of links) {
        if (one === id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const watcher = new IntersectionObserver(
      (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => mark(one.target.id)),
      { rootMargin: "-20% 0px -75% 0px" },
    );
    for (const chapter of document.querySelectorAll(".chapter")) watcher.observe(chapter);
  };

  follow();
  requestAnimationFrame(() => setTimeout(start));
})();
