// Pointing at a statement shows its words, pointing at words shows their statements. Links do the same without this.
(() => {
  const words = new Map();
  for (const mark of document.querySelectorAll("mark[data-statements]")) {
    for (const id of mark.dataset.statements.split(" ")) {
      if (!words.has(id)) words.set(id, []);
      words.get(id).push(mark);
    }
  }
  const show = (ids) => {
    for (const shown of document.querySelectorAll(".on")) shown.classList.remove("on");
    for (const id of ids) {
      document.getElementById(id)?.classList.add("on");
      for (const mark of words.get(id) ?? []) mark.classList.add("on");
    }
  };
  for (const statement of document.querySelectorAll(".statement")) {
    statement.addEventListener("mouseenter", () => show([statement.id]));
    statement.addEventListener("focus", () => show([statement.id]));
    statement.addEventListener("click", (event) => {
      if (!event.target.closest("a")) words.get(statement.id)?.[0].scrollIntoView({ block: "center", behavior: "smooth" });
    });
    statement.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === statement) statement.click();
    });
  }
  for (const mark of document.querySelectorAll("mark[data-statements]")) {
    const ids = mark.dataset.statements.split(" ");
    mark.addEventListener("mouseenter", () => show(ids));
    mark.addEventListener("click", () => {
      // The last one is the innermost: a nested statement comes after the one that reports it.
      const statement = document.getElementById(ids[ids.length - 1]);
      statement?.scrollIntoView({ block: "nearest", behavior: "smooth" });
      statement?.focus({ preventScroll: true });
    });
  }
})();
