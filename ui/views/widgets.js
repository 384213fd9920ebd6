/* Streamlit's own words in the reader's language. They stand in its bundle in English and can't be set from Python; so
   they are said anew as they appear, where only Streamlit writes: upload boxes, lists and tips outside of the main
   part, and attributes. Documents' words are never touched. */
{
  const page = (window.repereWidgets ??= { said: new WeakMap(), forms: [] });
  page.forms = FORMS.map(([form, words]) => [
    new RegExp("^" + form.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{\w+\}/g, "(.+)") + "$"), words]);

  page.say = (text) => {
    const own = text.trim();
    for (const [form, words] of page.forms) {
      const found = form.exec(own);
      if (found) { let part = 1; return text.replace(own, () => words.replace(/\{\w+\}/g, () => found[part++])); }
    }
    return text;
  };

  // What Streamlit wrote there, also where it has been said in another language since.
  page.change = (owner, name, now, set) => {
    const before = page.said.get(owner) ?? {};
    const own = before[name]?.words === now ? before[name].own : now;
    const words = page.say(own);
    if (words !== own || words !== now) page.said.set(owner, { ...before, [name]: { own, words } });
    if (words !== now) set(words);
  };

  page.ours = (element) => {
    const box = element.closest("[data-testid=stFileUploader]");
    if (box) return !element.closest("label, [data-testid=stFileChipName]");
    return !element.closest("[data-testid=stMain], [role=dialog], script, style, .stHtml");
  };

  page.look = (root) => {
    if (root.nodeType === Node.TEXT_NODE) {
      if (root.parentElement && page.ours(root.parentElement))
        page.change(root, "text", root.data, (words) => { root.data = words; });
      return;
    }
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(".stHtml")) return;
    for (const name of ["aria-label", "placeholder"])
      if (root.hasAttribute(name))
        page.change(root, name, root.getAttribute(name), (words) => root.setAttribute(name, words));
    root.childNodes.forEach(page.look);
  };

  page.look(document.body);
  page.watch ??= (() => {
    const watch = new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach((node) => page.look(node));
        else if (change.target.isConnected) {
          if (change.type === "characterData") page.look(change.target);
          else page.change(change.target, change.attributeName, change.target.getAttribute(change.attributeName) ?? "",
            (words) => change.target.setAttribute(change.attributeName, words));
        }
      }
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true,
      attributes: true, attributeFilter: ["aria-label", "placeholder"] });
    return watch;
  })();
}
