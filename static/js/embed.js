// For a clinic's own website: <a data-anteroom="popup" href="…/book/"> opens over the page, "inline" stands in it.
// Without this script, or where the site is not on the clinic's list, the link leads to the booking pages as any link.
(() => {
  const us = new URL(document.currentScript.src).origin;
  const shut = (document.documentElement.lang || navigator.language).startsWith("fr") ? "Fermer" : "Close";

  function make(name, looks, attributes = {}) {
    const element = document.createElement(name);
    Object.assign(element.style, looks); // through the CSSOM, which a strict policy of the page allows
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  }

  // The same page, made for a frame; null for a link that does not lead to our booking pages.
  function framed(link) {
    const url = new URL(link.href);
    if (url.origin !== us || !url.pathname.startsWith("/book/")) return null;
    url.pathname = `/embed${url.pathname}`;
    return make("iframe", { border: 0, width: "100%" }, { src: url, title: link.textContent.trim() });
  }

  // Greets each page of the frame; `refused` is called when none of ours answers there.
  function talk(frame, hear, refused) {
    let waiting;
    const listen = (event) => {
      if (event.source !== frame.contentWindow || event.origin !== us) return;
      clearTimeout(waiting);
      hear(event.data);
    };
    frame.addEventListener("load", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refused, 3000);
      frame.contentWindow.postMessage({ anteroom: "hello" }, us);
    });
    addEventListener("message", listen);
    return () => {
      clearTimeout(waiting);
      removeEventListener("message", listen);
    };
  }

  function popup(link, frame) {
    const page = document.documentElement;
    const scrolled = page.style.overflow;
    const dialog = make("dialog", {
      boxSizing: "border-box", position: "fixed", inset: 0, width: "100%", maxWidth: "100%", height: "100%",
      maxHeight: "100%", margin: 0, padding: 0, border: 0, background: "rgba(15, 25, 30, .6)",
    }, { "aria-modal": "true", "aria-label": link.textContent.trim() });
    const panel = make("div", {
      display: "flex", flexDirection: "column", width: "100%", maxWidth: "1080px", height: "100%", margin: "0 auto",
      background: "#fff",
    });
    const button = make("button", {
      alignSelf: "flex-end", minWidth: "48px", minHeight: "48px", padding: "0 18px", border: 0, background: "none",
      color: "#15252e", font: "600 16px/1 system-ui, sans-serif", cursor: "pointer",
    }, { type: "button" });
    button.textContent = shut;
    frame.style.flex = "1";
    panel.append(button, frame);
    dialog.append(panel);
    const stop = talk(
      frame,
      (said) => said?.anteroom === "close" && dialog.close(),
      () => location.assign(link.href),
    );
    button.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    dialog.addEventListener("close", () => {
      stop();
      dialog.remove();
      page.style.overflow = scrolled;
      link.focus();
    });
    document.body.append(dialog);
    page.style.overflow = "hidden";
    dialog.showModal(); // keeps the focus inside, closes on Escape
  }

  function inline(link, frame) {
    frame.style.height = 0;
    const stop = talk(
      frame,
      (said) => {
        if (said?.anteroom !== "height" || !(said.height > 0 && said.height < 20000)) return;
        frame.style.height = `${Math.ceil(said.height)}px`;
        link.style.display = "none";
      },
      () => {
        stop();
        frame.remove();
        link.style.display = "";
      },
    );
    link.after(frame);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[data-anteroom="popup"]');
    if (!link || event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const frame = window.HTMLDialogElement && framed(link);
    if (!frame) return;
    event.preventDefault();
    popup(link, frame);
  });

  function stand() {
    for (const link of document.querySelectorAll('a[data-anteroom="inline"]')) {
      const frame = framed(link);
      if (frame) inline(link, frame);
    }
  }
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", stand);
  else stand();
})();
